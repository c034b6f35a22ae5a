import CustomerStore
import Customers
import ProtocolWords
import Switchboard
import WireProtocol

/// Consoles, and what they are told.
extension Service {
    /// A connection watches these agents from now on and no others.
    func watch(_ target: WatchTarget, _ session: Session) throws(ReplyCode) {
        let watched: CallBoard.Watched =
            switch target {
            case .agents(let agents): .agents(agents)
            case .everybody: .everybody
            }
        do throws(SwitchboardRefusal) {
            let told = try switchboard.watch(watched, by: session.id)
            let calls = told.count { if case .pop = $0.event { true } else { false } }
            writer.watching(calls: calls)
            tell(told)
        } catch {
            throw error.code
        }
    }

    /// Remembers what is to be pushed when the replies are out.
    func tell(_ notices: [Notice<RingingCaller>]) { outbox += notices }

    /// Pushes what has been remembered; at a point where no reply is half written.
    func deliver() {
        guard !outbox.isEmpty else { return }
        let notices = outbox
        outbox.removeAll(keepingCapacity: true)
        for (place, notice) in notices.enumerated() {
            guard let session = sessions[notice.watcher], !session.isFinished else { continue }
            pushWriter.format = session.format
            pushWriter.push(notice)
            statistics.pushCount += 1
            let next = place + 1
            if next < notices.count, notices[next].watcher == notice.watcher { continue }
            push(to: session)
        }
    }

    private func push(to session: Session) {
        pushWriter.withBytes { session.connection.send($0) }
        pushWriter.clear()
        guard session.connection.unsentByteCount > Limits.unsentPushBytes else { return }
        statistics.slowClientCount += 1
        switchboard.unwatch(session.id)
        say(.tooSlow, andFinish: session)
    }
}
