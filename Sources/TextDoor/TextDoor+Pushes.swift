import EventLoop
import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// What consoles are told that they did not ask for.
extension TextDoor {
    func push(_ notices: [Notice<RingingCaller>]) {
        let now = desk.clock.now()
        for (place, notice) in notices.enumerated() {
            guard let session = sessions[notice.watcher], !session.isFinished else { continue }
            tray.reply(to: session) { $0.push(notice, now: now) }
            counts.pushes += 1
            let next = place + 1
            if next < notices.count, notices[next].watcher == notice.watcher { continue }
            tray.answerAll()
            dropIfSlow(session)
        }
    }

    private func dropIfSlow(_ session: Session) {
        guard session.connection.unsentByteCount > Limits.unsentPushBytes else { return }
        counts.slow += 1
        desk.calls.unwatch(session.id)
        say(.tooSlow, andFinish: session)
    }
}
