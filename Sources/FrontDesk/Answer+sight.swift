import Access
import CustomerStore
import Customers

/// What is left out of an answer for a client that may not see all of it.
extension Answer {
    /// The answer as one sees it with such eyes; what is about numbers and names is masked where it
    /// is put into words.
    ///
    /// - Parameter agents: the client's own; contacts with others are operations.
    func seen(by eyes: Eyes, agents: [Agent]?) -> Answer {
        switch self {
        case .card(var card, let sources, _):
            let hidden = eyes.hidden(of: card.summary.account)
            card.hide(hidden, besides: agents)
            return .card(card, sources, hidden: hidden)
        case .history(let account, let entries, _):
            let hidden = eyes.hidden(of: account)
            let seen = entries.filter { $0.isSeen(hidden, by: agents) }
            return .history(account, seen, hidden: hidden)
        case .entry(let account, var entries, _):
            let hidden = eyes.hidden(of: account)
            entries.entries.removeAll { !$0.isSeen(hidden, by: agents) }
            return .entry(account, entries, hidden: hidden)
        case .explanation(let explanation, _):
            return .explanation(explanation, hidden: eyes.hidden(of: explanation.account))
        default: return self
        }
    }
}

extension Eyes {
    fileprivate func hidden(of account: Account) -> Sight {
        Sight.everything.subtracting(sight(of: account))
    }
}

extension Card {
    fileprivate mutating func hide(_ hidden: Sight, besides agents: [Agent]?) {
        if hidden.contains(.account) {
            overdue = nil
            details.creditLimit = nil
        }
        if hidden.contains(.operations) { interruptionsUnderWay = [] }
        lastContacts.removeAll { !$0.isSeen(hidden, by: agents) }
    }
}

extension HistoryEntry {
    /// - Parameter agents: those whose own conversations are always seen; `nil`: everybody's.
    fileprivate func isSeen(_ hidden: Sight, by agents: [Agent]?) -> Bool {
        func isOwn(_ name: String) -> Bool { agents?.contains { $0.text == name } ?? true }
        switch event {
        case .invoice: return !hidden.contains(.account)
        case .interruption: return !hidden.contains(.operations)
        case .contact(let contact): return !hidden.contains(.operations) || isOwn(contact.agent)
        case .note(let agent, _): return !hidden.contains(.operations) || isOwn(agent)
        case .complaint, .referral, .engagement, .call: return true
        }
    }
}
