import EventLoop

/// Connecting.
extension LoadGenerator {
    func connect() throws(LoadError) {
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
            listen(to: line)
            lines.append(line)
            if lines.count == plan.clients { loop.stop() }
        case .failure(let error):
            end(.cannotConnect(endpoint, error))
        }
    }

    private func listen(to line: LoadLine) {
        line.stream.onBytes = { [unowned self, unowned line] in receive($0, line) }
        line.stream.onEnd = { [unowned self] _ in
            end(.closed(endpoint, lastLine: lastWords))
        }
    }

    /// The next request of this line over a connection of its own; its clock starts now.
    func reconnect(_ line: LoadLine, from sources: Int, _ now: UInt64) {
        line.stream.close()
        guard !isStopping, !isLast(sent) else { return }
        connecting += 1
        do throws(LoopError) {
            line.attempt = try Stream.connect(
                to: endpoint, from: "127.0.0.\(1 + line.sent % sources)", on: loop
            ) { [unowned self, unowned line] result in
                connecting -= 1
                switch result {
                case .success(let stream):
                    line.adopt(stream)
                    listen(to: line)
                    askMore(line, now)
                    endIfDone()
                case .failure(let error): end(.cannotConnect(endpoint, error))
                }
            }
        } catch {
            end(.cannotConnect(endpoint, error))
        }
    }
}
