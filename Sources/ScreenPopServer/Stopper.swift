import EventLoop

/// Stops a server from another thread; see `Server.makeStopper()`.
public struct Stopper: Sendable {
    let slot: Mailbox<Void>.Slot

    /// Asks the server to stop and returns at once; later calls do nothing.
    public func stop() { slot.post(()) }
}
