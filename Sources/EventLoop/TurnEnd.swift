import CLibUV

/// Calls back at the end of each turn of the loop, after the callbacks of the sockets: what they
/// have collected can then be done at once.
///
/// Does not keep `run()` from returning.
@safe
public final class TurnEnd {
    private var handle: OwnedHandle
    private var onTurn: () -> Void

    /// Calls back from the next turn on; wraps `uv_check_init` and `uv_check_start`.
    public init(on loop: Loop, onTurn: @escaping () -> Void) throws(LoopError) {
        self.onTurn = onTurn
        handle = try unsafe OwnedHandle(on: loop, for: uv_check_t.self) {
            unsafe uv_check_init(loop.raw, $0)
        }
        handle.callBack(self)
        let raw = unsafe handle.raw(as: uv_check_t.self)
        _ = unsafe uv_check_start(raw) { unsafe TurnEnd.turn($0) }
        unsafe uv_unref(UnsafeMutableRawPointer(raw).assumingMemoryBound(to: uv_handle_t.self))
    }

    /// Calls back no more.
    ///
    /// Harmless when repeated.
    public func close() {
        handle.close()
        onTurn = {}
    }

    private static func turn(_ raw: UnsafeMutablePointer<uv_check_t>?) {
        guard let end = unsafe calledBack(TurnEnd.self, by: raw) else { return }
        withExtendedLifetime(end) { end.onTurn() }
    }
}
