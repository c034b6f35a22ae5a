import Access
import CustomerStore
import Customers
import Switchboard

/// What a question needs of the rights of whoever asks it.
extension Question {
    /// The class of requests that it belongs to.
    var permission: Permissions {
        switch self {
        case .lookUp, .find(_, .oneLine): .lookUp
        case .find(_, .everybody): .matches
        case .find(_, .everyStep): .explainNumbers
        case .announce, .answered, .transferred, .withdrawn, .hungUp: .calls
        case .allOver: .endAllCalls
        case .watch(.everybody): .watchEverybody
        case .watch(.agents): .watch
        case .read(let question): question.permission
        case .write(let request): request.write.permission
        case .link(.link, _, _, _): .record
        case .link(.confirm, _, _, _), .link(.unlink, _, _, _): .decide
        case .unmask: .unmask
        case .order: .administer
        }
    }

    /// The question as one with such rights may ask it.
    ///
    /// - Throws: `notSignedIn` and `notPermitted`, also where it is about another agent's screen.
    func asked(with rights: Rights) throws(Refusal) -> Question {
        guard rights.permissions.contains(permission) else { throw Refusal(rights) }
        if rights.agents == nil { return self }
        switch self {
        case .announce(let announcement):
            if let agent = announcement.place.agent, !rights.owns(agent) { throw .notPermitted }
        case .answered(_, let agent), .withdrawn(_, let agent):
            if !rights.owns(agent) { throw .notPermitted }
        case .watch(.agents(let watched)):
            if !watched.allSatisfy(rights.owns) { throw .notPermitted }
        case .write(var request):
            request.agent = rights.author(as: request.agent)
            return .write(request)
        case .link(let change, let number, let customer, let agent):
            return .link(change, number, customer, agent: rights.author(as: agent))
        case .lookUp, .find, .transferred, .hungUp, .allOver, .watch(.everybody), .read, .unmask,
            .order:
            break
        }
        return self
    }
}

extension StoreQuestion {
    fileprivate var permission: Permissions {
        switch self {
        case .card, .history, .entry, .explain: .read
        case .badNumbers, .changedNumbers: .administer
        case .find: .lookUp
        }
    }
}

extension Write {
    fileprivate var permission: Permissions {
        switch self {
        case .note, .contact, .complaint, .closeComplaint, .referral, .link: .record
        case .beginOutage, .addToOutage, .endOutage, .overrideValue: .decide
        }
    }
}

extension Rights {
    /// Who is written down as the author: one of the client's own agents, whatever it says.
    fileprivate func author(as said: String) -> String {
        guard let agents else { return said }
        if agents.contains(where: { $0.text == said }) { return said }
        return agents.first?.text ?? ""
    }
}

extension Refusal {
    /// Why one with such rights may not ask.
    init(_ rights: Rights) { self = rights.role == nil ? .notSignedIn : .notPermitted }
}
