internal import CProcessor
internal import Glibc

/// How Linux gives the calling thread its time on the processor.
///
/// What the kernel refuses is left as it is: everything works then, only less evenly.
public enum CallingThread {
    /// Cores that can be named: those below 1024, as in the C library's `cpu_set_t`.
    private static let coreLimit = 1024

    /// The cores that it may run on, by their numbers, ascending; wraps `sched_getaffinity(2)`.
    public static var usableCores: [Int] {
        var bits = [UInt8](repeating: 0, count: coreLimit / 8)
        guard unsafe processor_usable_cores(&bits, CInt(bits.count)) == 0 else { return [] }
        return (0..<coreLimit).filter { bits[$0 / 8] >> ($0 % 8) & 1 == 1 }
    }

    /// Keeps it, and the threads that it will start, on `cores`; wraps `sched_setaffinity(2)`.
    public static func stay(on cores: [Int]) {
        var bits = [UInt8](repeating: 0, count: coreLimit / 8)
        for core in cores where core < coreLimit { bits[core / 8] |= 1 << (core % 8) }
        _ = unsafe processor_stay_on_cores(bits, CInt(bits.count))
    }

    /// Short turns come sooner: a thread that wakes for a moment's work need not wait until
    /// another one's turn is over. It gets no more time in all than it would have otherwise. Long
    /// turns are cut short by such threads.
    ///
    /// Wraps `sched_setattr(2)`; needs Linux 6.12, before that it does nothing.
    ///
    /// Threads that it starts afterwards do not inherit it. A thread with a policy of its own, such
    /// as a real-time one, is left alone.
    ///
    /// - Parameter microseconds: 100 to 100,000; 700 to 3,000 are usual.
    public static func takeTurns(of microseconds: UInt64) {
        _ = processor_take_turns(microseconds * 1000)
    }

    /// Never takes the core from another thread when it wakes, but waits until that one sleeps or
    /// has had its turn; wraps `sched_setscheduler(2)` with `SCHED_BATCH`.
    public static func waitForTurns() {
        _ = processor_wait_for_turns()
    }

    /// As of `nice(1)`; wraps `getpriority(2)`.
    public static var niceness: Int32 {
        getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
    }

    /// Who goes first where several want the same core; wraps `setpriority(2)`, which on Linux
    /// is of the calling thread alone. Threads that it starts afterwards begin with the same.
    ///
    /// - Parameter niceness: -20 to 19, as of `nice(1)`: each step is a quarter more or less of
    ///   the core against others. Less than now takes root or a resource limit that allows it.
    public static func setNiceness(_ niceness: Int32) {
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }
}
