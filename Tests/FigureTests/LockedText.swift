import Synchronization

/// A text that one thread leaves for another.
final class LockedText: Sendable {
    private let content = Mutex<String?>(nil)

    var text: String? { content.withLock { $0 } }
    func set(_ text: String) { content.withLock { $0 = text } }
    func append(_ text: String) { content.withLock { $0 = ($0 ?? "") + text } }
}
