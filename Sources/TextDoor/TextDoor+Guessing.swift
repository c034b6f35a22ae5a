import Access
import EventLoop
import FrontDesk
import ProtocolWords
import WireProtocol

/// Whoever has to sign in and does not, or tries names and tokens.
extension TextDoor {
    /// Why somebody new who has to sign in may not stay; `nil`: it may.
    func problemOfStranger(_ session: Session) -> StrangerProblem? {
        if isShutOut(session.peer) { return .shutOut }
        let isFull =
            admission.strangerCount > Limits.strangers
            || session.peer.strangerCount > Limits.strangersPerAddress
        return isFull ? .tooMany : nil
    }

    func refuse(_ problem: StrangerProblem, andFinish session: Session) {
        switch problem {
        case .shutOut:
            counts.shutOut += 1
            tray.reply(to: session) { $0.refuse(.failedSignIns) }
            tray.answerAll()
            finish(session)
        case .tooMany:
            counts.refusedConnections += 1
            say(.tooManyConnections, andFinish: session)
        }
    }

    /// Adds what the connection has looked up to what its client has.
    func noteWalk(_ session: Session, at now: UInt64) {
        let usage = session.usage.lookups
        guard usage.asked > 0 else { return }
        session.usage.lookups = LookupUsage()
        let client = session.access.rights.client ?? "\(session.peer.name)"
        guard admission.walks.note(usage, of: client, at: now) else { return }
        counts.walks += 1
        admission.onWalk(client)
    }

    /// Takes a lookup of what its client may in this minute.
    func takeLookup(_ session: Session) -> SharedLimit? {
        let rights = session.access.rights
        guard let limit = rights.lookupsPerMinute, let client = rights.client else { return nil }
        let now = desk.clock.seconds
        guard admission.lookupQuotas[client, default: MinuteQuota()].fits(1, in: limit, at: now)
        else {
            return .lookups
        }
        admission.lookupQuotas[client, default: MinuteQuota()].take(1, at: now)
        return nil
    }

    /// A connection has to sign in.
    func strangerComes(_ session: Session) {
        session.peer.strangerCount += 1
        admission.strangerCount += 1
    }

    /// Whether it has taken too long to sign in.
    func isTooStrange(_ session: Session, at now: UInt64) -> Bool {
        session.access.isStranger && session.pause != .failedSignIn
            && now >= session.connectedAt + UInt64(Limits.signInSeconds)
    }

    /// A connection that had to sign in has, or has gone.
    func strangerLeaves(_ session: Session) {
        session.peer.strangerCount -= 1
        admission.strangerCount -= 1
    }

    /// This machine's own users cannot shut each other out: they only wait.
    private func isShutOut(_ peer: Peer) -> Bool {
        peer.name != .loopback && peer.failedSignIns.isShutOut(at: desk.clock.seconds)
    }

    /// Nobody of this name has this token. The reply comes later with each failure of the address,
    /// and what the connection has sent behind it waits.
    func failSignIn(_ session: Session) {
        counts.failedSignIns += 1
        counts.refusedRequests += 1
        session.access.failureCount += 1
        let delay = peers.failSignIn(of: session.peer, at: desk.clock.seconds)
        admission.onFailedSignIn(session.peer.name)
        tray.answerAll()
        session.pause = .failedSignIn
        session.connection.pauseReading()
        let due = desk.clock.monotonicNanoseconds() + UInt64(delay) * 1_000_000
        admission.onDelay(admission.delayed.add(session.id, due: due))
    }

    /// Tells those whose time has come that they have failed.
    ///
    /// - Returns: when the next one's comes, in nanoseconds of the monotonic clock; `nil`: nobody
    ///   waits.
    public func tellFailedSignIns() -> UInt64? {
        let now = desk.clock.monotonicNanoseconds()
        while let id = admission.delayed.next(at: now) {
            guard let session = sessions[id], session.pause == .failedSignIn, !session.isFinished
            else { continue }
            let isLast =
                session.access.failureCount >= Limits.failedSignIns || isShutOut(session.peer)
            if isLast {
                say(.wrongToken, andFinish: session)
            } else {
                tray.reply(to: session) { $0.reply(.wrongToken) }
                tray.answerAll()
                resume(session)
            }
        }
        return admission.delayed.nextDue
    }
}

/// Why somebody who has to sign in is not even asked.
enum StrangerProblem {
    case shutOut, tooMany
}

/// Failed sign-ins whose replies are kept back, the soonest first; of connections that are open, so
/// they are no more than those may be.
struct DelayedReplies {
    private var waiting: [(id: Session.ID, due: UInt64)] = []

    /// When the first one is due, in nanoseconds of the monotonic clock; `nil`: there is none.
    var nextDue: UInt64? { waiting.first?.due }

    /// - Returns: when the first one is due.
    mutating func add(_ id: Session.ID, due: UInt64) -> UInt64 {
        let place = waiting.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
        waiting.insert((id, due), at: place)
        return waiting[0].due
    }

    /// Forgets one whose connection has gone.
    mutating func remove(_ id: Session.ID) { waiting.removeAll { $0.id == id } }

    /// Takes the first one if it is due.
    mutating func next(at now: UInt64) -> Session.ID? {
        guard let first = waiting.first, first.due <= now else { return nil }
        return waiting.removeFirst().id
    }
}
