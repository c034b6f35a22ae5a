import CallerIndex
public import CustomerStore
public import Customers
import IndexSnapshot
public import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// Answers requests: the one place where bytes, index and database meet.
///
/// Knows no socket, no thread and no clock of its own, so that a whole day can be replayed
/// in memory. Lives on one thread.
///
/// What every lookup uses is `@exclusivity(unchecked)`, which is safe because nothing changes such
/// a property while it is in use: to have the runtime find that out each time cost a fifth of a
/// pipelined lookup and more of a single one.
public final class Service {
    /// Replies collected before they are handed on in the middle of a reading, in bytes.
    static let flushBytes = 256 * 1024

    /// What time it is: the calendar's for the figures, the monotonic one for durations.
    public struct Clock {
        public var now: () -> Moment
        public var monotonicNanoseconds: () -> UInt64

        public init(
            now: @escaping () -> Moment, monotonicNanoseconds: @escaping () -> UInt64
        ) {
            self.now = now
            self.monotonicNanoseconds = monotonicNanoseconds
        }
    }

    let clock: Clock
    let startedAt: Moment
    @safe @exclusivity(unchecked) var index: CallerIndex
    @safe @exclusivity(unchecked) var state = IndexState()
    /// How the stored numbers are; `nil`: not looked at yet.
    public var numberStatus: NumberStatus?
    var sessions: [Session.ID: Session] = [:]
    @safe @exclusivity(unchecked) var statistics = Statistics()
    @safe @exclusivity(unchecked) var writer = ReplyWriter(capacity: 1 << 20)
    var waitingForStore = 0
    /// Where numbers come from that are not in the canonical spelling.
    public var line: LineSettings
    var readings: ReadingCache
    var search: CallerSearch
    /// The words for withheld that are numbers in the canonical spelling.
    var withheldNumbers: [PhoneNumber]
    /// Where questions to the database go.
    public unowned var store: any StoreDoor
    /// Called when a session has given way and wants to go on: see `runYielding`.
    public var onYield: () -> Void = {}
    /// Keeps the index for the next start; `nil`: nobody does.
    var snapshots: SnapshotWriter?
    /// The index that was kept, once.
    var restoredIndex: () -> RestoredIndex? = { nil }
    public private(set) var isStopping = false

    private var lastSession: Session.ID = 0
    @safe @exclusivity(unchecked) var batch = LookupBatch()
    /// Requests of connections that are gone.
    var closedRequestCount = 0
    var yielding: [Session.ID] = []
    /// Whether lookups may wait until `endTurn()`, so that the cache misses of one client's overlap
    /// with those of the others; whoever sets it calls that.
    @safe @exclusivity(unchecked) public var isCollecting = false

    var switchboard = CallBoard(limits: .ofProtocol)
    /// Lines for consoles; apart from the replies, which they must not cut.
    var pushWriter = ReplyWriter(capacity: 16 * 1024)
    @safe @exclusivity(unchecked) var outbox: [Notice<RingingCaller>] = []
    /// Facts about calls that the store has not been given yet.
    var callJournal: [CallFact] = []
    var factsBeingStored = 0
    /// Calls of Asterisk that wait for the database.
    var waitingGatewayCalls: [Session.ID: WaitingGatewayCall] = [:]

    /// - Parameter suffixDigits: how many last digits the suffix tier compares; 0: it is off.
    public init(
        clock: Clock, store: any StoreDoor, numbers: NumberReader, line: LineSettings,
        suffixDigits: Int = 0
    ) {
        self.clock = clock
        self.store = store
        readings = ReadingCache(reader: numbers)
        search = CallerSearch(reader: numbers, suffixDigits: suffixDigits)
        withheldNumbers = numbers.plan.withheld.numbers
        index = CallerIndex(suffixDigits: suffixDigits)
        self.line = line
        startedAt = clock.now()
    }

    var seconds: UInt64 { clock.monotonicNanoseconds() / 1_000_000_000 }

    /// A name for a session that no other session has had.
    func makeID() -> Session.ID {
        lastSession += 1
        return lastSession
    }

    /// Takes a new client; one too many is told so and sent away.
    ///
    /// - Parameter line: what the listener says about the numbers of this line.
    public func connect(
        _ connection: any Connection, line: LineOverride = LineOverride(), isOneShot: Bool = false
    ) -> Session {
        statistics.connectionCount += 1
        let session = Session(
            id: makeID(), connection: connection, line: line, connectedAt: seconds)
        session.isOneShot = isOneShot
        sessions[session.id] = session
        if isStopping || sessions.count > Limits.connections {
            statistics.refusedConnectionCount += 1
            say(isStopping ? .shuttingDown : .tooManyConnections, andFinish: session)
        }
        return session
    }

    /// Takes the next bytes of a client.
    public func receive(_ bytes: Span<UInt8>, from session: Session) {
        if session.isStopped { return session.keep(bytes) }
        let used = carryOut(bytes, session)
        if used < bytes.count { session.keep(bytes.extracting(used...)) }
    }

    /// All clients that had something to say in this turn have been heard.
    public func endTurn() { answerLookups() }

    /// The client has ended its side in an orderly way: what it asked is answered, then we end.
    public func receiveEnd(from session: Session) {
        answerLookups()
        session.hasEnded = true
        if session.pause == nil { finishInput(session) }
    }

    /// The client is gone.
    public func disconnect(_ session: Session) {
        answerLookups()
        guard sessions.removeValue(forKey: session.id) != nil else { return }
        session.isFinished = true
        switchboard.unwatch(session.id)
        closedRequestCount += session.requestCount
        session.connection.close()
    }

    /// The client has taken all replies.
    public func drained(_ session: Session) {
        guard session.pause == .unsentReplies else { return }
        session.stuckSince = nil
        resume(session)
    }

    /// Goes on with one of the sessions that gave way.
    ///
    /// - Returns: whether others wait.
    public func runYielding() -> Bool {
        guard !yielding.isEmpty else { return false }
        if let session = sessions[yielding.removeFirst()], session.pause == .yielding {
            resume(session)
        }
        return !yielding.isEmpty
    }

    /// The database's answer to the question that `session` waits for.
    public func answer(_ answer: StoreAnswer, for id: UInt64) {
        if answerGateway(answer, for: id) { return }
        goOn(id) {
            write(answer)
            if let session = sessions[id] { finishRing(answer, session) }
        }
    }

    /// What became of the write that `session` waits for.
    public func acknowledge(_ outcome: WriteOutcome, for id: UInt64) {
        statistics.count(outcome)
        goOn(id) { write(outcome) }
    }

    func goOn(_ id: UInt64, _ reply: () -> Void) {
        waitingForStore -= 1
        answerLookups()
        guard let session = sessions[id], session.pause == .waitingForStore else { return }
        writer.format = session.format
        reply()
        statistics.leaveUntimed()
        send(session)
        deliver()
        resume(session)
    }

    /// Takes no more clients and requests; those waiting for the database still get replies.
    public func stop() {
        answerLookups()
        isStopping = true
        for session in sessions.values where session.pause == nil { finishInput(session) }
    }

    public var sessionCount: Int { sessions.count }
    public var waitingCount: Int { waitingForStore }
}
