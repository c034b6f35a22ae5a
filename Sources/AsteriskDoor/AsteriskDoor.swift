public import Access
public import Customers
public import EventLoop
import FastAGI
public import FrontDesk
public import Numbering
import ProtocolWords

/// Takes the calls that Asterisk asks about, and holds every one of them to its deadlines.
///
/// Owns its sessions. The timer runs only while there are such calls, so the text port never pays
/// for it.
public final class AsteriskDoor {
    let desk: FrontDesk
    private var sessions: [Party.ID: FastAGISession] = [:]
    private var timer: Timer?
    /// When the timer fires next; `nil` while it is stopped.
    private var nextFiring: UInt64?
    private var isStopping = false
    private var crowd = Crowd()
    var followers: [PBXFollower] = []
    /// Called when a telephony system is followed from now on.
    public var onFollowing: (FollowedPBX) -> Void = { _ in }
    /// Called with what cannot be asked of one, in words.
    public var onRemark: (FollowedPBX, String) -> Void = { _, _ in }
    private var usualLength = UsualLength()
    /// What the dialplan may ask and is told.
    public var rights = Rights.unrestricted

    public init(_ desk: FrontDesk, on loop: Loop) throws(LoopError) {
        self.desk = desk
        timer = try Timer(on: loop) { [unowned self] in fire() }
    }

    public var sessionCount: Int { sessions.count }

    /// Connections that may be open at once: silent ones, those that wait for their answer, and
    /// those that have it. Fewer where the system has no room for so many.
    public var connectionLimit = Limits.gatewaySilentSessions + 2 * Limits.gatewaySessions

    /// Takes a new connection. A PBX says at once what it has to say, so whoever has been silent
    /// for longest makes room.
    ///
    /// Sets the connection's callbacks.
    ///
    /// - Parameters:
    ///   - line: what the listener says about the numbers of this line.
    ///   - pbx: whose calls come in there; `nil`: those of a PBX without a name.
    public func accept(_ connection: any Connection, line: LineOverride, pbx: PBX?) {
        desk.statistics.gateway.total += 1
        let session = FastAGISession(
            id: desk.makePartyID(), connection: connection, rights, line: line, pbx: pbx,
            acceptedAt: desk.clock.monotonicNanoseconds())
        sessions[session.id] = session
        connection.onBytes = { [unowned self] in read($0, session) }
        connection.onEnd = { [unowned self] _ in close(session) }
        connection.onFinished = { [unowned self] _ in close(session) }
        crowd.enter(session)
        if isStopping {
            refuse(session)
        } else if crowd.silentCount > min(Limits.gatewaySilentSessions, connectionLimit / 2) {
            closeOldestSilent()
        } else if sessions.count > connectionLimit {
            if let oldest = crowd.nextAnswered({ sessions[$0] }) { close(oldest) }
        }
        schedule(session)
    }

    private func closeOldestSilent() {
        guard let oldest = crowd.nextSilent({ sessions[$0] }) else { return }
        desk.statistics.gateway.late += 1
        close(oldest)
    }

    private func refuse(_ session: FastAGISession) {
        desk.statistics.gateway.busy += 1
        say(session.refusal(.busy), to: session)
    }

    /// Lets calls that are under way come to their answer, and takes no more.
    public func stop() { isStopping = true }

    /// Ends every call at once.
    public func close() {
        closeFollowers()
        for session in sessions.values { session.close() }
        sessions = [:]
        timer?.close()
        timer = nil
    }

    private func read(_ bytes: Span<UInt8>, _ session: FastAGISession) {
        let now = desk.clock.monotonicNanoseconds()
        switch crowd.move(session, { session.read(bytes, at: now) }) {
        case .incomplete:
            session.gather(upTo: usualLength.least, at: now)
            schedule(session)
        case .refused: say(session.refusal(.error), to: session)
        case .complete(let environment):
            if !environment.isOneLine { usualLength.note(session.byteCount) }
            if crowd.waitingCount > Limits.gatewaySessions {
                refuse(session)
            } else {
                ask(environment, session)
            }
            schedule(session)
        }
    }

    private func ask(_ environment: Environment, _ session: FastAGISession) {
        guard let question = question(environment, session) else {
            return answer(session.refusal(.error), session)
        }
        let response = desk.ask(question, by: session.party, through: self)
        guard let told = response.answer else { return }
        // The gateway has a latency of its own.
        if environment.script?.isQuestion == true { desk.statistics.leaveUntimed() }
        answer(session.answer(told), session)
        desk.calls.pushNotices()
    }

    /// - Returns: `nil`: it names no script of ours, no PBX, or not what the script needs.
    private func question(_ environment: Environment, _ session: FastAGISession) -> Question? {
        let pbx = environment.pbx.map(PBX.init) ?? session.pbx
        guard let script = environment.script, environment.pbx == nil || pbx != nil else {
            return nil
        }
        let call = environment.call.flatMap(CallID.init)
            .flatMap { desk.calls.fullName(of: $0, at: pbx) }
        guard script.isQuestion else { return environment.event(of: call, at: pbx) }
        return .announce(
            environment.announcement(
                of: call, at: pbx, on: session.line.over(desk.callers.line),
                knownAs: call.flatMap { desk.calls.received(of: $0) }))
    }

    private func answer(_ answer: any GatewayAnswer, _ session: FastAGISession) {
        guard let nanoseconds = say(answer, to: session) else { return }
        desk.statistics.gateway.record(nanoseconds: nanoseconds)
    }

    @discardableResult
    private func say(_ answer: any GatewayAnswer, to session: FastAGISession) -> UInt64? {
        let said = crowd.move(session) { session.say(answer, at: desk.clock.monotonicNanoseconds) }
        // It has its answer; that its end is waited for is only polite.
        if crowd.answeredCount > Limits.gatewaySessions,
            let oldest = crowd.nextAnswered({ sessions[$0] })
        {
            close(oldest)
        }
        return said
    }

    private func close(_ session: FastAGISession) {
        session.close()
        guard sessions.removeValue(forKey: session.id) != nil else { return }
        crowd.leave(session)
        if sessions.isEmpty {
            timer?.stop()
            nextFiring = nil
        }
    }

    private func schedule(_ session: FastAGISession) {
        guard !session.isClosed else { return close(session) }
        if let nextFiring, nextFiring <= session.deadline { return }
        start(at: session.deadline)
    }

    private func start(at moment: UInt64) {
        nextFiring = moment
        let now = desk.clock.monotonicNanoseconds()
        timer?.start(after: .nanoseconds(Int64(max(moment, now) - now)))
    }

    private func fire() {
        nextFiring = nil
        let now = desk.clock.monotonicNanoseconds()
        for session in Array(sessions.values) where session.deadline <= now {
            if session.stopGathering(), session.deadline > now { continue }
            switch session.stage {
            case .environment, .answer:
                desk.statistics.gateway.late += 1
                say(session.refusal(.error), to: session)
                if session.isClosed { close(session) }
            case .end: close(session)
            }
        }
        if let next = sessions.values.map(\.deadline).min() { start(at: next) }
    }
}

extension AsteriskDoor: AnswerTaker {
    /// Whether Asterisk still waits for the answer, or a call that is followed.
    public func isThere(_ party: Party.ID) -> Bool {
        sessions[party] != nil || followers.contains { $0.isThere(party) }
    }

    /// The database's answer; Asterisk is told before the consoles.
    public func take(_ answer: Answer, for party: Party.ID) {
        if let session = sessions[party] {
            self.answer(session.answer(answer), session)
        } else {
            followers.first { $0.isThere(party) }?.goOn()
        }
        desk.calls.pushNotices()
    }
}
