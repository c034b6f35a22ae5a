import EventLoop
import Testing

@Suite struct ConnectorTests {
    @Test func refusalIsReported() throws {
        try withLoop { loop in
            let listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) { _ in
            }
            listener.close()
            let failure = try failure(connectingTo: listener.endpoint, on: loop)
            #expect(failure == "ECONNREFUSED")
        }
    }

    @Test func missingSocketIsReported() throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let endpoint = Endpoint.unix(path: folder.path + "/nobody")
            let failure = try failure(connectingTo: endpoint, on: loop)
            #expect(failure == "ENOENT")
        }
    }

    @Test func impossibleAddressesThrow() throws {
        try withLoop { loop in
            #expect(throws: LoopError.self) {
                _ = try Connector(to: .tcp(host: "example.org", port: 1), on: loop) { _ in }
            }
            #expect(throws: LoopError.self) {
                let path = String(repeating: "x", count: Endpoint.pathByteLimit + 1)
                _ = try Connector(to: .unix(path: path), on: loop) { _ in }
            }
        }
    }

    @Test(arguments: Transport.allCases, [true, false])
    func abandonedAttemptCallsNothing(over transport: Transport, isCancelled: Bool) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let listener = try Listener(on: loop, endpoint: transport.endpoint(in: folder)) { _ in }
            var connector: Connector? = try Connector(to: listener.endpoint, on: loop) { _ in
                Issue.record("called after it was given up")
            }
            if isCancelled { connector?.cancel() }
            connector = nil
            for _ in 0..<10 { loop.runDueCallbacks() }
        }
    }

    private func failure(connectingTo endpoint: Endpoint, on loop: Loop) throws -> String? {
        var failure: LoopError?
        var connector: Connector?
        connector = try Connector(to: endpoint, on: loop) { result in
            if case .failure(let error) = result { failure = error }
            connector = nil  // The last reference.
            loop.stop()
        }
        try loop.runUntilStopped()
        #expect(connector == nil)
        return failure?.name
    }
}
