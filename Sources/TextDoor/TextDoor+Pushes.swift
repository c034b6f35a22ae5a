import EventLoop
import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// What consoles are told that they did not ask for.
extension TextDoor {
    /// Tells as much as there is time for; the rest comes a little later.
    func push(_ notices: NoticeList<RingingCaller>) {
        pushes.append(notices)
        if turn.isSpent { onYield() } else { pushOn() }
    }

    /// Tells some of what waits to be told.
    func pushOn() {
        guard !pushes.isEmpty else { return }
        let clock = desk.clock
        let began = clock.monotonicNanoseconds()
        var took: UInt64 = 0
        while took < TurnBudget.sliceNanoseconds, let (watcher, notices) = pushes.next() {
            if let session = sessions[watcher] { push(notices, to: session) }
            took = clock.monotonicNanoseconds() - began
        }
        turn.add(took)
        if !pushes.isEmpty { onYield() }
    }

    /// Tells one watcher what waits for it: of calls that it is about to be told of anyway.
    func pushAll(to session: Session) { push(pushes.takeAll(of: session.id)[...], to: session) }

    private func push(_ notices: ArraySlice<Notice<RingingCaller>>, to session: Session) {
        guard !notices.isEmpty, !session.isFinished else { return }
        let now = desk.clock.now()
        tray.reply(to: session) { writer in
            for notice in notices { writer.push(notice, now: now) }
        }
        counts.pushes += notices.count
        tray.answerAll()
        dropIfSlow(session)
    }

    /// Whether more can be told that nobody waits for.
    func hasRoomForPushes() -> Bool {
        if pushes.isFull { pushOn() }
        return !pushes.isFull
    }

    private func dropIfSlow(_ session: Session) {
        guard session.connection.unsentByteCount > Limits.unsentPushBytes else { return }
        counts.slow += 1
        desk.calls.unwatch(session.id)
        say(.tooSlow, andFinish: session)
    }
}
