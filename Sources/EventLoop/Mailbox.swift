import Synchronization

/// The one door between threads: values posted anywhere arrive on the loop.
///
/// The mailbox itself stays with the loop; other threads hold its `slot`.
/// Dropping the last reference to the mailbox closes it.
///
/// Several wake-ups become one callback, so the queue carries the messages and the wake-up
/// only says "look".
public final class Mailbox<Message: Sendable> {
    /// Messages of room that a queue keeps for the next burst; what is above goes back.
    public static var keptCapacityLimit: Int { 65_536 }

    /// Where other threads post.
    public let slot: Slot

    private var watcher: DescriptorWatcher?
    private var onMessage: (Message) -> Void
    /// What the loop has taken; its room is swapped with the queue's, so steady traffic
    /// does not allocate.
    private var batch: [Message] = []
    private var deliveredCount = 0

    /// Opens a mailbox; it keeps `run()` from returning until it is closed.
    ///
    /// - Parameter onMessage: called on the loop's thread, in the order of posting.
    ///   Everything that waits is delivered in one turn.
    public init(on loop: Loop, onMessage: @escaping (Message) -> Void) throws(LoopError) {
        self.onMessage = onMessage
        let bell = try Doorbell()
        slot = Slot(ringing: bell)
        watcher = try DescriptorWatcher(of: bell.descriptor, on: loop) { [unowned self] in
            bell.release()
            drain()
        }
    }

    /// Takes no more messages and calls nothing any more.
    ///
    /// Harmless when repeated.
    ///
    /// Called on the loop's thread; posts that race with it either are among
    /// the result or return false.
    ///
    /// - Returns: the messages that were posted and not delivered, in order.
    @discardableResult
    public func close() -> [Message] {
        let undelivered = batch[deliveredCount...] + slot.close()
        batch = []
        deliveredCount = 0
        watcher?.close()
        onMessage = { _ in }
        return Array(undelivered)
    }

    private func drain() {
        slot.takeAll(into: &batch)
        while deliveredCount < batch.count {  // `close()` may empty the batch under way.
            deliveredCount += 1
            onMessage(batch[deliveredCount - 1])
        }
        batch.removeAll(keepingCapacity: batch.capacity <= Self.keptCapacityLimit)
        deliveredCount = 0
    }

    deinit {
        close()
    }
}

extension Mailbox {
    /// The side of a mailbox that any thread may hold, also longer than the mailbox lives.
    public final class Slot: Sendable {
        private struct State {
            var isOpen = true
            var waiting: [Message] = []
        }

        private let state = Mutex(State())
        private let bell: Doorbell

        fileprivate init(ringing bell: Doorbell) { self.bell = bell }

        /// Messages posted and not yet taken by the loop; whoever posts limits this.
        public var count: Int {
            state.withLock { $0.waiting.count }
        }

        /// Queues `message` for the loop; any thread, never waits for the loop.
        ///
        /// - Returns: false when the mailbox is closed; the message is then dropped.
        @discardableResult
        public func post(_ message: Message) -> Bool {
            let waiting = state.withLock { state in
                if state.isOpen { state.waiting.append(message) }
                return state.isOpen ? state.waiting.count : 0
            }
            // The first message rings, and not under the lock: the loop wakes at once and may
            // take the core. It takes the others with it.
            if waiting == 1 { bell.press() }
            return waiting > 0
        }

        /// - Parameter batch: empty; its room becomes the room of the queue.
        fileprivate func takeAll(into batch: inout [Message]) {
            state.withLock { swap(&$0.waiting, &batch) }
        }

        /// - Returns: what nobody will take any more.
        fileprivate func close() -> [Message] {
            state.withLock { state in
                state.isOpen = false
                defer { state.waiting = [] }
                return state.waiting
            }
        }
    }
}
