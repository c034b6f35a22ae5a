import EventLoop
import Logging
import TextDoor

/// What an administrator must know of clients that go too far.
final class ClientLog {
    private let door: TextDoor
    private var log: MinuteLog

    init(of door: TextDoor, _ logger: Logger) {
        self.door = door
        log = MinuteLog(logger)
    }

    /// Called about once a second.
    func look() {
        let (counts, now) = (door.counts, Loop.monotonicNanoseconds / 1_000_000_000)
        log.tell("connections that spoke HTTP or TLS were ended", counts.foreign, at: now)
        log.tell(
            "TLS handshakes failed, or took too long", counts.failedHandshakes, at: now)
        log.tell("connections were refused: too many", counts.refusedConnections, at: now)
        log.tell(
            "requests were refused: a client or an address had used up its share",
            counts.overShare, at: now)
        log.tell(
            "connections were dropped: the memory was used up and they took most of it",
            counts.overMemory, at: now)
    }
}
