import EventLoop
import SecureChannel

/// Connecting.
extension LoadGenerator {
    func connect() throws(LoadError) {
        var attempts: [Dialling] = []
        let limit = try timer { [unowned self] in
            end(.silent(address, seconds: Self.patienceSeconds))
        }
        defer { limit.close() }
        limit.start(after: .seconds(Self.patienceSeconds))
        try readTrust()
        do throws(LoopError) {
            for _ in 0..<plan.clients {
                attempts.append(
                    try Dialling(to: address, with: context, on: loop) { [unowned self] in
                        take($0)
                    })
            }
        } catch {
            throw .cannotConnect(address, error.message)
        }
        while !isOver, lines.count < plan.clients { loop.run() }
        attempts = []
        if let failure = report.failure { throw failure }
    }

    private func readTrust() throws(LoadError) {
        guard case .encrypted(_, _, let trust) = address else { return }
        do throws(SecureFailure) {
            context = try SecureContext(trusting: trust)
        } catch {
            throw .cannotConnect(address, "\(error)")
        }
    }

    private func take(_ result: Result<any Connection, Dialling.Failure>) {
        switch result {
        case .success(let stream):
            let line = LoadLine(stream, number: lines.count, pipeline: plan.pipeline)
            listen(to: line)
            lines.append(line)
            if lines.count == plan.clients { loop.stop() }
        case .failure(let failure):
            end(.cannotConnect(address, failure.reason))
        }
    }

    private func listen(to line: LoadLine) {
        line.stream.onBytes = { [unowned self, unowned line] in receive($0, line) }
        line.stream.onEnd = { [unowned self] _ in
            end(.closed(address, lastLine: lastWords))
        }
    }

    /// The next request of this line over a connection of its own; its clock starts now.
    func reconnect(_ line: LoadLine, from sources: Int, _ now: UInt64) {
        line.stream.close()
        guard !isStopping, !isLast(sent), case .plain(let endpoint) = address else { return }
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
                case .failure(let error): end(.cannotConnect(address, error.message))
                }
            }
        } catch {
            end(.cannotConnect(address, error.message))
        }
    }
}
