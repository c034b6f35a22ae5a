import CustomerStore
import Customers
import EventLoop
import Synchronization

/// What comes from the store's thread to the loop.
enum StoreMessage: Sendable {
    case answer(StoreAnswer, session: Session.ID)
    /// Comes behind the updates that the write has caused.
    case outcome(WriteOutcome, session: Session.ID)
    case update(IndexUpdate)
    case numbers(NumberStatus)
    case callsRecorded(StoreError?)
}

/// Joins the loop to the store's thread: questions one way, answers and updates the other.
final class StoreLink: StoreDoor {
    /// Updates on their way to the index; the store reads no further until some are applied.
    private static let updatesInFlightLimit = 256

    private let thread: StoreThread
    private let mailbox: Mailbox<StoreMessage>
    private let clock: @Sendable () -> Moment
    private let numbers: StoredNumberReader
    private let inFlight = InFlight()
    private let orders = StoreOrders()

    init(
        on loop: Loop, clock: @escaping @Sendable () -> Moment, numbers: StoredNumberReader,
        onMessage: @escaping (StoreMessage) -> Void
    ) throws(LoopError) {
        self.clock = clock
        self.numbers = numbers
        thread = StoreThread(clock: clock)
        mailbox = try Mailbox(on: loop, onMessage: onMessage)
    }

    /// Opens the database and begins to read it.
    ///
    /// - Parameter restore: where the index may have been kept.
    func start(
        scoreEvery: Int64?, restore: IndexRestorer?,
        open: @escaping @Sendable () throws(StoreError) -> CustomerStore
    ) throws(StoreError) {
        let (slot, inFlight, clock) = (mailbox.slot, inFlight, clock)
        let (orders, numbers) = (orders, numbers)
        try thread.start(
            open: open,
            makeIdle: { _ in
                let duties = StoreDuties(
                    clock: clock, scoreEvery: scoreEvery, orders: orders, restore: restore
                ) { update in
                    inFlight.count.add(1, ordering: .relaxed)
                    slot.post(.update(update))
                }
                let keeper = NumberKeeper(numbers.forKeeper, clock: clock) { status in
                    slot.post(.numbers(status))
                }
                return (duties: duties, keeper: keeper)
            },
            idle: { idle, store in
                guard inFlight.count.load(ordering: .relaxed) < Self.updatesInFlightLimit else {
                    return (.blocked, hasToldOwn: false)
                }
                let idleness = idle.duties.step(store)
                guard idleness == .done || idleness == .tidying else {
                    return (idleness, idle.duties.hasToldOwn)
                }
                let hasMore = idle.keeper.step(store, hasCommits: idle.duties.takeCommits())
                return (hasMore ? .tidying : idleness, hasToldOwn: true)
            })
    }

    func ask(_ question: StoreQuestion, for session: Session.ID) {
        let (slot, clock) = (mailbox.slot, clock)
        thread.submit { store in
            slot.post(.answer(StoreAnswer(question, store, now: clock()), session: session))
        }
    }

    func write(_ request: WriteRequest, for session: Session.ID) {
        let slot = mailbox.slot
        thread.submit(request) { slot.post(.outcome($0, session: session)) }
    }

    func record(_ facts: [CallFact]) {
        let slot = mailbox.slot
        thread.submit { store in
            do throws(StoreError) {
                try store.record(facts)
                slot.post(.callsRecorded(nil))
            } catch {
                slot.post(.callsRecorded(error))
            }
        }
    }

    func order(_ order: StoreOrder) {
        orders.add(order)
        thread.wake()
    }

    /// The index could not be kept; the store is to say when to try again.
    func keepIndexLater() { orders.keepIndex() }

    /// The store takes other settings of the figures; the index is filled anew.
    func change(_ scoring: ScoringSettings) {
        thread.submit { $0.change(scoring) }
    }

    /// An update has been applied; the store may go on.
    func updateApplied() {
        let left = inFlight.count.subtract(1, ordering: .relaxed).newValue
        if left == Self.updatesInFlightLimit / 2 { thread.wake() }
    }

    /// Ends the thread after what it has begun.
    func stop() {
        thread.stop()
        mailbox.close()
    }
}

private final class InFlight: Sendable {
    let count = Atomic<Int>(0)
}
