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

    var reader = LineReader()
    /// The request whose text is being read.
    var block: TextBlock?
    var format = ReplyFormat.text
    var pause: Pause?
    /// Read but not yet carried out; not empty only during a pause.
    var pending: [UInt8] = []
    /// The client has ended its side.
    var hasEnded = false
    /// We have ended ours.
    var isFinished = false
    var requestCount = 0
    /// Since when replies are untaken, or since our end: what the slow clock looks at.
    var stuckSince: UInt64?

    init(id: ID, connection: any Connection, connectedAt: UInt64) {
        self.id = id
        self.connection = connection
        self.connectedAt = connectedAt
    }

    var isStopped: Bool { pause != nil || isFinished }

    /// Remembers what can't be carried out now.
    func keep(_ bytes: Span<UInt8>) {
        if isFinished { return }
        for index in bytes.indices { pending.append(bytes[index]) }
    }
}
