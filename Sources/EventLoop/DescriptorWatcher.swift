import CLibUV

/// Calls back while a descriptor that somebody else owns has something to read.
///
/// For descriptors that are read by another library, such as a terminal's. Not for files on a
/// disk: the kernel refuses to wait for those.
@safe
public final class DescriptorWatcher {
    private var handle: OwnedHandle
    private var onReadable: () -> Void

    /// Watches from now on; wraps `uv_poll_init` and `uv_poll_start`.
    ///
    /// - Parameters:
    ///   - descriptor: stays open until the watcher is closed; libuv makes it non-blocking.
    ///   - onReadable: called in each turn until everything is read, also at the end of input.
    /// - Throws: `EPERM` for a file on a disk, `EEXIST` if it is watched already.
    public init(
        of descriptor: CInt, on loop: Loop, onReadable: @escaping () -> Void
    ) throws(LoopError) {
        self.onReadable = onReadable
        handle = try unsafe OwnedHandle(on: loop, for: uv_poll_t.self) {
            unsafe uv_poll_init(loop.raw, $0, descriptor)
        }
        handle.callBack(self)
        try LoopError.check(
            unsafe uv_poll_start(
                handle.raw(as: uv_poll_t.self), CInt(UV_READABLE.rawValue),
                { raw, _, _ in unsafe DescriptorWatcher.didBecomeReadable(raw) }))
    }

    /// Stops watching for good.
    ///
    /// Harmless when repeated.
    public func close() {
        handle.close()
        onReadable = {}
    }

    private static func didBecomeReadable(_ raw: UnsafeMutablePointer<uv_poll_t>?) {
        guard let watcher = unsafe calledBack(DescriptorWatcher.self, by: raw) else { return }
        withExtendedLifetime(watcher) { watcher.onReadable() }
    }
}
