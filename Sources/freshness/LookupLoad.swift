import EventLoop
import Foundation
import Histogram
import LoadGenerator
import Processor
import SecureChannel
import Synchronization

/// Lookups at a fixed rate whatever the server does, on a thread of its own.
final class LookupLoad: Sendable {
    private static let connectionCount = 50
    /// In flight on each connection: a stalled server gets more and more to do.
    private static let pipeline = 1000

    private let endpoint: Endpoint
    private let plan: LoadPlan
    private let tape: RequestTape
    private let core: Int?
    private let taken = Mutex<Histogram<UInt64>?>(nil)
    private let isAskedFor = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private let handedOver = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter core: one where nothing else runs, which is kept busy looking at the clock: what
    ///   is late is then the server's. `nil`: on any, asleep until the next lookup is due.
    init(
        _ endpoint: Endpoint, rate: Int, numbers: [UInt64], core: Int?
    ) throws(LoadError) {
        self.endpoint = endpoint
        self.core = core
        plan = try LoadPlan(
            clients: Self.connectionCount, pipeline: Self.pipeline, rate: rate, end: .whenStopped)
        tape = try RequestTape(numbers.shuffled().map { "+\($0)" })
    }

    func start() { Thread { [self] in run() }.start() }

    /// Waits for the end of its thread: a process that ends beside a running one crashes.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        ended.wait()
    }

    /// What was measured since the last call.
    ///
    /// - Throws: when the load has ended.
    @discardableResult
    func takeLatencies() throws -> Histogram<UInt64> {
        isAskedFor.store(true, ordering: .releasing)
        let result = handedOver.wait(timeout: .now() + .seconds(2 * LoadGenerator.patienceSeconds))
        guard result == .success, let latencies = taken.withLock({ $0 }) else {
            throw LoadError.silent(.plain(endpoint), seconds: LoadGenerator.patienceSeconds)
        }
        return latencies
    }

    private func run() {
        defer { ended.signal() }
        if let core { CallingThread.stay(on: [core]) }
        do throws(LoadError) {
            let generator = try LoadGenerator(
                .plain(endpoint), plan, tape, isPolling: core != nil)
            _ = try generator.run(every: .milliseconds(1)) { [self] in look($0) }
        } catch {
            // Whoever asks for latencies next is told.
        }
    }

    private func look(_ generator: LoadGenerator) {
        if isStopping.load(ordering: .relaxed) { return generator.stop() }
        guard isAskedFor.exchange(false, ordering: .acquiring) else { return }
        let latencies = generator.takeLatencies()
        taken.withLock { $0 = latencies }
        handedOver.signal()
    }
}
