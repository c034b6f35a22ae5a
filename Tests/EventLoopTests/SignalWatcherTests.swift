import EventLoop
import Glibc
import Testing

/// One at a time: a signal reaches every loop that watches it.
@Suite(.serialized) struct SignalWatcherTests {
    @Test(arguments: SignalWatcher.Signal.allCases)
    func signalArrivesOnTheLoop(_ signal: SignalWatcher.Signal) throws {
        try withLoop { loop in
            var count = 0
            let watcher = try SignalWatcher(for: signal, on: loop) {
                count += 1
                loop.stop()
            }
            raiseHere(signal.number)
            try loop.runUntilStopped()
            #expect(count == 1)
            watcher.close()
            watcher.close()
        }
    }

    @Test func signalOnItsWayDoesNotKeepTheLoop() throws {
        try withLoop { loop in
            let watcher = try SignalWatcher(for: .hangUp, on: loop) {}
            raiseHere(SIGHUP)
            watcher.close()
        }
    }

    /// Sends the signal so that it has arrived when this returns.
    ///
    /// `kill` might let another thread take it later; the threads that run
    /// tests block all signals.
    private func raiseHere(_ number: CInt) {
        var (set, old) = (sigset_t(), sigset_t())
        _ = unsafe sigemptyset(&set)
        _ = unsafe sigaddset(&set, number)
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &set, &old)
        #expect(raise(number) == 0)
        _ = unsafe pthread_sigmask(SIG_SETMASK, &old, nil)
    }
}
