import Customers

@testable import AsteriskManager

/// What is on agents' screens, by the rules of the switchboard.
struct Screens: Equatable {
    struct Call: Equatable {
        var ringing: Set<String> = []
        var speaking: Set<String> = []
        /// Everybody on whose screen it has been.
        var everybody: Set<String> = []
    }

    private(set) var calls: [String: Call] = [:]

    mutating func take(_ change: CallChange) {
        let id = change.call
        defer { noteEverybody(id) }
        switch change {
        case .arrive: calls[id] = calls[id] ?? Call()
        case .ring(_, let agent, _):
            if calls[id]?.speaking.isEmpty == true { calls[id]?.ringing.insert(agent.text) }
        case .withdraw(_, let agent):
            calls[id]?.ringing.remove(agent.text)
            calls[id]?.speaking.remove(agent.text)
        case .answer(_, let agent):
            calls[id]?.ringing = []
            calls[id]?.speaking.insert(agent.text)
        case .transfer(_, let agent):
            let stays = calls[id]?.speaking.contains(agent.text) == true
            calls[id]?.ringing = stays ? [] : [agent.text]
            calls[id]?.speaking = stays ? [agent.text] : []
        case .hangUp: calls[id] = nil
        }
    }

    private mutating func noteEverybody(_ id: String) {
        guard let call = calls[id] else { return }
        calls[id]?.everybody.formUnion(call.ringing.union(call.speaking))
    }
}
