import EventLoop
import Testing

/// Moments between the milliseconds.
@Suite struct FineTimerTests {
    @Test func itFiresOnceAndNotEarly() throws {
        try withLoop { loop in
            let moment = Loop.monotonicNanoseconds + 300_000
            var seen: [UInt64] = []
            let timer = try FineTimer(on: loop) { [unowned loop] in
                seen.append(Loop.monotonicNanoseconds)
                loop.stop()
            }
            timer.fire(at: moment)
            try loop.runUntilStopped()
            loop.runDueCallbacks()
            timer.close()
            #expect(seen.count == 1)
            #expect(seen[0] >= moment)
        }
    }

    @Test func aLaterMomentReplacesTheOneBefore() throws {
        try withLoop { loop in
            var count = 0
            let timer = try FineTimer(on: loop) { [unowned loop] in
                count += 1
                loop.stop()
            }
            let moment = Loop.monotonicNanoseconds + 2_000_000
            timer.fire(at: 1)
            timer.fire(at: moment)
            try loop.runUntilStopped()
            timer.close()
            #expect(count == 1)
            #expect(Loop.monotonicNanoseconds >= moment)
        }
    }

    @Test func itMaySetItselfAgainAndStop() throws {
        try withLoop { loop in
            var count = 0
            var timer: FineTimer?
            timer = try FineTimer(on: loop) { [unowned loop] in
                count += 1
                if count == 3 { loop.stop() } else { timer?.fire(at: 1) }
            }
            timer?.fire(at: 1)
            try loop.runUntilStopped()
            timer?.fire(at: 1)
            timer?.stop()
            loop.runDueCallbacks()
            timer?.close()
            timer = nil
            #expect(count == 3)
        }
    }
}

/// What the callbacks of one turn have collected.
@Suite struct TurnEndTests {
    @Test func itComesAfterTheCallbacksOfTheSockets() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let server = pair.server
            var story: [String] = []
            let end = try TurnEnd(on: loop) {
                if story.last == "bytes" { story.append("end") }
            }
            server.onBytes = { [unowned loop] _ in
                story.append("bytes")
                loop.stop()
            }
            try pair.client.send([1].span)
            try loop.runUntilStopped()
            end.close()
            #expect(story == ["bytes", "end"])
            server.close()
        }
    }

    @Test func itDoesNotKeepTheLoopRunning() throws {
        try withLoop { loop in
            let end = try TurnEnd(on: loop) {}
            loop.run()
            end.close()
        }
    }
}
