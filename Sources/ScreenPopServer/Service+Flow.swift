import ProtocolWords
import WireProtocol

/// From replies to the connection, and what follows from its pace.
extension Service {
    func send(_ session: Session) {
        guard writer.byteCount > 0 else { return }
        writer.withBytes { session.connection.send($0) }
        writer.clear()
        if session.connection.unsentByteCount > Limits.unsentReplyBytes, session.pause == nil {
            session.pause = .unsentReplies
            session.stuckSince = seconds
        }
    }

    func resume(_ session: Session) {
        session.pause = nil
        if session.isUsedUp { return finish(session) }
        if session.connection.unsentByteCount > Limits.unsentReplyBytes {
            session.pause = .unsentReplies
            session.stuckSince = seconds
            return
        }
        if !session.pending.isEmpty { carryOutPending(session) }
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
        let (bytes, start) = (session.pending, session.pendingStart)
        session.pending = []
        session.pendingStart = 0
        let used = carryOut(bytes.span.extracting(start...), session)
        answerLookups()
        guard start + used < bytes.count, !session.isFinished else { return }
        session.pending = bytes
        session.pendingStart = start + used
    }

    /// Everything asked is answered; says so when the last line was cut off.
    func finishInput(_ session: Session) {
        guard !session.isFinished else { return }
        if session.reader.isInsideLine || session.block != nil {
            statistics.refusedRequestCount += 1
            writer.format = session.format
            writer.reply(session.block == nil ? .unfinishedLine : .unfinishedBlock)
            send(session)
        }
        finish(session)
    }

    func finish(_ session: Session) {
        guard !session.isFinished else { return }
        session.isFinished = true
        session.pending = []
        session.pendingStart = 0
        session.stuckSince = seconds
        session.connection.finish()
    }
}
