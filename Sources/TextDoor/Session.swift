import Access
import Customers
import EventLoop
public import FrontDesk
import Numbering
import ProtocolWords
import WireProtocol

/// One client's conversation: what is half read, half answered, and how it wants replies.
///
/// More stored properties than other types have: each is what one side of a conversation must
/// remember between two of its turns.
public final class Session {
    /// Names a session; that of the party.
    public typealias ID = Party.ID

    /// Why no request of this session is carried out now.
    enum Pause {
        /// It has failed to sign in; the reply is kept back.
        case failedSignIn
        /// The answer comes later; it must come before the next one.
        case waitingForAnswer
        /// The client does not take its replies.
        case unsentReplies
        /// Others come first: the latest request was costly.
        case yielding
    }

    public let id: ID
    let connection: any Connection
    /// Where it comes from; what it uses counts there, too.
    let peer: Peer
    @safe @exclusivity(unchecked) var usage = SessionUsage()
    /// Seconds of the monotonic clock.
    let connectedAt: UInt64

    /// Who the client is and what it may.
    @safe @exclusivity(unchecked) var access: SessionAccess

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
    /// Something long that it is being told.
    var telling: Telling?
    /// A line that came when the turn was used up; it comes before what is pending.
    private(set) var postponed: PostponedLine?
    /// Read but not yet carried out; not empty only during a pause.
    private(set) var pending = PendingBytes()
    /// The client has ended its side.
    var hasEnded = false
    /// We have ended ours.
    private(set) var isFinished = false
    var requestCount = 0
    /// How many of them `STATS` knows of.
    var countedRequests = 0
    /// What was sent did not arrive: the client is gone.
    private(set) var isBroken = false
    /// Since when replies are untaken, or since our end: what the slow clock looks at.
    var stuckSince: UInt64?

    init(
        id: ID, connection: any Connection, of peer: Peer, _ rights: Rights, line: LineOverride,
        pbx: PBX?, isOneShot: Bool, connectedAt: UInt64
    ) {
        access = SessionAccess(rights)
        self.peer = peer
        self.id = id
        self.pbx = pbx
        self.line = line
        self.isOneShot = isOneShot
        self.connection = connection
        self.connectedAt = connectedAt
    }

    /// Who asks.
    var party: Party { Party(id: id, rights: access.rights, eyes: access.eyes, origin: self) }

    var isStopped: Bool { pause != nil || isFinished }

    /// Whether the one request that it may make has been made.
    var isUsedUp: Bool { isOneShot && requestCount > 0 && block == nil && telling == nil }

    /// Whether nothing more of what it has asked need be carried out.
    var isGone: Bool { isBroken || connection.isPeerGone }

    /// Remembers what can't be carried out now.
    func keep(_ bytes: Span<UInt8>) {
        if !isFinished { pending.append(bytes) }
    }

    /// Remembers a line that cannot be carried out in this turn.
    func postpone(_ line: Span<UInt8>, _ problem: ReplyCode?) {
        var bytes: [UInt8] = []
        bytes.append(copying: line)
        postponed = PostponedLine(bytes: bytes, problem: problem)
    }

    /// Gives that line away.
    func takePostponed() -> PostponedLine? {
        defer { postponed = nil }
        return postponed
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
        do throws(LoopError) {
            try connection.send(bytes)
        } catch {
            // `onEnd` reports it, too, and cleans up; but not while reading is paused.
            isBroken = true
        }
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
        forget()
        stuckSince = now
        do throws(LoopError) { try connection.finish() } catch { connection.close() }
    }

    /// The client is gone.
    func close() {
        isFinished = true
        forget()
        connection.close()
    }

    /// Nothing more is carried out or told.
    private func forget() {
        pending = PendingBytes()
        postponed = nil
        telling = nil
        block = nil
    }

    /// What it takes of the memory, in bytes, beyond what every connection takes.
    var memoryBytes: Int {
        connection.unsentByteCount + pending.byteCount + reader.byteCount
            + (block?.text.count ?? 0) + (telling?.byteCount ?? 0) + usage.waitingBytes
    }
}

/// A line that was cut and waits for its turn.
struct PostponedLine {
    let bytes: [UInt8]
    /// Why it cannot be read; `nil`: it can.
    let problem: ReplyCode?
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

    /// Bytes of memory that it takes.
    var byteCount: Int { bytes.count }

    mutating func append(_ more: Span<UInt8>) { bytes.append(copying: more) }

    /// Lends what waits.
    ///
    /// - Parameter use: returns how many bytes were used.
    mutating func use(_ use: (Span<UInt8>) -> Int) {
        start += use(bytes.span.extracting(start...))
    }
}
