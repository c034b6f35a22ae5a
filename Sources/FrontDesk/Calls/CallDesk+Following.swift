public import Customers
import Switchboard

/// What calls are called where a telephony system is followed that also announces them itself.
extension CallDesk {
    /// The name by which a call of a followed PBX is known: its full name, or that by which the
    /// dialplan has announced the same call without saying whose it is. That call is the PBX's
    /// from now on.
    ///
    /// Where several are followed nobody can know whose a bare name is, and a guess would show one
    /// PBX's caller to another's agent.
    ///
    /// - Returns: `nil` when the name would be too long.
    public func followedName(of call: CallID, at pbx: PBX) -> CallID? {
        let own = CallID(call, of: pbx)
        if let own, board.state(of: own) != nil { return own }
        guard followedNames.count == 1, let state = board.state(of: call) else { return own }
        if state.pbx == pbx { return call }
        guard state.pbx == nil else { return own }
        board.adopt(call, by: pbx)
        journal.keep(call)
        return call
    }

    /// The followed call that a dialplan means which does not say whose call it is.
    ///
    /// - Returns: `nil` unless there is one, and one PBX only is followed.
    func followedCall(_ call: CallID) -> CallID? {
        guard followedNames.count == 1, let own = CallID(call, of: followedNames[0]),
            board.state(of: own) != nil
        else { return nil }
        return own
    }

    /// On whose screens a call is; nobody's when it has ended.
    public func agents(on call: CallID) -> [Agent] { board.state(of: call)?.agents ?? [] }
}
