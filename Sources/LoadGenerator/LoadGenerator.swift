import EventLoop
public import Histogram
public import SecureChannel

/// Asks a server over many connections, checks every reply and measures how long each took.
///
/// With a rate, request `k` is due at `start + k / rate` whatever the server does, and its
/// latency runs from then: a stall is charged to every request that it delays. Without one, the
/// next request is sent when a reply has made room. Belongs to the thread that made it.
/// Its stored properties lie flat: each reply touches nearly all of them and must cost little.
public final class LoadGenerator {
    /// Seconds to wait for connections, and for the next reply while requests are under way.
    public static let patienceSeconds = 5
    /// Bytes of a line that are shown.
    static let wordByteLimit = 200

    /// What was seen so far.
    public internal(set) var report = LoadReport()

    let address: ServerAddress
    /// Whom a server with TLS must be known by, read once for all connections.
    var context: SecureContext?
    let plan: LoadPlan
    let tape: RequestTape
    let isPolling: Bool
    let loop: Loop
    /// Wakes us for the next request; `nil` without a rate, and where we look at the clock all
    /// the time.
    var due: FineTimer?
    var lines: [LoadLine] = []
    /// Where the tape goes on.
    var place = 0
    var sent = 0
    /// Requests that were due until now, sent or not.
    var dueCount = 0
    var inFlight = 0
    var startedAt: UInt64 = 0
    /// The end of the warming up.
    var measuredFrom: UInt64 = 0
    /// Connections on their way, where each request has its own.
    var connecting = 0
    var lastReplyAt: UInt64 = 0
    var isAsking = false
    var isStopping = false
    var isOver = false
    var lastWords: String?
    var outgoing: [UInt8] = []

    /// - Parameter isPolling: look at the clock and the sockets all the time, which takes a core;
    ///   otherwise the kernel wakes us for each reply, and with a rate for each request, some
    ///   microseconds late.
    public init(
        _ address: ServerAddress, _ plan: LoadPlan, _ tape: RequestTape, isPolling: Bool = false
    ) throws(LoadError) {
        self.address = address
        self.plan = plan
        self.tape = tape
        self.isPolling = isPolling
        do throws(LoopError) {
            loop = try Loop()
        } catch {
            throw .noLoop(error)
        }
    }

    /// Runs the whole load.
    ///
    /// - Parameters:
    ///   - period: how often `watch` is called.
    ///   - watch: may take latencies, and stop the load.
    /// - Returns: what was seen, also when it ended early.
    /// - Throws: when it could not begin.
    public func run(
        every period: Duration = .milliseconds(100),
        watch: @escaping (LoadGenerator) -> Void = { _ in }
    ) throws(LoadError) -> LoadReport {
        defer { for line in lines { line.stream.close() } }
        try connect()
        let watcher = try timer { [unowned self] in
            lookAtTheClock()
            watch(self)
        }
        let limit = try timer { [unowned self] in stop() }
        defer { for timer in [watcher, limit] { timer.close() } }
        if plan.rate != nil, !isPolling { due = try dueTimer() }
        defer { due?.close() }
        watcher.start(every: period)
        if case .after(let duration) = plan.end { limit.start(after: plan.warmUp + duration) }
        let warm = try timer { [unowned self] in forgetWarmUp() }
        defer { warm.close() }
        if plan.warmUp > .zero { warm.start(after: plan.warmUp) }
        begin()
        try runToTheEnd()
        return report
    }

    /// Control-C ends the load in order, so that what was seen is told.
    private func runToTheEnd() throws(LoadError) {
        do throws(LoopError) {
            let interrupt = try SignalWatcher(for: .interrupt, on: loop) { [unowned self] in stop()
            }
            defer { interrupt.close() }
            while !isOver {
                if isPolling {
                    loop.runDueCallbacks()
                    askWhatIsDue()
                } else {
                    loop.run()
                }
            }
        } catch {
            throw .noLoop(error)
        }
    }

    /// Sends nothing more; what is under way is waited for.
    public func stop() {
        isStopping = true
        if inFlight == 0 { end(nil) }
    }

    /// The latencies since the last call, so that a long load can be looked at in pieces.
    public func takeLatencies() -> Histogram<UInt64> {
        defer { report.forgetLatencies() }
        return report.latency
    }

    func timer(_ onFire: @escaping () -> Void) throws(LoadError) -> Timer {
        do throws(LoopError) {
            return try Timer(on: loop, onFire: onFire)
        } catch {
            throw .noLoop(error)
        }
    }

    private func dueTimer() throws(LoadError) -> FineTimer {
        do throws(LoopError) {
            return try FineTimer(on: loop) { [unowned self] in askWhatIsDue() }
        } catch {
            throw .noLoop(error)
        }
    }

    /// When nothing is under way any more, and nothing more is to be asked.
    func endIfDone() {
        guard isAsking, inFlight == 0 else { return }
        if isStopping || (isLast(sent) && connecting == 0) { end(nil) }
    }

    func end(_ failure: LoadError?) {
        guard !isOver else { return }
        isOver = true
        report.failure = failure
        report.requests = sent
        report.unsent = max(0, dueCount - sent)
        loop.stop()
    }
}
