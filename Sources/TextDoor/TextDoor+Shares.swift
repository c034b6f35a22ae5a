import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// What one client, and all of one address, may use of what all share.
extension TextDoor {
    /// What a request costs in the database besides its text, in bytes: a row, its entries in
    /// indices, and a row of the log of changes.
    static let writeOverheadBytes = 256

    /// Takes what a question needs of the shares of its client and its address.
    ///
    /// - Parameter byteCount: bytes of a request that stores something.
    /// - Returns: the limit that says no; nothing has been taken then.
    func takeShare(
        of question: Question, _ byteCount: Int, _ session: Session
    ) -> SharedLimit? {
        switch question {
        case .write, .link:
            limitOfWaiting(session) ?? takeWriting(byteCount + Self.writeOverheadBytes, session)
        case .read, .order, .allOver: limitOfWaiting(session)
        case .announce(let announcement): takeLookup(session) ?? limitOfCall(announcement, session)
        case .watch(let target):
            session.peer.limit(against: target, besides: session.usage.watched)
        case .unmask: limitOfWaiting(session)
        case .lookUp, .find: takeLookup(session)
        case .answered, .transferred, .withdrawn, .hungUp: nil
        }
    }

    private func limitOfCall(
        _ announcement: Announcement, _ session: Session
    ) -> SharedLimit? {
        guard case .screen(let call, _) = announcement.place,
            desk.calls.received(of: call) == nil
        else { return nil }
        return takeCall(session)
    }

    func refuse(_ limit: SharedLimit, _ session: Session) {
        counts.refusedRequests += 1
        counts.overShare += 1
        tray.reply(to: session) { $0.refuse(limit) }
    }

    /// The session waits for the database.
    func beginWaiting(_ session: Session, byteCount: Int) {
        session.pause = .waitingForAnswer
        session.peer.waitingCount += 1
        session.usage.waitingBytes = byteCount
    }

    func endWaiting(_ session: Session) {
        session.pause = nil
        session.peer.waitingCount -= 1
        session.usage.waitingBytes = 0
    }

    private func limitOfWaiting(_ session: Session) -> SharedLimit? {
        let limit = SharedLimit.waitingRequests
        return session.peer.waitingCount < limit.value ? nil : limit
    }

    private func takeWriting(_ byteCount: Int, _ session: Session) -> SharedLimit? {
        take(byteCount, \.written, .writtenByClient, \.written, .writtenByAddress, session)
    }

    private func takeCall(_ session: Session) -> SharedLimit? {
        take(1, \.newCalls, .callsOfClient, \.newCalls, .callsOfAddress, session)
    }

    private func take(
        _ amount: Int, _ own: WritableKeyPath<SessionUsage, MinuteQuota>,
        _ ownLimit: SharedLimit, _ shared: ReferenceWritableKeyPath<Peer, MinuteQuota>,
        _ sharedLimit: SharedLimit, _ session: Session
    ) -> SharedLimit? {
        let now = desk.clock.seconds
        let (usage, peer) = (session.usage[keyPath: own], session.peer[keyPath: shared])
        guard usage.fits(amount, in: ownLimit.value, at: now) else { return ownLimit }
        guard peer.fits(amount, in: sharedLimit.value, at: now) else { return sharedLimit }
        session.usage[keyPath: own].take(amount, at: now)
        session.peer[keyPath: shared].take(amount, at: now)
        return nil
    }
}

extension ReplyWriter {
    mutating func refuse(_ limit: SharedLimit) {
        begin(.shareUsedUp)
        say(ReplyCode.shareUsedUp.text)
        field("limit", word: limit.name)
        end()
    }
}
