import Access
public import Customers
public import EventLoop
public import FrontDesk
public import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// Speaks the text protocol: bytes to questions, answers to bytes.
///
/// Owns its sessions, whatever connection they come over; what it is asked it asks the desk.
public final class TextDoor {
    let desk: FrontDesk
    private(set) var sessions: [Session.ID: Session] = [:]
    /// Their names, the oldest first; some have gone.
    private(set) var order: [Session.ID] = []
    var peers = Peers()
    /// How many connections may be open: fewer than the limit where the system has no room.
    public var connectionLimit = Limits.connections
    @safe @exclusivity(unchecked) var turn = TurnBudget()
    /// What connections take of the memory, and how much they may.
    public let memory = MemoryGuard()
    public internal(set) var counts = ClientCounts()
    /// Called when a session has given way and wants to go on: see `runYielding`.
    public var onYield: () -> Void = {}
    private(set) var isStopping = false
    /// Whether lookups may wait until `endTurn()`, so that the cache misses of one client's overlap
    /// with those of the others; whoever sets it calls that.
    @safe @exclusivity(unchecked) public var isCollecting = false
    private var yielding = YieldingSessions()
    var pushes = PushQueue()
    let tray: ReplyTray
    /// Who may come, and what is known of those who try.
    public let admission = Admission()

    public init(_ desk: FrontDesk) {
        self.desk = desk
        tray = ReplyTray(desk)
        tray.onOwing = { [unowned self] in note($0) }
        desk.calls.push = { [unowned self] in push($0) }
        desk.calls.hasRoom = { [unowned self] in hasRoomForPushes() }
    }

    public var sessionCount: Int { sessions.count }

    /// How many sessions an address, or a user, has.
    public func sessionCount(of host: PeerHost) -> Int { peers.connectionCount(of: host) }

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
        let peer = peers.connect(connection.peerHost)
        let session = Session(
            id: desk.makePartyID(), connection: connection, of: peer, rights(of: connection),
            line: line, pbx: pbx, isOneShot: isOneShot, connectedAt: desk.clock.seconds)
        sessions[session.id] = session
        remember(session)
        // A strong capture costs less per read than an unowned one; `close()` lets go of it.
        connection.onBytes = { [self, session] in receive($0, from: session) }
        connection.onEnd = { [unowned self, unowned session] error in
            error == nil ? receiveEnd(from: session) : disconnect(session)
        }
        connection.onDrained = { [unowned self, unowned session] in drained(session) }
        connection.onFinished = { [unowned self, unowned session] _ in disconnect(session) }
        if session.access.isStranger {
            strangerComes(session)
            if let problem = problemOfStranger(session) {
                refuse(problem, andFinish: session)
                return session
            }
        }
        if isStopping || !hasRoom(for: session) {
            counts.refusedConnections += 1
            say(isStopping ? .shuttingDown : .tooManyConnections, andFinish: session)
            // One that waits for its client's end takes a place, too.
            if sessions.count > connectionLimit + Self.lingeringLimit { disconnect(session) }
        }
        return session
    }

    /// Connections beyond the limit that may wait for the end of their client.
    public static let lingeringLimit = 32

    private func remember(_ session: Session) {
        order.append(session.id)
        if order.count > 2 * sessions.count + 1024 { order.removeAll { sessions[$0] == nil } }
        session.peer.silent.append(session.id) { isSilent($0) }
    }

    private func isSilent(_ id: Session.ID) -> Bool {
        sessions[id].map { $0.requestCount == 0 && !$0.isFinished } ?? false
    }

    /// Whether a new connection may stay. Whoever has said nothing yet makes room, of those who
    /// have the most.
    private func hasRoom(for session: Session) -> Bool {
        var full: Peer?
        if session.peer.connectionCount > Limits.connectionsPerAddress { full = session.peer }
        if sessions.count > connectionLimit { full = peers.largest }
        guard let full else { return true }
        let silent = full.silent.next { $0 != session.id && isSilent($0) }
        guard let silent, let other = sessions[silent] else { return false }
        counts.refusedConnections += 1
        say(.tooManyConnections, andFinish: other)
        disconnect(other)
        return true
    }

    /// Takes the next bytes of a client.
    func receive(_ bytes: Span<UInt8>, from session: Session) {
        if session.isStopped {
            session.keep(bytes)
            return note(session)
        }
        let used = carryOut(bytes, session)
        if used < bytes.count {
            session.keep(bytes.extracting(used...))
            note(session)
        } else if session.reader.isInsideLine || session.block != nil {
            haveSomeOfALine(session)
        }
    }

    private func haveSomeOfALine(_ session: Session) {
        if session.requestCount == 0, session.reader.isInsideHandshake { sendAway(session) }
        note(session)
    }

    /// All clients that had something to say in this turn have been heard.
    public func endTurn() {
        turn.begin()
        tray.answerAll()
        relieveMemory()
    }

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
        _ = pushes.takeAll(of: session.id)
        session.peer.change(from: session.usage.watched, to: nil)
        if session.pause == .waitingForAnswer { endWaiting(session) }
        if session.pause == .failedSignIn { admission.delayed.remove(session.id) }
        session.peer.connectionCount -= 1
        if session.access.isStranger { strangerLeaves(session) }
        count(session)
        session.close()
        note(session)
    }

    /// A client of a TLS listener is here, or has failed to come.
    public func countHandshake(isDone: Bool) {
        if isDone { counts.handshakes += 1 } else { counts.failedHandshakes += 1 }
    }

    /// Adds what it has asked since to the sum of all.
    func count(_ session: Session) {
        counts.requests += session.requestCount - session.countedRequests
        session.countedRequests = session.requestCount
    }

    private func drained(_ session: Session) {
        guard session.pause == .unsentReplies else { return }
        session.stuckSince = nil
        resume(session)
    }

    /// Requests of this connection have taken the loop's time since then.
    func charge(_ session: Session, since began: UInt64) {
        let now = desk.clock.monotonicNanoseconds()
        turn.add(now - began)
        session.usage.pace.add(now - began, at: now)
        if session.usage.pace.ofSlice >= TurnBudget.sliceNanoseconds { giveWay(session) }
    }

    /// Lets the other connections go first.
    func giveWay(_ session: Session) {
        guard session.pause == nil, !session.isFinished else { return }
        session.pause = .yielding
        let now = desk.clock.monotonicNanoseconds()
        yielding.append(session.id, isHeavy: session.usage.pace.isHeavy(at: now))
        onYield()
    }

    /// Tells on what is to be told, and goes on with those of the sessions that gave way for which
    /// there is time in this turn.
    ///
    /// - Returns: whether more waits.
    public func runYielding() -> Bool {
        // The loop may sleep before this turn ends.
        defer { tray.answerAll() }
        pushOn()
        while !turn.isSliceSpent, !pushes.isFull, let id = yielding.next() {
            if let session = sessions[id], session.pause == .yielding { resume(session) }
        }
        return !yielding.isEmpty || !pushes.isEmpty
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
        endWaiting(session)
        // Its rights have ended while it waited.
        if session.isFinished { return }
        if case .refused(.busy) = answer { counts.refusedRequests += 1 }
        let began = desk.clock.monotonicNanoseconds()
        session.usage.pace.beginSlice()
        tell(answer, session)
        charge(session, since: began)
        tray.answerAll()
        desk.calls.pushNotices()
        if session.pause == nil { resume(session) } else { note(session) }
    }

    /// Whether a session still takes answers; one that has gone unnoticed ends here.
    public func isThere(_ party: Party.ID) -> Bool {
        guard let session = sessions[party], !session.isFinished else { return false }
        guard session.isGone else { return true }
        disconnect(session)
        return false
    }
}

/// What `STATS` tells of clients, counted since the start.
public struct ClientCounts {
    var connections = 0
    /// Clients that have signed in, and attempts that have failed.
    public internal(set) var signIns = 0
    public internal(set) var failedSignIns = 0
    /// Connections that were refused since their address was shut out.
    public internal(set) var shutOut = 0
    /// Minutes in which a client's lookups looked like a walk through the numbers.
    public internal(set) var walks = 0
    public internal(set) var refusedConnections = 0
    var refusedRequests = 0
    var requests = 0
    /// Those that were dropped because they took nothing.
    var slow = 0
    /// Connections that were ended because they spoke another protocol.
    public internal(set) var foreign = 0
    /// Connections over TLS whose both sides have come to know each other, and those that have not.
    var handshakes = 0
    public internal(set) var failedHandshakes = 0
    /// Requests that were refused because a client or an address had used up its share.
    public internal(set) var overShare = 0
    /// Connections that were dropped because the memory was used up and they took most of it.
    public internal(set) var overMemory = 0
    var pushes = 0
}
