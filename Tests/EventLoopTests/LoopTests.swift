import EventLoop
import Glibc
import Testing

@Suite struct LoopTests {
    @Test func emptyLoopReturnsAtOnce() throws {
        try withLoop { $0.run() }
    }

    @Test func everythingClosesBeforeItsLoop() throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let pair = try Pair(on: loop, at: .unix(path: folder.path + "/socket"))
            let timer = try Timer(on: loop) {}
            timer.start(every: .seconds(1))
            let mailbox = try Mailbox<Int>(on: loop) { _ in }
            let watcher = try SignalWatcher(for: .user2, on: loop) {}
            let work = try SlicedWork(on: loop) { true }
            work.start()
            try pair.server.send(pattern(4_000_000).span)
            mailbox.slot.post(1)
            let connector = try Connector(to: .tcp(host: "127.0.0.1", port: 9), on: loop) { _ in }
            withExtendedLifetime((timer, mailbox, watcher, work, connector)) {}
            loop.stop()  // Must not keep deinit from collecting the close callbacks.
        }
    }

    @Test func clocksGoForward() throws {
        let before = Loop.monotonicNanoseconds
        try withLoop { loop in
            let begin = loop.now
            let timer = try Timer(on: loop) {}
            timer.start(after: .milliseconds(5))
            loop.run()
            #expect(loop.now >= begin + 4)
        }
        #expect(Loop.monotonicNanoseconds >= before + 4_000_000)
    }

    @Test func brokenPipesDoNotKill() throws {
        try withLoop { _ in
            var ends: (CInt, CInt) = (0, 0)
            let status = unsafe withUnsafeMutableBytes(of: &ends) {
                unsafe pipe($0.baseAddress!.assumingMemoryBound(to: CInt.self))
            }
            #expect(status == 0)
            _ = Glibc.close(ends.0)
            let written = unsafe write(ends.1, "x", 1)
            #expect(written == -1 && errno == EPIPE)
            _ = Glibc.close(ends.1)
        }
    }
}

@Suite struct TimerTests {
    @Test func oneShotFiresOnceAndNotEarly() throws {
        try withLoop { loop in
            var count = 0
            let begin = Loop.monotonicNanoseconds
            let timer = try Timer(on: loop) { count += 1 }
            #expect(!timer.isStarted)
            timer.start(after: .microseconds(20_100))
            #expect(timer.isStarted)
            loop.run()
            #expect(count == 1)
            #expect(!timer.isStarted)
            // The loop's clock counts whole milliseconds, hence one of slack.
            #expect(Loop.monotonicNanoseconds - begin >= 19_000_000)
            timer.start(after: .zero)
            loop.run()
            #expect(count == 2)
        }
    }

    @Test func repeatingTimerFiresUntilStopped() throws {
        try withLoop { loop in
            var timer: Timer?
            var count = 0
            timer = try Timer(on: loop) {
                count += 1
                if count == 5 { timer?.stop() }
            }
            timer?.start(every: .milliseconds(1))
            loop.run()
            #expect(count == 5)
            #expect(timer?.isStarted == false)
            timer = nil
        }
    }

    @Test func startReplacesTheEarlierStart() throws {
        try withLoop { loop in
            var count = 0
            let timer = try Timer(on: loop) { count += 1 }
            timer.start(every: .seconds(3600))
            timer.start(after: .milliseconds(1))
            loop.run()
            #expect(count == 1)
            timer.start(after: .seconds(3600))
            timer.stop()
            timer.stop()
            loop.run()
            #expect(count == 1)
        }
    }
}

@Suite struct SlicedWorkTests {
    @Test func slicesAlternateWithSockets() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var slices = 0
            var slicesAtReply: [Int] = []
            pair.server.onBytes = { [unowned server = pair.server] in try? server.send($0) }
            pair.client.onBytes = { [unowned client = pair.client] in
                slicesAtReply.append(slices)
                if slicesAtReply.count == 10 { loop.stop() } else { try? client.send($0) }
            }
            let work = try SlicedWork(on: loop) {
                slices += 1
                return true
            }
            work.start()
            work.start()
            try pair.client.send([1].span)
            try loop.runUntilStopped()
            #expect(Set(slicesAtReply).count == 10, "\(slicesAtReply)")
        }
    }

    @Test func workEndsWithFalseAndMayStartAgain() throws {
        try withLoop { loop in
            var left = 100
            let work = try SlicedWork(on: loop) {
                left -= 1
                return left % 50 != 0
            }
            work.start()
            #expect(work.isStarted)
            loop.run()
            #expect(left == 50)
            #expect(!work.isStarted)
            work.start()
            loop.run()
            #expect(left == 0)
        }
    }
}
