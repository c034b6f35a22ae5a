public import Customers
public import EventLoop
public import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// Speaks the text protocol: bytes to questions, answers to bytes.
///
/// Owns its sessions, whatever connection they come over; what it is asked it asks the desk.
public final class TextDoor {
    let desk: FrontDesk
    private(set) var sessions: [Session.ID: Session] = [:]
    var counts = ClientCounts()
    /// Called when a session has given way and wants to go on: see `runYielding`.
    public var onYield: () -> Void = {}
    private(set) var isStopping = false
    /// Whether lookups may wait until `endTurn()`, so that the cache misses of one client's overlap
    /// with those of the others; whoever sets it calls that.
    @safe @exclusivity(unchecked) public var isCollecting = false
    private var yielding: [Session.ID] = []
    let tray: ReplyTray

    public init(_ desk: FrontDesk) {
        self.desk = desk
        tray = ReplyTray(desk)
        desk.calls.push = { [unowned self] in push($0) }
    }

    public var sessionCount: Int { sessions.count }

    /// Takes a new client; one too many is told so and sent away.
    ///
    /// Sets the connection's callbacks.
    ///
    /// - Parameters:
    ///   - line: what the listener says about the numbers of this line.
    ///   - pbx: whose calls come in there; `nil`: those of a PBX without a name.
    @discardableResult
    public func accept(
        _ connection: any Connection, line: LineOverride = LineOverride(), pbx: PBX? = nil,
        isOneShot: Bool = false
    ) -> Session {
        counts.connections += 1
        let session = Session(
            id: desk.makePartyID(), connection: connection, line: line, pbx: pbx,
            isOneShot: isOneShot, connectedAt: desk.clock.seconds)
        sessions[session.id] = session
        // A strong capture costs less per read than an unowned one; `close()` lets go of it.
        connection.onBytes = { [self, session] in receive($0, from: session) }
        connection.onEnd = { [unowned self, unowned session] error in
            error == nil ? receiveEnd(from: session) : disconnect(session)
        }
        connection.onDrained = { [unowned self, unowned session] in drained(session) }
        connection.onFinished = { [unowned self, unowned session] _ in disconnect(session) }
        if isStopping || sessions.count > Limits.connections {
            counts.refusedConnections += 1
            say(isStopping ? .shuttingDown : .tooManyConnections, andFinish: session)
        }
        return session
    }

    /// Takes the next bytes of a client.
    func receive(_ bytes: Span<UInt8>, from session: Session) {
        if session.isStopped { return session.keep(bytes) }
        let used = carryOut(bytes, session)
        if used < bytes.count { session.keep(bytes.extracting(used...)) }
    }

    /// All clients that had something to say in this turn have been heard.
    public func endTurn() { tray.answerAll() }

    /// The client has ended its side in an orderly way: what it asked is answered, then we end.
    private func receiveEnd(from session: Session) {
        tray.answerAll()
        session.hasEnded = true
        if session.pause == nil { finishInput(session) }
    }

    /// The client is gone; what it asked before is answered, in case it still listens.
    func disconnect(_ session: Session) {
        tray.answerAll()
        guard sessions.removeValue(forKey: session.id) != nil else { return }
        desk.calls.unwatch(session.id)
        counts.requestsOfClosed += session.requestCount
        session.close()
    }

    private func drained(_ session: Session) {
        guard session.pause == .unsentReplies else { return }
        session.stuckSince = nil
        resume(session)
    }

    /// Lets the other connections go first after a request that cost time.
    func giveWay(_ session: Session) {
        guard session.pause == nil else { return }
        session.pause = .yielding
        yielding.append(session.id)
        onYield()
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

    /// Takes no more clients and requests; those waiting for the database still get replies.
    public func stop() {
        tray.answerAll()
        isStopping = true
        for session in sessions.values where session.pause == nil { finishInput(session) }
    }
}

extension TextDoor: AnswerTaker {
    /// The answer for which a session waits.
    public func take(_ answer: Answer, for party: Party.ID) {
        guard let session = sessions[party], session.pause == .waitingForAnswer else { return }
        if case .refused(.busy) = answer { counts.refusedRequests += 1 }
        tray.reply(to: session) { $0.answer(answer) }
        tray.answerAll()
        desk.calls.pushNotices()
        resume(session)
    }
}

/// What `STATS` tells of clients, counted since the start.
struct ClientCounts {
    var connections = 0
    var refusedConnections = 0
    var refusedRequests = 0
    /// Requests of connections that are gone.
    var requestsOfClosed = 0
    /// Those that were dropped because they took nothing.
    var slow = 0
    var pushes = 0
}
