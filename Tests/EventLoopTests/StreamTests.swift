import CAllocationCount
import EventLoop
import Glibc
import Testing

@Suite struct StreamTests {
    @Test(arguments: Transport.allCases)
    func bytesComeBackUnchanged(over transport: Transport) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let pair = try Pair(on: loop, at: transport.endpoint(in: folder))
            let inbox = Inbox(of: pair.client)
            let sent = pattern(300_000)
            pair.server.onBytes = { [unowned server = pair.server] in try? server.send($0) }
            try pair.client.send(sent.span)
            try loop.run { inbox.bytes.count >= sent.count }
            #expect(inbox.bytes == sent)
            #expect(inbox.ends.isEmpty)
        }
    }

    @Test func halfCloseLeavesTheOtherDirectionOpen() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let server = Inbox(of: pair.server)
            let client = Inbox(of: pair.client)
            var finished = 0
            pair.client.onFinished = {
                #expect($0 == nil)
                finished += 1
            }
            try pair.server.send(Array("before".utf8).span)
            try pair.client.send(Array("request".utf8).span)
            try loop.run { client.bytes.count == 6 }
            try pair.client.finish()
            try loop.run { !server.ends.isEmpty }
            #expect(server.ends == [nil])
            #expect(server.bytes == Array("request".utf8))
            try pair.server.send(Array("after".utf8).span)
            try pair.server.finish()
            try loop.run { finished == 1 && pair.server.isClosed }
            #expect(pair.client.isClosed)
            #expect(client.bytes == Array("before".utf8), "after finish() input is thrown away")
            #expect(client.ends.isEmpty)
        }
    }

    @Test(arguments: Transport.allCases)
    func slowReaderGetsEverythingAndTheSenderHearsOnce(over transport: Transport) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let pair = try Pair(on: loop, at: transport.endpoint(in: folder))
            let inbox = Inbox(of: pair.client)
            let sent = pattern(16_000_000)
            var drained = 0
            pair.server.onDrained = { drained += 1 }
            pair.client.pauseReading()
            try pair.server.send(sent.span)
            let queued = pair.server.unsentByteCount
            #expect(queued > 0)
            try pair.server.send(Array("tail".utf8).span)
            #expect(pair.server.unsentByteCount == queued + 4)
            loop.runDueCallbacks()
            #expect(inbox.bytes.isEmpty)
            pair.client.resumeReading()
            try loop.run { inbox.bytes.count == sent.count + 4 && drained > 0 }
            #expect(inbox.bytes == sent + Array("tail".utf8))
            #expect(drained == 1)
            #expect(pair.server.unsentByteCount == 0)
        }
    }

    @Test func sendThatFitsDoesNotReportDraining() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let inbox = Inbox(of: pair.client)
            pair.server.onDrained = { Issue.record("nothing was queued") }
            try pair.server.send(Array("short".utf8).span)
            #expect(pair.server.unsentByteCount == 0)
            try loop.run { inbox.bytes.count == 5 }
        }
    }

    @Test func senderThatPausesWaitsForItsSlowPeer() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let server = pair.server
            let request = pattern(8_000_000)
            var most = 0
            // An echo that reads only while its own queue is empty.
            server.onBytes = { [unowned server] in
                try? server.send($0)
                most = max(most, server.unsentByteCount)
                if server.unsentByteCount > 0 { server.pauseReading() }
            }
            server.onDrained = { [unowned server] in server.resumeReading() }
            let inbox = Inbox(of: pair.client)
            pair.client.pauseReading()
            try pair.client.send(request.span)
            try loop.run { most > 0 }
            pair.client.resumeReading()
            try loop.run { inbox.bytes.count == request.count }
            #expect(inbox.bytes == request)
            #expect(most <= Loop.readByteLimit)
        }
    }

    @Test(arguments: Transport.allCases)
    func finishDeliversEverythingAlthoughInputIsUnread(over transport: Transport) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let pair = try Pair(on: loop, at: transport.endpoint(in: folder))
            let server = pair.server
            let reply = pattern(4_000_000)
            let inbox = Inbox(of: pair.client)
            var finished: [LoopError?] = []
            server.onFinished = { finished.append($0) }
            server.onBytes = { [unowned server] _ in
                server.pauseReading()
                try? server.send(reply.span)
                try? server.finish()
            }
            server.onEnd = { _ in Issue.record("after finish() only onFinished is called") }
            // More than both sockets' buffers hold, so most is unread when finish() comes.
            try pair.client.send(pattern(9_000_000).span)
            try loop.run { !inbox.ends.isEmpty }
            #expect(inbox.ends == [nil])
            #expect(inbox.bytes == reply)
            try pair.client.finish()
            try loop.run { !finished.isEmpty && pair.client.isClosed }
            #expect(finished == [nil])
            #expect(server.isClosed)
        }
    }

    @Test func resetByThePeerEndsWithAnError() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let inbox = Inbox(of: pair.server)
            pair.client.reset()
            #expect(pair.client.isClosed)
            try loop.run { !inbox.ends.isEmpty }
            #expect(inbox.ends.map { $0?.name } == ["ECONNRESET"])
            #expect(throws: LoopError.self) { try pair.server.send([1].span) }
            #expect(throws: LoopError.self) { try pair.server.finish() }
            loop.runDueCallbacks()
            #expect(inbox.ends.count == 1)
        }
    }

    @Test func writeThatFailsAfterThePeersEndIsReported() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let server = pair.server
            let inbox = Inbox(of: server)
            var failures: [LoopError?] = []
            server.onFinished = { failures.append($0) }
            pair.client.pauseReading()
            try server.send(pattern(16_000_000).span)
            try pair.client.finish()  // Reads on, so the server has to be ahead of it.
            try loop.run { !inbox.ends.isEmpty }
            #expect(inbox.ends == [nil])
            if server.unsentByteCount == 0 { try server.send(pattern(16_000_000).span) }
            pair.client.close()
            try loop.run { !failures.isEmpty }
            #expect(failures.count == 1)
            #expect(failures.first != .some(nil))
            #expect(server.isClosed)
        }
    }

    @Test func nothingCanBeSentAfterTheEnd() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            try pair.server.finish()
            try pair.server.finish()
            #expect(code { () throws(LoopError) in try pair.server.send([1].span) } == "EPIPE")
            pair.server.close()
            pair.server.close()
            #expect(code { () throws(LoopError) in try pair.server.send([1].span) } == "EBADF")
            #expect(code { () throws(LoopError) in try pair.server.finish() } == "EBADF")
            pair.server.pauseReading()
            pair.server.resumeReading()
            #expect(pair.server.unsentByteCount == 0)
            #expect(pair.server.peer == "closed")
        }
    }

    @Test(arguments: Transport.allCases)
    func peerIsDescribed(over transport: Transport) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let pair = try Pair(on: loop, at: transport.endpoint(in: folder))
            switch transport {
            case .version4, .version6:
                #expect(pair.client.peer == pair.listener.endpoint.description)
                #expect(pair.client.peerEndpoint == pair.listener.endpoint)
                #expect(pair.server.peerEndpoint?.isLoopback == true)
            case .unix:
                #expect(pair.server.peer == "unix (process \(getpid()), user \(getuid()))")
                #expect(pair.server.peerEndpoint == nil)
            }
        }
    }

    @Test func allocationsDoNotGrowWithTheRounds() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let (server, client) = (pair.server, pair.client)
            var roundsLeft = 0
            server.onBytes = { [unowned server] in try? server.send($0) }
            client.onBytes = { [unowned client] in
                roundsLeft -= 1
                if roundsLeft == 0 { loop.stop() } else { try? client.send($0) }
            }
            func allocations(inRounds count: Int) throws -> Int {
                roundsLeft = count
                let before = allocation_count()
                try client.send(Array("a request of ordinary length\r\n".utf8).span)
                try loop.runUntilStopped()
                return allocation_count() - before
            }
            _ = try allocations(inRounds: 100)
            let few = try allocations(inRounds: 100)
            let many = try allocations(inRounds: 10_000)
            #expect(many == few)
            // The watchdog timer of each run shows that counting works.
            #expect(few > 0 || isSanitized)
            client.close()
        }
    }

    @Test func thousandConnectionsAreServedAtOnce() throws {
        raiseDescriptorLimit()
        try withLoop { loop in
            let count = 1000
            var accepted: [EventLoop.Stream] = []
            let listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) {
                stream in
                stream.onBytes = { [unowned stream] in try? stream.send($0) }
                accepted.append(stream)
            }
            var clients: [EventLoop.Stream] = []
            var echoed = 0
            let connectors = try (0..<count).map { index in
                try Connector(to: listener.endpoint, on: loop) { result in
                    guard let stream = try? result.get() else { return }
                    let word = Array("\(1000 + index)".utf8)
                    stream.onBytes = {
                        if $0.count == 4 && $0[3] == word[3] { echoed += 1 }
                    }
                    try? stream.send(word.span)
                    clients.append(stream)
                }
            }
            try loop.run { echoed == count }
            #expect(accepted.count == count)
            #expect(clients.count == count)
            withExtendedLifetime(connectors) {}
        }
    }

    private func code(_ body: () throws(LoopError) -> Void) -> String {
        do throws(LoopError) {
            try body()
            return "no error"
        } catch {
            return error.name
        }
    }

    private func raiseDescriptorLimit() {
        var limit = rlimit()
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private var isSanitized: Bool { allocation_count() < 0 }
}
