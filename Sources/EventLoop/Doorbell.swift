import CLibUV
import Glibc

/// Wakes a loop; the part of a mailbox that libuv sees.
///
/// An eventfd that the loop polls, and not `uv_async_t`: up to libuv 1.44 the loop spins until
/// the thread that sent has come back from `uv_async_send`. Where both want the same core, the
/// wake-up takes the core from the sender, and the loop spins for milliseconds.
///
/// Separate from the mailbox because a C callback cannot name a generic type.
@safe
final class Doorbell {
    /// What other threads press.
    let button: Button
    private var handle: OwnedHandle
    private var onRing: () -> Void = {}

    /// Wraps `uv_poll_init` and `uv_poll_start`.
    init(on loop: Loop) throws(LoopError) {
        let button = try Button()
        self.button = button
        handle = try unsafe OwnedHandle(on: loop, for: uv_poll_t.self) {
            unsafe uv_poll_init(loop.raw, $0, button.descriptor)
        }
        handle.callBack(self)
        try LoopError.check(
            unsafe uv_poll_start(handle.raw(as: uv_poll_t.self), CInt(UV_READABLE.rawValue)) {
                raw, _, _ in unsafe Doorbell.didRing(raw)
            })
    }

    func answer(_ onRing: @escaping () -> Void) {
        self.onRing = onRing
    }

    func close() {
        handle.close()
        onRing = {}
    }

    private static func didRing(_ raw: UnsafeMutablePointer<uv_poll_t>?) {
        guard let bell = unsafe calledBack(Doorbell.self, by: raw) else { return }
        withExtendedLifetime(bell) {
            bell.button.release()
            bell.onRing()
        }
    }
}

extension Doorbell {
    /// Any thread may press it, also when nobody answers any more.
    final class Button: Sendable {
        fileprivate let descriptor: CInt

        /// Wraps `eventfd(2)`.
        fileprivate init() throws(LoopError) {
            descriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
            if descriptor < 0 { throw LoopError(-errno) }
        }

        deinit { _ = Glibc.close(descriptor) }

        /// Wraps `eventfd_write(3)`, which only fails when it has been pressed 2^64 times.
        func press() { _ = eventfd_write(descriptor, 1) }

        /// Wraps `eventfd_read(3)`.
        fileprivate func release() {
            var count: eventfd_t = 0
            _ = unsafe eventfd_read(descriptor, &count)
        }
    }
}
