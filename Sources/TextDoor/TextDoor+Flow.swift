import Access
import EventLoop
import FrontDesk
import ProtocolWords
import WireProtocol

/// What follows from the pace of a client.
extension TextDoor {
    func resume(_ session: Session) {
        if session.isFinished { return }
        // What a client asked that has gone is carried out for nobody.
        if session.isGone { return disconnect(session) }
        session.pause = nil
        session.usage.pace.beginSlice()
        if !tellOn(session) { return }
        if session.isUsedUp { return finish(session) }
        if session.pause == nil { goOn(session) }
        note(session)
    }

    private func goOn(_ session: Session) {
        if session.hasTooMuchUnsent { return session.wait(since: desk.clock.seconds) }
        carryOutPending(session)
        guard !session.isStopped else { return }
        if session.hasEnded {
            finishInput(session)
        } else if isStopping {
            finish(session)
        } else {
            session.connection.resumeReading()
        }
    }

    private func carryOutPending(_ session: Session) {
        if let line = session.takePostponed() {
            carryOut(line.bytes.span, line.problem, session)
            tray.answerAll()
            desk.calls.pushNotices()
            if session.isStopped || session.isUsedUp { return }
        }
        var pending = session.takePending()
        guard !pending.isEmpty else { return }
        pending.use { carryOut($0, session) }
        tray.answerAll()
        if !pending.isEmpty { session.putBack(pending) }
    }

    /// Everything asked is answered; says so when the last line was cut off.
    func finishInput(_ session: Session) {
        guard !session.isFinished else { return }
        if session.reader.isInsideLine || session.block != nil {
            counts.refusedRequests += 1
            say(session.block == nil ? .unfinishedLine : .unfinishedBlock, andFinish: session)
        } else {
            finish(session)
        }
    }

    func finish(_ session: Session) { session.finish(at: desk.clock.seconds) }

    /// The last word to a client.
    func say(_ code: ReplyCode, andFinish session: Session) {
        tray.reply(to: session) { $0.reply(code) }
        tray.answerAll()
        finish(session)
    }
}

/// Clients that say nothing, take nothing or do not go.
extension TextDoor {
    /// Looks at every session's clock; called about once a second.
    public func sweepSessions() {
        let now = desk.clock.seconds
        peers.sweep(at: now)
        admission.walks.sweep(at: now)
        for session in sessions.values {
            session.access.sweep(at: now)
            noteWalk(session, at: now)
            if let since = session.stuckSince {
                let limit = session.isFinished ? Limits.lingerSeconds : Limits.slowClientSeconds
                if now >= since + UInt64(limit) { drop(session) }
            } else if session.requestCount == 0,
                now >= session.connectedAt + UInt64(Limits.firstRequestSeconds)
            {
                say(.silentTooLong, andFinish: session)
            } else if isTooStrange(session, at: now) {
                say(.notSignedIn, andFinish: session)
            } else if isUnfinished(session, tooLongAt: now) {
                say(.unfinishedTooLong, andFinish: session)
            }
        }
        memory.look()
        relieveMemory()
    }

    /// Whether a line or a text is on its way for too long; remembers since when it is.
    private func isUnfinished(_ session: Session, tooLongAt now: UInt64) -> Bool {
        guard session.pause == nil, session.block != nil || session.reader.isInsideLine else {
            session.usage.unfinished = nil
            return false
        }
        if let known = session.usage.unfinished, known.requestCount == session.requestCount {
            return now >= known.since + UInt64(Limits.unfinishedRequestSeconds)
        }
        session.usage.unfinished = Unfinished(requestCount: session.requestCount, since: now)
        return false
    }

    /// Ends every connection at once.
    public func dropAll() {
        for session in sessions.values { disconnect(session) }
    }

    private func drop(_ session: Session) {
        if !session.isFinished { counts.slow += 1 }
        disconnect(session)
    }
}
