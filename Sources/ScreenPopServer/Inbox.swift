import CustomerStore
import EventLoop

/// Messages from the store: answers at once, updates of the index in slices.
final class Inbox {
    private unowned var service: Service!
    private unowned var link: StoreLink!
    private unowned var updating: SlicedWork!
    private var updates: [IndexUpdate] = []
    private var nextUpdate = 0

    func connect(_ service: Service, _ link: StoreLink, _ updating: SlicedWork) {
        self.service = service
        self.link = link
        self.updating = updating
    }

    func receive(_ message: StoreMessage) {
        switch message {
        case .answer(let answer, let session):
            service.answer(answer, for: session)
        case .update(let update):
            updates.append(update)
            updating.start()
        }
    }

    /// Applies updates until the time is used up.
    ///
    /// - Returns: whether more are left.
    func applySlice(_ nanoseconds: UInt64) -> Bool {
        let deadline = Loop.monotonicNanoseconds + nanoseconds
        while nextUpdate < updates.count {
            service.apply(updates[nextUpdate])
            nextUpdate += 1
            link.updateApplied()
            if Loop.monotonicNanoseconds >= deadline { break }
        }
        if nextUpdate == updates.count {
            updates.removeAll(keepingCapacity: true)
            nextUpdate = 0
        }
        return nextUpdate < updates.count || service.sweepIndex()
    }
}
