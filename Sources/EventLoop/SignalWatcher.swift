import CLibUV
import Glibc

/// Calls back on the loop when the process receives a signal.
///
/// While a watcher exists, the signal no longer has its usual effect. Dropping
/// the last reference gives that back. Signals that arrive close together may
/// be reported once.
@safe
public final class SignalWatcher {
    /// The signals a program may want to answer.
    public enum Signal: Sendable, CaseIterable {
        /// `SIGTERM`: please end.
        case terminate
        /// `SIGINT`: Control-C.
        case interrupt
        /// `SIGHUP`: the terminal is gone or, by custom, read the configuration again.
        case hangUp
        /// `SIGUSR1`: whatever the program says it means.
        case user1
        /// `SIGUSR2`: whatever the program says it means.
        case user2
        /// `SIGWINCH`: the terminal has another size.
        case windowSize

        /// The number that `kill(2)` takes.
        public var number: CInt {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangUp: SIGHUP
            case .user1: SIGUSR1
            case .user2: SIGUSR2
            case .windowSize: SIGWINCH
            }
        }

        /// Lets it reach this thread: who started us may have left it blocked.
        ///
        /// Wraps `pthread_sigmask(3)`.
        fileprivate func unblock() {
            var set = sigset_t()
            unsafe sigemptyset(&set)
            unsafe sigaddset(&set, number)
            _ = unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
        }
    }

    private var handle: OwnedHandle
    private var onSignal: () -> Void

    /// Watches from now on; wraps `uv_signal_start`.
    public init(
        for signal: Signal, on loop: Loop, onSignal: @escaping () -> Void
    ) throws(LoopError) {
        self.onSignal = onSignal
        handle = try unsafe OwnedHandle(on: loop, for: uv_signal_t.self) {
            unsafe uv_signal_init(loop.raw, $0)
        }
        handle.callBack(self)
        signal.unblock()
        try LoopError.check(
            unsafe uv_signal_start(
                handle.raw(as: uv_signal_t.self),
                { raw, _ in unsafe SignalWatcher.didReceive(raw) }, signal.number))
    }

    /// Stops watching for good.
    ///
    /// Harmless when repeated.
    public func close() {
        handle.close()
        onSignal = {}
    }

    private static func didReceive(_ raw: UnsafeMutablePointer<uv_signal_t>?) {
        guard let watcher = unsafe calledBack(SignalWatcher.self, by: raw) else { return }
        withExtendedLifetime(watcher) { watcher.onSignal() }
    }
}
