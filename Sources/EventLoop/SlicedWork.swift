import CLibUV

/// Long work cut into slices, one per turn of the loop, between the sockets' turns.
///
/// Costs nothing while it is not started. While it is, the loop does not wait,
/// and every connection waits at most one slice longer.
@safe
public final class SlicedWork {
    private var handle: OwnedHandle
    private var slice: () -> Bool

    /// Makes work that is not started; wraps `uv_idle_init`.
    ///
    /// - Parameter slice: does a bounded amount, as measured by
    ///   `Loop.monotonicNanoseconds`, and returns whether more is left.
    public init(on loop: Loop, slice: @escaping () -> Bool) throws(LoopError) {
        self.slice = slice
        handle = try unsafe OwnedHandle(on: loop, for: uv_idle_t.self) {
            unsafe uv_idle_init(loop.raw, $0)
        }
        handle.callBack(self)
    }

    /// Whether a slice will run in the next turn.
    public var isStarted: Bool {
        handle.isActive
    }

    /// Runs slices from the next turn on until one returns false.
    ///
    /// Harmless when repeated.
    ///
    /// Wraps `uv_idle_start`.
    public func start() {
        precondition(handle.isOpen, "closed work cannot be started")
        _ = unsafe uv_idle_start(handle.raw(as: uv_idle_t.self)) { unsafe SlicedWork.turn($0) }
    }

    /// Runs no slice until it is started again.
    ///
    /// Harmless when repeated; wraps `uv_idle_stop`.
    public func stop() {
        if handle.isOpen { _ = unsafe uv_idle_stop(handle.raw(as: uv_idle_t.self)) }
    }

    /// Stops for good.
    ///
    /// Harmless when repeated.
    public func close() {
        handle.close()
        slice = { false }
    }

    private static func turn(_ raw: UnsafeMutablePointer<uv_idle_t>?) {
        guard let work = unsafe calledBack(SlicedWork.self, by: raw) else { return }
        withExtendedLifetime(work) {
            if !work.slice() { work.stop() }
        }
    }
}
