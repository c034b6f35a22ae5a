import WireProtocol

/// One client's conversation: what is half read, half answered, and how it wants replies.
public final class Session {
    /// Names a session for the life of the process; never reused.
    public typealias ID = UInt64

    /// Why no request of this session is carried out now.
    enum Pause {
        /// The database is asked; the reply must come before the next one.
        case waitingForStore
        /// The client does not take its replies.
        case unsentReplies
        /// Others come first: reading a number was costly.
        case yielding
    }

    public let id: ID
    let connection: any Connection
    /// Seconds of the monotonic clock.
    let connectedAt: UInt64

    // Unchecked for the reason told at `Service`.
    @safe @exclusivity(unchecked) var reader = LineReader()
    /// The request whose text is being read.
    @safe @exclusivity(unchecked) var block: TextBlock?
    var format = ReplyFormat.text
    /// What the client says it is; `nil`: it has not said.
    var client: String?
    /// What the listener and the client have said about the numbers of this line.
    var line: LineOverride
    /// It ends after the first reply.
    var isOneShot = false
    var pause: Pause?
    /// Read but not yet carried out from `pendingStart` on; not empty only during a pause.
    var pending: [UInt8] = []
    /// Bytes of `pending` before this one have been carried out: taking them out each time would
    /// cost a copy of the rest for every pause.
    var pendingStart = 0
    /// The `RING` that waits for the database.
    var ringing: WaitingRing?
    /// The client has ended its side.
    var hasEnded = false
    /// We have ended ours.
    var isFinished = false
    var requestCount = 0
    /// Since when replies are untaken, or since our end: what the slow clock looks at.
    var stuckSince: UInt64?

    init(id: ID, connection: any Connection, line: LineOverride, connectedAt: UInt64) {
        self.id = id
        self.line = line
        self.connection = connection
        self.connectedAt = connectedAt
    }

    var isStopped: Bool { pause != nil || isFinished }

    /// Whether the one request that it may make has been made.
    var isUsedUp: Bool { isOneShot && requestCount > 0 && block == nil }

    /// Remembers what can't be carried out now.
    func keep(_ bytes: Span<UInt8>) {
        if isFinished { return }
        for index in bytes.indices { pending.append(bytes[index]) }
    }
}
