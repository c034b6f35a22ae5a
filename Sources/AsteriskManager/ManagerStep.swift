/// What is to be done, or has become of it.
public enum ManagerStep: Equatable, Sendable {
    /// To be sent to Asterisk.
    case send([UInt8])
    /// Asterisk knows us; its version.
    case signedIn(version: String)
    /// Asterisk does not let us choose events, so all calls' are sent: more to read, no harm.
    case unfiltered
    /// It cannot go on; the connection is to be closed, and an operator has to do something.
    case refused(ManagerRefusal)
    /// Everything that Asterisk had under way is known; what it does not know is over.
    case isCurrent
    case changes([CallChange])
    /// The connection is worth nothing any more, and is to be made again.
    case lost(ManagerLoss)
}

/// Why Asterisk cannot be followed.
public enum ManagerRefusal: Equatable, Sendable {
    /// Whoever answers there does not speak this protocol.
    case isNoManager
    /// An interface from before Asterisk 12; its version.
    case isTooOld(String)
    /// User or secret are wrong, or the user may not come from here.
    case isDenied
    /// The user may not list channels.
    case mayNotList
    /// Calls come and go, and Asterisk tells the user nothing of them.
    case mayNotRead

    /// What an operator is told.
    public var words: String {
        switch self {
        case .isNoManager: "whoever answers there is no Asterisk manager interface"
        case .isTooOld(let version):
            "its manager interface is version \(version); Asterisk 12 or newer is needed"
        case .isDenied:
            "it refuses the user: wrong name, wrong secret, or not permitted from this address"
        case .mayNotList: "the user may not list channels; manager.conf needs write = reporting"
        case .mayNotRead: "the user is told nothing of calls; manager.conf needs read = call"
        }
    }
}

/// Why a connection is worth nothing any more.
public enum ManagerLoss: Equatable, Sendable {
    /// Asterisk has not answered for too long.
    case isSilent
    /// Asterisk has said that it ends.
    case isShutDown
}
