public import Customers
import Numbering
import Switchboard

/// What calls are called where a telephony system is followed that also announces them itself.
extension CallDesk {
    /// The name by which a call of a followed PBX is known: its full name, or that by which the
    /// dialplan has announced the same call without saying whose it is. That call is the PBX's
    /// from now on.
    ///
    /// - Parameter number: whose call it is, as it was delivered; tells two PBXs apart that use
    ///   the same name.
    /// - Returns: `nil` when the name would be too long.
    public func followedName(
        of call: CallID, at pbx: PBX, from number: Received?
    ) -> CallID? {
        let own = CallID(call, of: pbx)
        if let own, board.state(of: own) != nil { return own }
        guard let state = board.state(of: call), state.pbx == nil || state.pbx == pbx else {
            return own
        }
        if state.pbx == pbx { return call }
        guard followed.count == 1 || number.map({ isSameCaller($0, state.subject) }) == true else {
            return own
        }
        board.adopt(call, by: pbx)
        journal.keep(call)
        return call
    }

    /// The followed call that a dialplan means which does not say whose call it is.
    ///
    /// - Returns: `nil` unless exactly one followed PBX has a call of that name.
    func followedCall(_ call: CallID) -> CallID? {
        var found: CallID?
        for pbx in followed {
            guard let own = CallID(call, of: pbx.name), board.state(of: own) != nil else {
                continue
            }
            guard found == nil else { return nil }
            found = own
        }
        return found
    }

    private func isSameCaller(_ received: Received, _ known: RingingCaller) -> Bool {
        received.bytes == known.received.bytes
            || known.number != nil && caller(received).number == known.number
    }

    /// On whose screens a call is; nobody's when it has ended.
    public func agents(on call: CallID) -> [Agent] { board.state(of: call)?.agents ?? [] }
}
