import Customers
import EventLoop
public import FrontDesk
import ProtocolWords
import WireProtocol

/// One client's conversation: what is half read, half answered, and how it wants replies.
///
/// As many stored properties as there are things to remember of a client between two of its lines.
public final class Session {
    /// Names a session; that of the party.
    public typealias ID = Party.ID

    /// Why no request of this session is carried out now.
    enum Pause {
        /// The answer comes later; it must come before the next one.
        case waitingForAnswer
        /// The client does not take its replies.
        case unsentReplies
        /// Others come first: the latest request was costly.
        case yielding
    }

    public let id: ID
    let connection: any Connection
    /// Seconds of the monotonic clock.
    let connectedAt: UInt64

    // Unchecked for the reason told at `IndexKeeper`.
    @safe @exclusivity(unchecked) var reader = LineReader()
    /// The request whose text is being read.
    @safe @exclusivity(unchecked) var block: TextBlock?
    var format = ReplyFormat.text
    /// What the client says it is; `nil`: it has not said.
    var client: String?
    /// Whose calls the client names; what the listener and the client have said.
    var pbx: PBX?
    /// What the listener and the client have said about the numbers of this line.
    var line: LineOverride
    /// It ends after the first reply.
    let isOneShot: Bool
    var pause: Pause?
    /// Read but not yet carried out; not empty only during a pause.
    private(set) var pending = PendingBytes()
    /// The client has ended its side.
    var hasEnded = false
    /// We have ended ours.
    private(set) var isFinished = false
    var requestCount = 0
    /// Since when replies are untaken, or since our end: what the slow clock looks at.
    var stuckSince: UInt64?

    init(
        id: ID, connection: any Connection, line: LineOverride, pbx: PBX?, isOneShot: Bool,
        connectedAt: UInt64
    ) {
        self.id = id
        self.pbx = pbx
        self.line = line
        self.isOneShot = isOneShot
        self.connection = connection
        self.connectedAt = connectedAt
    }

    /// Who asks.
    var party: Party { Party(id: id, role: .admin, origin: self) }

    var isStopped: Bool { pause != nil || isFinished }

    /// Whether the one request that it may make has been made.
    var isUsedUp: Bool { isOneShot && requestCount > 0 && block == nil }

    /// Remembers what can't be carried out now.
    func keep(_ bytes: Span<UInt8>) {
        if !isFinished { pending.append(bytes) }
    }

    /// Gives what was remembered away.
    func takePending() -> PendingBytes {
        defer { pending = PendingBytes() }
        return pending
    }

    /// Remembers again what was not carried out of it.
    func putBack(_ rest: PendingBytes) {
        if !isFinished { pending = rest }
    }

    /// Sends now or queues.
    func send(_ bytes: Span<UInt8>) {
        // A broken connection reports its end through `onEnd`, which cleans up.
        try? connection.send(bytes)
    }

    /// Whether the client does not take its replies.
    var hasTooMuchUnsent: Bool { connection.unsentByteCount > Limits.unsentReplyBytes }

    /// Waits until the client takes what it has been sent.
    func wait(since now: UInt64) {
        pause = .unsentReplies
        stuckSince = now
    }

    /// What follows once its replies have been sent.
    func settle(by clock: FrontDesk.Clock) {
        if isUsedUp, pause != .waitingForAnswer { finish(at: clock.seconds) }
        if isStopped { connection.pauseReading() }
    }

    /// Ends our side once everything is sent.
    func finish(at now: UInt64) {
        guard !isFinished else { return }
        isFinished = true
        pending = PendingBytes()
        stuckSince = now
        do throws(LoopError) { try connection.finish() } catch { connection.close() }
    }

    /// The client is gone.
    func close() {
        isFinished = true
        connection.close()
    }
}

extension Session: Origin {
    public var address: String { connection.peer }
}

/// Bytes that wait, of which some have been carried out: taking those out each time would cost a
/// copy of the rest for every pause.
struct PendingBytes {
    private var bytes: [UInt8] = []
    private var start = 0

    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ more: Span<UInt8>) {
        for index in more.indices { bytes.append(more[index]) }
    }

    /// Lends what waits.
    ///
    /// - Parameter use: returns how many bytes were used.
    mutating func use(_ use: (Span<UInt8>) -> Int) {
        start += use(bytes.span.extracting(start...))
    }
}
