public import EventLoop
public import Histogram

/// Asks a server over many connections, checks every reply and measures how long each took.
///
/// With a rate, request `k` is due at `start + k / rate` whatever the server does, and its
/// latency runs from then: a stall is charged to every request that it delays. Without one, the
/// next request is sent when a reply has made room. Belongs to the thread that made it.
public final class LoadGenerator {
    /// Seconds to wait for connections, and for the next reply while requests are under way.
    public static let patienceSeconds = 5
    /// Bytes of a line that are shown.
    private static let wordByteLimit = 200

    /// What was seen so far.
    public private(set) var report = LoadReport()

    private let endpoint: Endpoint
    private let plan: LoadPlan
    private let tape: RequestTape
    private let isPolling: Bool
    private let loop: Loop
    /// Wakes us for the next request; `nil` without a rate, and where we look at the clock all
    /// the time.
    private var due: FineTimer?
    private var lines: [LoadLine] = []
    /// Where the tape goes on.
    private var place = 0
    private var sent = 0
    /// Requests that were due until now, sent or not.
    private var dueCount = 0
    private var inFlight = 0
    private var startedAt: UInt64 = 0
    private var lastReplyAt: UInt64 = 0
    private var isAsking = false
    private var isStopping = false
    private var isOver = false
    private var lastWords: String?
    private var outgoing: [UInt8] = []

    /// - Parameter isPolling: with a rate, look at the clock all the time, which takes a core;
    ///   otherwise each request leaves when the kernel has woken us for it, some microseconds late.
    public init(
        _ endpoint: Endpoint, _ plan: LoadPlan, _ tape: RequestTape, isPolling: Bool = false
    ) throws(LoadError) {
        self.endpoint = endpoint
        self.plan = plan
        self.tape = tape
        self.isPolling = isPolling && plan.rate != nil
        do throws(LoopError) {
            loop = try Loop()
        } catch {
            throw .cannotConnect(endpoint, error)
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
        if case .after(let duration) = plan.end { limit.start(after: duration) }
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
            throw .cannotConnect(endpoint, error)
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

    private func timer(_ onFire: @escaping () -> Void) throws(LoadError) -> Timer {
        do throws(LoopError) {
            return try Timer(on: loop, onFire: onFire)
        } catch {
            throw .cannotConnect(endpoint, error)
        }
    }

    private func dueTimer() throws(LoadError) -> FineTimer {
        do throws(LoopError) {
            return try FineTimer(on: loop) { [unowned self] in askWhatIsDue() }
        } catch {
            throw .cannotConnect(endpoint, error)
        }
    }

    private func end(_ failure: LoadError?) {
        guard !isOver else { return }
        isOver = true
        report.failure = failure
        report.unsent = max(0, dueCount - sent)
        loop.stop()
    }
}

/// Connecting.
extension LoadGenerator {
    private func connect() throws(LoadError) {
        var attempts: [Connector] = []
        let limit = try timer { [unowned self] in
            end(.silent(endpoint, seconds: Self.patienceSeconds))
        }
        defer { limit.close() }
        limit.start(after: .seconds(Self.patienceSeconds))
        do throws(LoopError) {
            for _ in 0..<plan.clients {
                attempts.append(
                    try Stream.connect(to: endpoint, on: loop) { [unowned self] in take($0) })
            }
        } catch {
            throw .cannotConnect(endpoint, error)
        }
        while !isOver, lines.count < plan.clients { loop.run() }
        for attempt in attempts { attempt.cancel() }
        if let failure = report.failure { throw failure }
    }

    private func take(_ result: Result<Stream, LoopError>) {
        switch result {
        case .success(let stream):
            let line = LoadLine(stream, number: lines.count, pipeline: plan.pipeline)
            stream.onBytes = { [unowned self, unowned line] in receive($0, line) }
            stream.onEnd = { [unowned self] _ in
                end(.closed(endpoint, lastLine: lastWords))
            }
            lines.append(line)
            if lines.count == plan.clients { loop.stop() }
        case .failure(let error):
            end(.cannotConnect(endpoint, error))
        }
    }
}

/// Asking.
extension LoadGenerator {
    private func begin() {
        startedAt = Loop.monotonicNanoseconds
        lastReplyAt = startedAt
        isAsking = true
        if plan.rate != nil { return askWhatIsDue() }
        for line in lines { askMore(line, startedAt) }
    }

    private func lookAtTheClock() {
        let now = Loop.monotonicNanoseconds
        if !isStopping { report.nanoseconds = now - startedAt }
        let patience = UInt64(Self.patienceSeconds) * 1_000_000_000
        if inFlight > 0, now - max(lastReplyAt, startedAt) > patience {
            end(.silent(endpoint, seconds: Self.patienceSeconds))
        }
    }

    /// When request `number` of all is due.
    private func moment(of number: Int, _ rate: Int) -> UInt64 {
        let (seconds, rest) = number.quotientAndRemainder(dividingBy: rate)
        return startedAt + UInt64(seconds) * 1_000_000_000
            + UInt64(rest) * 1_000_000_000 / UInt64(rate)
    }

    private func askWhatIsDue() {
        guard let rate = plan.rate, isAsking, !isStopping, !isOver else { return }
        let now = Loop.monotonicNanoseconds
        while moment(of: dueCount, rate) <= now, !isLast(dueCount) {
            dueCount += 1
            askMore(lines[(dueCount - 1) % lines.count], now)
        }
        if !isLast(dueCount) { due?.fire(at: moment(of: dueCount, rate)) }
    }

    private func isLast(_ count: Int) -> Bool {
        if case .requests(let limit) = plan.end { count >= limit } else { false }
    }

    /// Sends what this connection may send now, all at once.
    private func askMore(_ line: LoadLine, _ now: UInt64) {
        guard !isStopping else { return }
        do throws(LoopError) {
            if let rate = plan.rate {
                try askDue(line, rate, now)
            } else {
                try fill(line, now)
            }
        } catch {
            end(.closed(endpoint, lastLine: lastWords))
        }
    }

    /// Closed loop: as many as there is room for, straight from the tape.
    private func fill(_ line: LoadLine, _ now: UInt64) throws(LoopError) {
        let requests = tape.bytes
        var count = line.room
        if case .requests(let limit) = plan.end { count = min(count, limit - sent) }
        while count > 0 {
            let run = min(count, tape.count - place)
            let bytes = tape.place(of: place, count: run)
            note(run, line, at: now)
            count -= run
            try line.stream.send(requests.span.extracting(bytes))
        }
    }

    /// Open loop: those of this connection that are due.
    private func askDue(_ line: LoadLine, _ rate: Int, _ now: UInt64) throws(LoopError) {
        outgoing.removeAll(keepingCapacity: true)
        while line.room > 0, !isLast(sent) {
            let number = line.sent * lines.count + line.number
            guard number < dueCount else { break }
            let moment = self.moment(of: number, rate)
            report.noteLateness(now - moment)
            outgoing += tape.bytes[tape.place(of: place, count: 1)]
            note(1, line, at: moment)
        }
        if outgoing.isEmpty { return }
        let batch = outgoing
        try line.stream.send(batch.span)
    }

    /// So many requests, from `place` on, are under way.
    private func note(_ count: Int, _ line: LoadLine, at moment: UInt64) {
        line.noteRequests(place, count: count, at: moment)
        place = place + count == tape.count ? 0 : place + count
        sent += count
        inFlight += count
    }
}

/// Listening.
extension LoadGenerator {
    /// What one piece of bytes has brought; counted apart, because it comes up to a million
    /// times a second.
    private struct Tally {
        var replies = 0
        var found = 0
        var notFound = 0
        /// Replies in a row that took as long, which is what those to one batch do.
        var alike = 0
        var latency: UInt64 = 0
    }

    private func receive(_ bytes: Span<UInt8>, _ line: LoadLine) {
        let now = Loop.monotonicNanoseconds
        var tally = Tally()
        let tape = tape
        let isText = line.read(bytes) { note($0, line, now, tape, &tally) }
        add(tally, now)
        guard isText, !isOver else { return end(.closed(endpoint, lastLine: lastWords)) }
        if isAsking { askMore(line, now) }
        let isDone = isStopping || isLast(sent)
        if isDone, isAsking, inFlight == 0 { end(nil) }
    }

    private func add(_ tally: Tally, _ now: UInt64) {
        guard tally.replies > 0 else { return }
        inFlight -= tally.replies
        lastReplyAt = now
        report.nanoseconds = now - startedAt
        report.noteLatency(tally.latency, count: tally.alike)
        report.note(found: tally.found, notFound: tally.notFound)
    }

    private func note(
        _ text: Span<UInt8>, _ line: LoadLine, _ now: UInt64, _ tape: RequestTape,
        _ tally: inout Tally
    ) {
        guard let asked = line.takeOldest() else {
            // Nobody has asked for it: the server says why it will close.
            lastWords = Self.text(text)
            return
        }
        tally.replies += 1
        if now - asked.at != tally.latency {
            report.noteLatency(tally.latency, count: tally.alike)
            tally.latency = now - asked.at
            tally.alike = 0
        }
        tally.alike += 1
        switch ReplyKind(text, subject: tape.subject(asked.request), on: tape.bytes) {
        case .found: tally.found += 1
        case .notFound: tally.notFound += 1
        case .error:
            lastWords = Self.text(text)
            report.noteError(.init(number: tape.number(asked.request), line: lastWords ?? ""))
        case .wrong:
            lastWords = Self.text(text)
            report.noteWrong(.init(number: tape.number(asked.request), line: lastWords ?? ""))
        }
    }

    private static func text(_ line: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        for index in 0..<min(line.count, wordByteLimit) { bytes.append(line[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
