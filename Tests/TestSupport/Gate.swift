import Dispatch

/// Lets one thread wait for another.
public final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    public init() {}

    public func open() { semaphore.signal() }
    public func wait() { semaphore.wait() }
}
