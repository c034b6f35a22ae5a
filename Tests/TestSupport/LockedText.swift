import Synchronization

/// A text that one thread leaves for another.
public final class LockedText: Sendable {
    private let content = Mutex<String?>(nil)

    public init() {}

    public var text: String? { content.withLock { $0 } }
    public func set(_ text: String) { content.withLock { $0 = text } }
}
