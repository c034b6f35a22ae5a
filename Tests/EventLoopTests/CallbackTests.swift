import EventLoop
import Glibc
import Testing

/// Every callback may close or drop the thing that calls it.
@Suite struct CallbackTests {
    enum Parting: CaseIterable {
        case close, drop
    }

    @Test(arguments: Parting.allCases)
    func streamMayGoInOnBytes(by parting: Parting) throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var server: EventLoop.Stream? = try take(&pair.server, on: loop)
            let client = Inbox(of: pair.client)
            var calls = 0
            server?.onEnd = { _ in Issue.record("called after it went") }
            server?.onBytes = { _ in
                calls += 1
                try? server?.send([1, 2, 3].span)
                if parting == .close { server?.close() }
                server = nil
            }
            // Two reads' worth: the second must not arrive.
            try pair.client.send(pattern(2 * Loop.readByteLimit).span)
            try loop.run { !client.ends.isEmpty }
            #expect(calls == 1)
        }
    }

    @Test(arguments: Parting.allCases)
    func streamMayGoInOnEnd(by parting: Parting) throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var server: EventLoop.Stream? = try take(&pair.server, on: loop)
            let client = Inbox(of: pair.client)
            server?.onEnd = { _ in
                if parting == .close { server?.close() }
                server = nil
            }
            pair.client.onFinished = { _ in loop.stop() }
            try pair.client.finish()
            try loop.runUntilStopped()
            #expect(server == nil)
            #expect(client.ends.isEmpty)
        }
    }

    @Test(arguments: Parting.allCases)
    func streamMayGoInOnDrained(by parting: Parting) throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var server: EventLoop.Stream? = try take(&pair.server, on: loop)
            let client = Inbox(of: pair.client)
            let sent = pattern(16_000_000)
            server?.onDrained = {
                if parting == .close { server?.close() }
                server = nil
            }
            try server?.send(sent.span)
            try loop.run { !client.ends.isEmpty }
            #expect(client.bytes == sent)
        }
    }

    @Test(arguments: Parting.allCases)
    func streamMayGoInOnFinished(by parting: Parting) throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var server: EventLoop.Stream? = try take(&pair.server, on: loop)
            server?.onFinished = { _ in
                if parting == .close { server?.close() }
                server = nil
            }
            try server?.finish()
            try pair.client.finish()
            try loop.run { server == nil }
        }
    }

    @Test(arguments: Parting.allCases)
    func queuedBytesMayBeForgotten(by parting: Parting) throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var server: EventLoop.Stream? = try take(&pair.server, on: loop)
            let client = Inbox(of: pair.client)
            pair.client.pauseReading()
            server?.onDrained = { Issue.record("called after it went") }
            server?.onFinished = { _ in Issue.record("called after it went") }
            try server?.send(pattern(16_000_000).span)
            try server?.send(pattern(16).span)
            try server?.finish()
            if parting == .close { server?.close() }
            server = nil
            pair.client.resumeReading()
            try loop.run { !client.ends.isEmpty }
            #expect(client.bytes.count < 16_000_000)
        }
    }

    @Test(arguments: Parting.allCases)
    func listenerMayGoInOnAccept(by parting: Parting) throws {
        try withLoop { loop in
            var listener: Listener?
            var accepted: [EventLoop.Stream] = []
            listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) {
                accepted.append($0)
                if parting == .close { listener?.close() }
                listener = nil
            }
            let endpoint = try #require(listener?.endpoint)
            var results = 0
            let connectors = try (0..<3).map { _ in
                try Connector(to: endpoint, on: loop) { _ in results += 1 }
            }
            try loop.run { results == 3 }
            #expect(accepted.count == 1)
            withExtendedLifetime(connectors) {}
        }
    }

    @Test func streamThatNobodyKeepsCloses() throws {
        try withLoop { loop in
            let listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) { _ in
            }
            var ended = false
            var client: EventLoop.Stream?
            let connector = try Connector(to: listener.endpoint, on: loop) { result in
                client = try? result.get()
                client?.onEnd = { _ in ended = true }
            }
            try loop.run { ended }
            connector.cancel()
        }
    }

    @Test(arguments: Parting.allCases)
    func timerMayGoInOnFire(by parting: Parting) throws {
        try withLoop { loop in
            var timer: Timer?
            var count = 0
            timer = try Timer(on: loop) {
                count += 1
                if parting == .close { timer?.close() }
                timer = nil
            }
            timer?.start(every: .milliseconds(1))
            loop.run()
            #expect(count == 1)
        }
    }

    @Test(arguments: Parting.allCases)
    func mailboxMayGoInOnMessage(by parting: Parting) throws {
        try withLoop { loop in
            var mailbox: Mailbox<Int>?
            var seen: [Int] = []
            var undelivered: [Int] = []
            mailbox = try Mailbox(on: loop) {
                seen.append($0)
                if parting == .close { undelivered = mailbox?.close() ?? [] }
                mailbox = nil
            }
            let slot = try #require(mailbox?.slot)
            for number in 1...3 { #expect(slot.post(number)) }
            #expect(slot.count == 3)
            loop.run()
            #expect(seen == (parting == .close ? [1] : [1, 2, 3]))
            #expect(undelivered == (parting == .close ? [2, 3] : []))
            #expect(!slot.post(4))
        }
    }

    @Test func slicedWorkMayGoInItsSlice() throws {
        try withLoop { loop in
            var work: SlicedWork?
            var count = 0
            work = try SlicedWork(on: loop) {
                count += 1
                work = nil
                return true
            }
            work?.start()
            loop.run()
            #expect(count == 1)
        }
    }

    /// Hands the only reference on, leaving a closed stream behind.
    private func take(
        _ place: inout EventLoop.Stream, on loop: Loop
    ) throws -> EventLoop.Stream {
        let taken = place
        place = try Pair(on: loop).server
        place.close()
        return taken
    }
}
