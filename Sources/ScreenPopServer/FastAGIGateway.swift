import EventLoop
import FastAGI
import Numbering
import ProtocolWords
import WireProtocol

/// Takes the calls that Asterisk asks about, and holds every one of them to its deadlines.
///
/// The timer runs only while there are such calls, so the text port never pays for it.
final class FastAGIGateway {
    private let service: Service
    private var sessions: [Session.ID: FastAGISession] = [:]
    private var timer: Timer?
    /// When the timer fires next; `nil` while it is stopped.
    private var nextFiring: UInt64?
    private var isStopping = false

    init(_ service: Service, on loop: Loop) throws(LoopError) {
        self.service = service
        timer = try Timer(on: loop) { [unowned self] in fire() }
    }

    var sessionCount: Int { sessions.count }

    /// Takes a new connection; one too many is told so at once.
    func accept(_ stream: Stream, line: LineOverride) {
        service.statistics.gatewayCount += 1
        guard sessions.count < 2 * Limits.gatewaySessions else { return stream.close() }
        let session = FastAGISession(
            id: service.makeID(), stream: stream, acceptedAt: Loop.monotonicNanoseconds)
        sessions[session.id] = session
        stream.onBytes = { [unowned self] in read($0, session, line) }
        stream.onEnd = { [unowned self] _ in close(session) }
        stream.onFinished = { [unowned self] _ in close(session) }
        if isStopping || sessions.count > Limits.gatewaySessions {
            service.statistics.busyGatewayCount += 1
            session.say(Answer(.busy))
        }
        schedule(session)
    }

    /// Lets calls that are under way come to their answer, and takes no more.
    func stop() { isStopping = true }

    /// Ends every call at once.
    func close() {
        for session in sessions.values { session.close() }
        sessions = [:]
        timer?.close()
        timer = nil
    }

    private func read(_ bytes: Span<UInt8>, _ session: FastAGISession, _ line: LineOverride) {
        guard let environment = session.read(bytes, at: Loop.monotonicNanoseconds) else { return }
        service.answer(environment, line.over(service.line), for: session.id) {
            [unowned service] answer in
            if let nanoseconds = session.say(answer) {
                service.statistics.recordGatewayLatency(nanoseconds)
            }
        }
        schedule(session)
    }

    private func close(_ session: FastAGISession) {
        session.close()
        sessions[session.id] = nil
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
        let now = Loop.monotonicNanoseconds
        timer?.start(after: .nanoseconds(Int64(max(moment, now) - now)))
    }

    private func fire() {
        nextFiring = nil
        let now = Loop.monotonicNanoseconds
        for session in Array(sessions.values) where session.deadline <= now {
            switch session.stage {
            case .environment, .answer:
                service.statistics.lateGatewayCount += 1
                session.say(Answer(.error))
                if session.isClosed { close(session) }
            case .end: close(session)
            }
        }
        if let next = sessions.values.map(\.deadline).min() { start(at: next) }
    }
}
