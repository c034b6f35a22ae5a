import CustomerStore
import EventLoop

/// Messages from the store: answers at once; updates of the index in slices, and the outcomes
/// of writes in their place between them.
final class Inbox {
    private unowned var service: Service!
    private unowned var link: StoreLink!
    private unowned var updating: SlicedWork!
    private var queue: [StoreMessage] = []
    private var next = 0
    private var isClosed = false

    func connect(_ service: Service, _ link: StoreLink, _ updating: SlicedWork) {
        self.service = service
        self.link = link
        self.updating = updating
    }

    /// Takes nothing more: what it would start is about to go.
    func close() {
        isClosed = true
        queue = []
        next = 0
    }

    func receive(_ message: StoreMessage) {
        if isClosed { return }
        switch message {
        case .answer(let answer, let session):
            service.answer(answer, for: session)
        case .numbers(let status):
            service.numberStatus = status
        case .callsRecorded(let failure):
            service.callsRecorded(failure)
        case .update, .outcome:
            queue.append(message)
            updating.start()
        }
    }

    /// Takes what is queued until the time is used up.
    ///
    /// - Returns: whether more is left.
    func applySlice(_ nanoseconds: UInt64) -> Bool {
        let deadline = Loop.monotonicNanoseconds + nanoseconds
        while next < queue.count {
            // What a reading or a comparison left behind comes before what was told after it.
            if !service.sweepIndex() {
                take(queue[next])
                next += 1
            }
            if Loop.monotonicNanoseconds >= deadline { break }
        }
        if next == queue.count {
            queue.removeAll(keepingCapacity: true)
            next = 0
        }
        return next < queue.count || service.sweepIndex()
    }

    private func take(_ message: StoreMessage) {
        switch message {
        case .update(let update):
            service.apply(update)
            link.updateApplied()
        case .outcome(let outcome, let session):
            service.acknowledge(outcome, for: session)
        case .answer, .numbers, .callsRecorded:
            preconditionFailure("answers are not queued")
        }
    }
}
