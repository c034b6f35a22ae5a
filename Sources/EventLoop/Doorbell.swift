import CLibUV

/// Wakes a loop; the part of a mailbox that libuv sees.
///
/// Separate because a C callback cannot name a generic type.
@safe
final class Doorbell {
    private var handle: OwnedHandle
    private var onRing: () -> Void = {}

    /// Wraps `uv_async_init`.
    init(on loop: Loop) throws(LoopError) {
        handle = try unsafe OwnedHandle(on: loop, for: uv_async_t.self) { raw in
            unsafe uv_async_init(loop.raw, raw) { unsafe Doorbell.didRing($0) }
        }
        handle.callBack(self)
    }

    /// What `uv_async_send` wants; valid until `close()`.
    var raw: UnsafeMutablePointer<uv_async_t> {
        unsafe handle.raw(as: uv_async_t.self)
    }

    func answer(_ onRing: @escaping () -> Void) {
        self.onRing = onRing
    }

    /// Only after the last `uv_async_send` has returned.
    func close() {
        handle.close()
        onRing = {}
    }

    private static func didRing(_ raw: UnsafeMutablePointer<uv_async_t>?) {
        guard let bell = unsafe calledBack(Doorbell.self, by: raw) else { return }
        withExtendedLifetime(bell) { bell.onRing() }
    }
}
