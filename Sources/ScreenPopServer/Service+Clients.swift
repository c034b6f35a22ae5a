import ProtocolWords
import WireProtocol

/// Clients that say nothing, take nothing or do not go.
extension Service {
    /// Looks at every session's clock; called about once a second.
    func sweepSessions() {
        let now = seconds
        for session in sessions.values {
            if let since = session.stuckSince {
                let limit = session.isFinished ? Limits.lingerSeconds : Limits.slowClientSeconds
                if now >= since + UInt64(limit) { drop(session) }
            } else if session.requestCount == 0,
                now >= session.connectedAt + UInt64(Limits.firstRequestSeconds)
            {
                say(.silentTooLong, andFinish: session)
            }
        }
    }

    /// The last word to a client.
    func say(_ code: ReplyCode, andFinish session: Session) {
        writer.format = session.format
        writer.reply(code)
        send(session)
        finish(session)
    }

    /// Ends every connection at once.
    func dropAll() {
        for session in sessions.values { disconnect(session) }
    }

    private func drop(_ session: Session) {
        if !session.isFinished { statistics.slowClientCount += 1 }
        disconnect(session)
    }
}
