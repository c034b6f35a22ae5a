public import CustomerStore
import Customers
import Numbering
import Switchboard

/// Calls under way outlive the process.
extension CallDesk: CallKeeping {
    var liveCalls: [CallID] { board.liveCalls }

    func kept(_ call: CallID) -> LiveCall? { board.state(of: call).map(LiveCall.init) }

    /// Takes up the calls that were under way when the process before ended. Those that have lasted
    /// too long meanwhile have ended.
    public func restore(_ calls: [LiveCall]) {
        let now = now
        for call in calls {
            let age = UInt64(max(0, now.moment - call.began))
            if !board.restore(state(call), age: age, at: now) {
                guard board.state(of: call.call) == nil else { continue }
                journal.note(call.call, began: call.began, .ended)
                journal.keep(call.call)
            }
        }
    }

    private func state(_ call: LiveCall) -> CallState<RingingCaller> {
        let line = LineSettings(
            region: Region(call.region), format: NumberFormat(word: call.format) ?? .auto,
            accessCode: AccessCode(call.accessCode))
        let caller = caller(Received(Array(call.received.utf8), on: line))
        var state = CallState(call.call, of: call.pbx, began: call.began, caller)
        for member in call.members {
            switch member.part {
            case .rings: state.ringing.append(member.agent)
            case .speaks:
                state.speaking.append(.init(member.agent, since: member.since))
                state.spoke.append(member.agent)
            case .left: state.spoke.append(member.agent)
            }
        }
        return state
    }

    /// Ends calls that have lasted too long; called about once a second.
    func sweep() {
        let now = now
        let (told, aged) = board.sweep(at: now)
        for (call, began) in aged {
            journal.note(call, began: began, .ended)
            journal.keep(call)
        }
        outbox += told
        journal.endPause()
        journal.handOver(self)
    }

    /// The store has taken what it was given, or has not; then it is not troubled again at once.
    ///
    /// - Parameter lost: facts that the database will never take.
    public func stored(_ failure: StoreError?, lost: Int) {
        journal.stored(failure, lost: lost)
        if failure == nil { journal.handOver(self) }
    }

    /// The store may be given the next lot; what has happened since the last one is in it.
    public func endRest() {
        journal.endRest()
        journal.handOver(self)
    }

    /// Gives the store everything there is; before its thread ends.
    public func flush() { journal.flush(self) }
}

extension LiveCall {
    fileprivate init(_ state: CallState<RingingCaller>) {
        let line = state.subject.received.line
        let speaking = state.speaking.map { Member($0.agent, .speaks, since: $0.since) }
        let left = state.spoke.filter { agent in !state.speaking.contains { $0.agent == agent } }
        self.init(
            state.id, of: state.pbx, received: state.subject.said,
            region: line.region?.description ?? "", format: "\(line.format.word)",
            accessCode: line.accessCode?.description ?? "", began: state.began,
            members: left.map { Member($0, .left, since: state.began) } + speaking
                + state.ringing.map { Member($0, .rings, since: state.began) })
    }
}
