import CLibUV
import Glibc

/// Wakes a loop from any thread; the loop watches its descriptor.
///
/// An eventfd that the loop polls, and not `uv_async_t`: up to libuv 1.44 the loop spins until
/// the thread that sent has come back from `uv_async_send`. Where both want the same core, the
/// wake-up takes the core from the sender, and the loop spins for milliseconds.
final class Doorbell: Sendable {
    /// Readable while it has been pressed and not released.
    let descriptor: CInt

    /// Wraps `eventfd(2)`.
    init() throws(LoopError) {
        descriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
        if descriptor < 0 { throw LoopError(-errno) }
    }

    deinit { _ = close(descriptor) }

    /// Any thread may press it, also when nobody watches any more.
    ///
    /// Wraps `eventfd_write(3)`, which only fails when it has been pressed 2^64 times.
    func press() { _ = eventfd_write(descriptor, 1) }

    /// Wraps `eventfd_read(3)`.
    func release() {
        var count: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &count)
    }
}
