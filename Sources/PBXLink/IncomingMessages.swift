import AsteriskManager
import EventLoop

/// What has come, in messages; those of one read wait until they are taken, so that they are never
/// many.
struct IncomingMessages {
    private var reader = ManagerReader()
    private var messages: [ManagerMessage] = []
    private var nextIndex = 0
    private var takenCount = 0
    /// Of earlier connections.
    private var skippedCount = 0

    /// Over all connections.
    var counts: PBXLink.Counts {
        PBXLink.Counts(messages: takenCount, skipped: skippedCount + reader.skippedCount)
    }

    /// Whether all is taken that has come.
    var isEmpty: Bool { nextIndex == messages.count }

    /// Whether more has come at once than a read takes.
    private(set) var isStorm = false

    mutating func read(_ bytes: Span<UInt8>) {
        isStorm = bytes.count == Loop.readByteLimit
        reader.read(bytes) { messages.append($0) }
    }

    mutating func next() -> ManagerMessage? {
        guard nextIndex < messages.count else { return nil }
        let message = messages[nextIndex]
        nextIndex += 1
        takenCount += 1
        if isEmpty { (messages, nextIndex) = ([], 0) }
        return message
    }

    /// Forgets what waits; the next bytes are the first of a new connection.
    mutating func beginAgain() {
        skippedCount += reader.skippedCount
        reader = ManagerReader()
        (messages, nextIndex) = ([], 0)
    }
}
