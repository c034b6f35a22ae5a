public import Customers
import Dispatch
import Foundation
import Processor
import Synchronization

/// The thread that owns SQLite.
///
/// Writes that wait together share one transaction. Jobs run in the order of submission, each
/// with the store as its argument. In between the thread calls `idle`, which tells the index
/// what has changed, looks for other programs' commits and does long work in slices.
///
///     wait ──> writes, one commit ──> jobs ──> idle ──> acknowledge once the index knows them
public final class StoreThread: Sendable {
    /// Work that needs the store.
    public typealias Job = @Sendable (CustomerStore) -> Void

    /// How often an idle thread looks whether another program has committed, in milliseconds.
    public static let pollMilliseconds = 20

    /// How long writes wait for another program's lock before they fail, in milliseconds.
    public static let lockPatienceMilliseconds = 5000

    /// Writes in one transaction at most, so that nobody waits long for the first of them.
    public static let writesPerTransaction = 1000

    /// From the beginning of one step to that of the next at least, in milliseconds, while there
    /// is a crowd: 500 customers in 6 ms are 83,000 a second.
    private static let crowdedStepMilliseconds = 6

    /// What `idle` says of itself.
    public enum Idleness: Sendable {
        /// There is more to do at once.
        case busy
        /// There is much more to do, which is to leave the loop room: lookups come first.
        case crowded
        /// There is more to do, but the other side must make room first.
        case blocked
        /// The index knows all that was committed before the call, or cannot be told.
        case done
        /// The same, and there is other work that can wait for any write.
        case tidying
    }

    private typealias Submission = (request: WriteRequest, reply: @Sendable (WriteOutcome) -> Void)

    private struct State {
        var jobs: [Job] = []
        var writes: [Submission] = []
        var isStopping = false
    }

    private let state = Mutex(State())
    private let clock: @Sendable () -> Moment
    private let signal = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter clock: what time writes bear.
    public init(clock: @escaping @Sendable () -> Moment) { self.clock = clock }

    /// Opens the database on the new thread and waits until it is open.
    ///
    /// - Parameters:
    ///   - open: opens the store.
    ///   - makeIdle: makes what `idle` needs.
    ///   - idle: runs between jobs, after every round. It also says whether the index knows what
    ///     this thread has written, or cannot be told.
    public func start<Idle>(
        open: @escaping @Sendable () throws(StoreError) -> CustomerStore,
        makeIdle: @escaping @Sendable (CustomerStore) -> Idle,
        idle: @escaping @Sendable (inout Idle, CustomerStore) -> (Idleness, hasToldOwn: Bool)
    ) throws(StoreError) {
        let opened = DispatchSemaphore(value: 0)
        let failure = Mutex<StoreError?>(nil)
        let thread = Thread { [self] in
            defer { ended.signal() }
            Self.stepBack()
            let store: CustomerStore
            do throws(StoreError) {
                store = try open()
            } catch {
                failure.withLock { $0 = error }
                opened.signal()
                return
            }
            opened.signal()
            run(store, makeIdle(store), idle)
        }
        thread.name = "store"
        thread.stackSize = 8 << 20
        thread.start()
        opened.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// The calling thread lets those go first that answer lookups.
    static func stepBack() {
        CallingThread.waitForTurns()
        CallingThread.setNiceness(niceness)
        CallingThread.takeTurns(of: turnMicroseconds)
    }

    /// A third of what others get on a core that both want; `nice(1)`. During an outage storm
    /// this thread has seconds of work and a lookup has microseconds.
    private static let niceness: Int32 = 5

    /// What a busy turn takes: longer than those of others, who so need not wait for its end.
    private static let turnMicroseconds: UInt64 = 20_000

    /// Queues `job`; any thread.
    ///
    /// - Returns: `false` when the thread is stopping; the job is then dropped.
    @discardableResult
    public func submit(_ job: @escaping Job) -> Bool {
        let isAccepted = state.withLock { state in
            if !state.isStopping { state.jobs.append(job) }
            return !state.isStopping
        }
        if isAccepted { signal.signal() }
        return isAccepted
    }

    /// Queues a write; any thread.
    ///
    /// - Parameter reply: called on the store's thread when the write is on the disk and the
    ///   index has been told, or when it failed.
    /// - Returns: `false` when the thread is stopping; the write is then dropped.
    @discardableResult
    public func submit(
        _ request: WriteRequest, reply: @escaping @Sendable (WriteOutcome) -> Void
    ) -> Bool {
        let isAccepted = state.withLock { state in
            if !state.isStopping { state.writes.append((request, reply)) }
            return !state.isStopping
        }
        if isAccepted { signal.signal() }
        return isAccepted
    }

    /// Makes an idle thread look for work now; any thread.
    public func wake() { signal.signal() }

    /// Carries out what is queued, then ends the thread and waits for it.
    public func stop() {
        state.withLock { $0.isStopping = true }
        signal.signal()
        ended.wait()
    }

    private func run<Idle>(
        _ store: CustomerStore, _ initial: Idle,
        _ idle: (inout Idle, CustomerStore) -> (Idleness, hasToldOwn: Bool)
    ) {
        var between = initial
        var idleness = Idleness.busy
        var waiting = WaitingWrites()
        var acknowledgements: [() -> Void] = []
        var begun = DispatchTime.now()
        while true {
            let next = Self.nextRound(idleness, begun)
            _ = signal.wait(timeout: next)
            // One round does all that was signalled.
            while signal.wait(timeout: .now()) == .success {}
            let (jobs, isStopping) = takeWork(&waiting)
            acknowledgements += perform(&waiting, store)
            for job in jobs { job(store) }
            // Only a write makes a crowd go on sooner: somebody waits until it is known.
            let isEarly = idleness == .crowded && .now() < next
            if isEarly, acknowledgements.isEmpty, !isStopping { continue }
            begun = .now()
            let hasToldOwn: Bool
            (idleness, hasToldOwn) = idle(&between, store)
            if hasToldOwn || isStopping {
                for acknowledge in acknowledgements { acknowledge() }
                acknowledgements = []
            }
            if isStopping, waiting.writes.isEmpty, jobs.isEmpty { return }
        }
    }

    /// Until when to wait for a submission before the next round.
    ///
    /// - Parameter begun: when the latest step began.
    private static func nextRound(_ idleness: Idleness, _ begun: DispatchTime) -> DispatchTime {
        switch idleness {
        case .busy, .tidying: .now()
        case .crowded: begun + .milliseconds(crowdedStepMilliseconds)
        case .blocked, .done: .now() + .milliseconds(pollMilliseconds)
        }
    }

    /// Writes of one transaction, and since when they wait for another program's lock.
    private struct WaitingWrites {
        var writes: [Submission] = []
        var since: DispatchTime?

        var isTooLate: Bool {
            guard let since else { return false }
            return .now() >= since + .milliseconds(StoreThread.lockPatienceMilliseconds)
        }
    }

    private func takeWork(_ waiting: inout WaitingWrites) -> (jobs: [Job], isStopping: Bool) {
        state.withLock { state in
            let room = Self.writesPerTransaction - waiting.writes.count
            waiting.writes += state.writes.prefix(room)
            state.writes.removeFirst(min(room, state.writes.count))
            if !state.writes.isEmpty, waiting.since == nil { signal.signal() }
            defer { state.jobs.removeAll() }
            return (state.jobs, state.isStopping && state.writes.isEmpty)
        }
    }

    /// Carries the writes out; while another program holds the lock they wait for the next
    /// round, so that cards, histories and the index do not wait with them.
    ///
    /// - Returns: what is to be called when the index has been told.
    private func perform(_ waiting: inout WaitingWrites, _ store: CustomerStore) -> [() -> Void] {
        guard !waiting.writes.isEmpty else { return [] }
        let outcomes = store.perform(waiting.writes.map(\.request), now: clock())
        if outcomes.allSatisfy(\.isLocked), !waiting.isTooLate {
            waiting.since = waiting.since ?? .now()
            return []
        }
        let writes = waiting.writes
        waiting = WaitingWrites()
        return zip(writes, outcomes).map { write, outcome in { write.reply(outcome) } }
    }
}
