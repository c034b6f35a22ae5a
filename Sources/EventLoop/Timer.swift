import CLibUV

/// Calls back once or repeatedly, with a resolution of one millisecond.
///
/// A timer that is not started costs nothing. One that is gives every wait of
/// the loop a time-out, about 1.5 microseconds per turn. Dropping the last
/// reference stops it.
@safe
public final class Timer {
    private var handle: OwnedHandle
    private var onFire: () -> Void

    /// Makes a timer that is not started; wraps `uv_timer_init`.
    ///
    /// - Parameter onFire: must not block; it delays every connection while it
    ///   runs. It may start, stop, close or drop the timer.
    public init(on loop: Loop, onFire: @escaping () -> Void) throws(LoopError) {
        self.onFire = onFire
        handle = try unsafe OwnedHandle(on: loop, for: uv_timer_t.self) {
            unsafe uv_timer_init(loop.raw, $0)
        }
        handle.callBack(self)
    }

    /// Whether it will fire.
    public var isStarted: Bool {
        handle.isActive
    }

    /// Fires once, `delay` from now; a timer that is under way starts afresh.
    ///
    /// - Parameter delay: rounded up to whole milliseconds; zero or less fires in the next turn.
    public func start(after delay: Duration) {
        start(after: delay.wholeMilliseconds, period: 0)
    }

    /// Fires again and again, first one `period` from now; late ticks are skipped, not queued.
    ///
    /// - Parameter period: rounded up to whole milliseconds, at least one.
    public func start(every period: Duration) {
        let period = max(1, period.wholeMilliseconds)
        start(after: period, period: period)
    }

    /// Does not fire again until it is started.
    ///
    /// Harmless when repeated; wraps `uv_timer_stop`.
    public func stop() {
        if handle.isOpen { _ = unsafe uv_timer_stop(handle.raw(as: uv_timer_t.self)) }
    }

    /// Stops for good.
    ///
    /// Harmless when repeated.
    public func close() {
        handle.close()
        onFire = {}
    }

    private func start(after delay: UInt64, period: UInt64) {
        precondition(handle.isOpen, "a closed timer cannot be started")
        // libuv counts from the begin of the turn, which a long callback or
        // the time before run() leaves far behind.
        let now = uv_hrtime() / 1_000_000
        let lag = now - min(now, handle.loop.now)
        let status = unsafe uv_timer_start(
            handle.raw(as: uv_timer_t.self), { unsafe Timer.didFire($0) }, delay + lag, period)
        precondition(status == 0, "uv_timer_start fails only for a closing timer")
    }

    private static func didFire(_ raw: UnsafeMutablePointer<uv_timer_t>?) {
        guard let timer = unsafe calledBack(Timer.self, by: raw) else { return }
        withExtendedLifetime(timer) { timer.onFire() }
    }
}

extension Duration {
    /// Rounded up, so that a wait is never shorter than asked; less than zero is zero.
    fileprivate var wholeMilliseconds: UInt64 {
        let (seconds, attoseconds) = components
        if self <= .zero { return 0 }
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let rest = (attoseconds + perMillisecond - 1) / perMillisecond
        // A century bounds the sum below.
        return UInt64(min(seconds, 3_155_760_000)) * 1000 + UInt64(rest)
    }
}
