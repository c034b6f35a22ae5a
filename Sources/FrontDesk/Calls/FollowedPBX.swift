public import Customers

/// How a telephony system stands whose calls the daemon follows by itself.
public struct FollowedPBX: Equatable, Sendable {
    /// What its connection is doing.
    public enum State: Equatable, Sendable {
        case connecting
        case signingIn
        /// Signed in; what is under way there is being asked for.
        case reading
        /// Every call there is known.
        case following
        /// It cannot be followed, and why; it is tried again.
        case failed(reason: String)

        public var word: StaticString {
            switch self {
            case .connecting: "connecting"
            case .signingIn: "signing-in"
            case .reading: "reading"
            case .following: "following"
            case .failed: "failed"
            }
        }
    }

    public let name: PBX
    /// Where its manager interface is, for people.
    public let address: String
    public var state = State.connecting
    /// Why it could not be followed the last time; `nil` since it is followed.
    public var reason: String?
    /// What it says that it is; `nil`: it has not been reached yet.
    public var version: String?
    /// Since when all is known of it without a gap; `nil`: it is not followed.
    public var since: Moment?
    /// Events that it has sent, in all.
    public var eventCount = 0
    /// Calls that have been followed, in all.
    public var callCount = 0
    /// Calls that are under way there.
    public var liveCallCount = 0
    /// How often it has been lost after it was followed.
    public var lossCount = 0
    /// Messages that could not be read or kept, because they or their number went beyond a limit.
    public var skippedCount = 0

    public init(name: PBX, address: String) {
        self.name = name
        self.address = address
    }
}
