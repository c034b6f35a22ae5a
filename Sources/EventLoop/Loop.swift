import CLibUV
import Glibc

/// One libuv loop, owned and driven by exactly one thread.
///
/// `Loop` is deliberately not `Sendable`: the compiler keeps it, and every
/// handle made from it, on the thread that created it. `Mailbox.Slot` is the
/// only way in from elsewhere.
@safe
public final class Loop {
    /// The most bytes one read delivers; also the size of the buffer all streams share.
    public static let readByteLimit = 64 * 1024

    /// Turns that `deinit` grants libuv to hand back closed handles; a signal
    /// that is still on its way takes more than one.
    private static let closingTurnLimit = 100

    let raw: UnsafeMutablePointer<uv_loop_t>
    private let thread = uv_thread_self()
    private var isRunning = false

    /// Makes an idle loop that belongs to the calling thread.
    ///
    /// The first loop of a process also ignores `SIGPIPE`, because libuv
    /// writes to sockets without `MSG_NOSIGNAL`.
    public init() throws(LoopError) {
        Self.ignoreBrokenPipes
        let memory = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
        let status = unsafe uv_loop_init(memory)
        if status < 0 {
            unsafe memory.deallocate()
            throw LoopError(status)
        }
        // Where every read lands first. One buffer is enough because libuv
        // fills and reports it before it asks for the next.
        unsafe memory.pointee.data = .allocate(byteCount: Self.readByteLimit, alignment: 64)
        unsafe raw = memory  // Last: a throw after it would run `deinit`.
    }

    /// Nanoseconds of a clock that never goes back and starts anywhere; any thread.
    ///
    /// Wraps `uv_hrtime`.
    public static var monotonicNanoseconds: UInt64 {
        uv_hrtime()
    }

    /// Milliseconds since an arbitrary start, frozen for one turn of the loop.
    ///
    /// Wraps `uv_now`.
    public var now: UInt64 {
        unsafe uv_now(raw)
    }

    /// Runs callbacks until nothing is left to wait for or `stop()` is called.
    ///
    /// Wraps `uv_run`. Must not be called from a callback.
    public func run() {
        turn(UV_RUN_DEFAULT)
    }

    /// Runs the callbacks that are due now and returns without waiting.
    ///
    /// Wraps `uv_run` with `UV_RUN_NOWAIT`. Must not be called from a callback.
    public func runDueCallbacks() {
        turn(UV_RUN_NOWAIT)
    }

    /// Ends `run()` after the current turn.
    ///
    /// Wraps `uv_stop`.
    public func stop() {
        preconditionOnThread()
        unsafe uv_stop(raw)
    }

    /// Traps when called from another thread.
    ///
    /// The compiler stops a shared loop from crossing threads, but lets a
    /// fresh, unshared one move; this catches the rest.
    func preconditionOnThread() {
        precondition(uv_thread_self() == thread, "a loop was used off its thread")
    }

    private func turn(_ mode: uv_run_mode) {
        preconditionOnThread()
        // A nested turn would overwrite the bytes that a stream has lent out.
        precondition(!isRunning, "a loop cannot run inside its own callback")
        isRunning = true
        defer { isRunning = false }
        _ = unsafe uv_run(raw, mode)
    }

    private static let ignoreBrokenPipes: Void = {
        _ = signal(SIGPIPE, SIG_IGN)
    }()

    deinit {
        preconditionOnThread()
        // Handles hold the loop, so all have asked to be closed by now; what
        // is missing is the close callbacks, where they give back their memory.
        var status = unsafe uv_loop_close(raw)
        var turns = 0
        while status == UV_EBUSY.rawValue && turns < Self.closingTurnLimit {
            _ = unsafe uv_run(raw, UV_RUN_NOWAIT)
            status = unsafe uv_loop_close(raw)
            turns += 1
        }
        // The system still looks for a host's address, and has the memory of whoever asked.
        if unsafe raw.pointee.active_reqs.count > 0 { return }
        precondition(status == 0, "a handle outlived its loop")
        unsafe raw.pointee.data.deallocate()
        unsafe raw.deallocate()
    }
}
