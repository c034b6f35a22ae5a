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

    /// - Returns: `false` where somebody answers twice, or a call ends that is not there.
    mutating func takeAll(_ changes: [CallChange]) -> Bool {
        var isRight = true
        for change in changes {
            switch change {
            case .answer(let call, let agent):
                if calls[call]?.speaking.contains(agent.text) != false { isRight = false }
            case .hangUp(let call): if calls[call] == nil { isRight = false }
            case .arrive, .ring, .withdraw, .transfer: break
            }
            take(change)
        }
        return isRight
    }

    /// Whether a follower has the same calls at the same agents.
    func agree(with follower: CallFollower) -> Bool {
        Set(calls.keys) == Set(follower.liveCalls)
            && calls.allSatisfy { id, call in
                call.ringing == Set(follower.ringing(id).map(\.text))
                    && call.speaking == Set(follower.speaking(id).map(\.text))
            }
    }

    private mutating func noteEverybody(_ id: String) {
        guard let call = calls[id] else { return }
        calls[id]?.everybody.formUnion(call.ringing.union(call.speaking))
    }
}
