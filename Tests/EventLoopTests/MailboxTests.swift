import CAllocationCount
import EventLoop
import Synchronization
import Testing

import class Foundation.Thread

/// One at a time: each keeps several threads busy.
@Suite(.serialized) struct MailboxTests {
    private struct Note: Sendable {
        let thread: Int
        let number: Int
    }

    @Test func everyMessageArrivesInTheOrderOfItsThread() throws {
        try withLoop { loop in
            let (threads, messages) = (4, 10_000)
            var next = [Int](repeating: 0, count: threads)
            var total = 0
            let mailbox = try Mailbox<Note>(on: loop) { note in
                if next[note.thread] != note.number { Issue.record("\(note) out of order") }
                next[note.thread] += 1
                total += 1
                if total == threads * messages { loop.stop() }
            }
            let slot = mailbox.slot
            for thread in 0..<threads {
                Thread.detachNewThread {
                    for number in 0..<messages { slot.post(Note(thread: thread, number: number)) }
                }
            }
            try loop.runUntilStopped()
            #expect(next == [Int](repeating: messages, count: threads))
            #expect(slot.count == 0)
        }
    }

    @Test(arguments: 0..<20)
    func closeThatRacesWithPostsLosesNothing(round: Int) throws {
        try withLoop { loop in
            var delivered = 0
            var undelivered = 0
            let accepted = Counter()
            let finished = try Mailbox<Void>(on: loop) { loop.stop() }
            let mailbox = try Mailbox<Int>(on: loop) { _ in delivered += 1 }
            let (slot, done) = (mailbox.slot, finished.slot)
            let running = Counter(4)
            for _ in 0..<4 {
                Thread.detachNewThread {
                    while slot.post(1) { accepted.add(1) }
                    if running.add(-1) == 0 { done.post(()) }
                }
            }
            let closing = try Timer(on: loop) { undelivered = mailbox.close().count }
            closing.start(after: .milliseconds(1 + round % 3))
            try loop.runUntilStopped()
            #expect(delivered + undelivered == accepted.value)
            #expect(mailbox.close().isEmpty)
            #expect(!slot.post(1))
            finished.close()
        }
    }

    @Test func slotOutlivesMailboxAndLoop() throws {
        var slot: Mailbox<String>.Slot?
        try withLoop { loop in
            let mailbox = try Mailbox<String>(on: loop) { _ in }
            slot = mailbox.slot
        }
        #expect(slot?.post("too late") == false)
        #expect(slot?.count == 0)
    }

    @Test func messagePostedFromItsOwnCallbackArrives() throws {
        try withLoop { loop in
            var seen: [Int] = []
            var slot: Mailbox<Int>.Slot?
            let mailbox = try Mailbox<Int>(on: loop) { number in
                seen.append(number)
                if number < 3 { slot?.post(number + 1) } else { loop.stop() }
            }
            slot = mailbox.slot
            mailbox.slot.post(1)
            try loop.runUntilStopped()
            #expect(seen == [1, 2, 3])
        }
    }

    @Test func steadyTrafficDoesNotAllocate() throws {
        try withLoop { loop in
            var received = 0
            let mailbox = try Mailbox<Int>(on: loop) { _ in received += 1 }
            func allocations(inRounds count: Int) -> Int {
                let before = allocation_count()
                for _ in 0..<count {
                    for number in 0..<32 { mailbox.slot.post(number) }
                    loop.runDueCallbacks()
                }
                return allocation_count() - before
            }
            _ = allocations(inRounds: 10)
            #expect(allocations(inRounds: 1000) == allocations(inRounds: 10))
            #expect(received == 1020 * 32)
        }
    }
}

/// A number that several threads change.
private final class Counter: Sendable {
    private let number: Mutex<Int>

    init(_ start: Int = 0) {
        number = Mutex(start)
    }

    var value: Int { number.withLock { $0 } }

    @discardableResult
    func add(_ amount: Int) -> Int {
        number.withLock {
            $0 += amount
            return $0
        }
    }
}
