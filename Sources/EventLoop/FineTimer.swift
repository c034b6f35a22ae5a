import CLibUV
import Glibc

/// Calls back at a moment, exact to some microseconds; `Timer` counts milliseconds.
///
/// Each `fire(at:)` is a system call.
@safe
public final class FineTimer {
    private let descriptor: CInt
    private var watcher: DescriptorWatcher?

    /// Makes a timer that is not started; wraps `timerfd_create(2)`.
    ///
    /// - Parameter onFire: called once for each moment, if no other one was set meanwhile.
    public init(on loop: Loop, onFire: @escaping () -> Void) throws(LoopError) {
        descriptor = timerfd_create(CLOCK_MONOTONIC, CInt(TFD_NONBLOCK | TFD_CLOEXEC))
        if descriptor < 0 { throw LoopError(-errno) }
        do throws(LoopError) {
            watcher = try DescriptorWatcher(of: descriptor, on: loop) { [unowned self] in
                // An earlier callback of the same turn may have set another moment.
                if isDue() { onFire() }
            }
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
    }

    /// Fires once; wraps `timerfd_settime(2)`.
    ///
    /// - Parameter moment: as `Loop.monotonicNanoseconds` counts; one that has passed fires in the
    ///   next turn.
    public func fire(at moment: UInt64) {
        let moment = max(moment, 1)  // Zero would stop it.
        set(timespec(tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000)))
    }

    /// Does not fire until another moment is set.
    ///
    /// Harmless when repeated.
    public func stop() { set(timespec()) }

    /// Stops for good.
    ///
    /// Harmless when repeated.
    public func close() {
        if watcher == nil { return }
        watcher?.close()
        watcher = nil
        _ = Glibc.close(descriptor)
    }

    /// Whether the moment has come; it is then forgotten. Wraps `read(2)`.
    private func isDue() -> Bool {
        var count: UInt64 = 0
        return unsafe read(descriptor, &count, MemoryLayout<UInt64>.size) > 0
    }

    /// What was due before is forgotten; a moment of zero stops it.
    private func set(_ moment: timespec) {
        precondition(watcher != nil, "a closed timer cannot be set")
        var times = itimerspec(it_interval: timespec(), it_value: moment)
        let status = unsafe timerfd_settime(descriptor, CInt(TFD_TIMER_ABSTIME), &times, nil)
        precondition(status == 0, "timerfd_settime fails only for times that are none")
    }

    deinit { close() }
}
