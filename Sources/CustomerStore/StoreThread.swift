import Dispatch
import Foundation
import Synchronization

/// The one thread that touches SQLite.
///
/// Jobs run in the order of submission, each with the store as its argument. Between jobs
/// the thread calls `idle`, which looks for other programs' commits and does long work in
/// slices.
public final class StoreThread: Sendable {
    public typealias Job = @Sendable (CustomerStore) -> Void

    /// How often an idle thread looks whether another program has committed, in milliseconds.
    public static let pollMilliseconds = 20

    private struct State {
        var jobs: [Job] = []
        var isStopping = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    public init() {}

    /// Opens the database on the new thread and waits until it is open.
    ///
    /// - Parameters:
    ///   - open: opens the store.
    ///   - makeIdle: makes what runs between jobs; it returns whether it wants to go on at once.
    public func start<Idle>(
        open: @escaping @Sendable () throws(StoreError) -> CustomerStore,
        makeIdle: @escaping @Sendable (CustomerStore) -> Idle,
        idle: @escaping @Sendable (inout Idle, CustomerStore) -> Bool
    ) throws(StoreError) {
        let opened = DispatchSemaphore(value: 0)
        let failure = Mutex<StoreError?>(nil)
        let thread = Thread { [self] in
            defer { ended.signal() }
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

    /// Makes an idle thread look for work now; any thread.
    public func wake() { signal.signal() }

    /// Carries out what is queued, then ends the thread and waits for it.
    public func stop() {
        state.withLock { $0.isStopping = true }
        signal.signal()
        ended.wait()
    }

    private func run<Idle>(
        _ store: CustomerStore, _ initial: Idle, _ idle: (inout Idle, CustomerStore) -> Bool
    ) {
        var between = initial
        var wantsMore = true
        while true {
            let pause = wantsMore ? 0 : Self.pollMilliseconds
            _ = signal.wait(timeout: .now() + .milliseconds(pause))
            let (jobs, isStopping) = state.withLock { state in
                defer { state.jobs.removeAll() }
                return (state.jobs, state.isStopping)
            }
            for job in jobs { job(store) }
            if isStopping { return }
            wantsMore = idle(&between, store)
        }
    }
}
