import CustomerRecords
import Customers

/// Tells the index, and remembers what of that will not stay as it was told.
final class IndexTelling {
    let clock: @Sendable () -> Moment
    private let tell: @Sendable (IndexUpdate) -> Void
    private let events: FeedEvents
    private(set) var ageing = AgeingSchedule()
    private(set) var qualifying = AgeingSchedule()
    private var sources: LoadedSources?
    private var toldAt: Moment?

    init(
        clock: @escaping @Sendable () -> Moment, events: FeedEvents,
        tell: @escaping @Sendable (IndexUpdate) -> Void
    ) {
        self.clock = clock
        self.events = events
        self.tell = tell
    }

    /// Everything is told anew from here on.
    func startOver() {
        ageing = AgeingSchedule()
        qualifying = AgeingSchedule()
        sources = nil
    }

    /// The index is as it was kept.
    func goOn(with schedules: (ageing: AgeingSchedule, qualifying: AgeingSchedule)) {
        (ageing, qualifying) = schedules
        update(.restored)
    }

    func update(_ update: IndexUpdate) { tell(update) }

    /// How things stand; also what the server's slow clock goes by.
    func onceASecond(_ update: IndexUpdate) {
        let now = clock()
        if now != toldAt { tell(update) }
        toldAt = now
    }

    func customers(_ read: DatedSummaries, removed: [CustomerID]) {
        events.add(.told(read.batches.reduce(removed.count) { $0 + $1.count }))
        for (customer, moment) in read.changes { ageing.note(customer, moment) }
        for (customer, moment) in read.qualifications { qualifying.note(customer, moment) }
        for batch in read.batches { tell(.customers(batch, removed: [])) }
        var rest = removed[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(DatedSummaries.customersPerBatch))
            rest = rest.dropFirst(some.count)
            tell(.customers(SummaryBatch(), removed: some))
        }
    }

    /// Which figures are known at all, if that is other than told.
    func sources(_ store: CustomerStore) throws(StoreError) {
        let loaded = try store.loadedSources()
        if loaded != sources { tell(.sources(loaded)) }
        sources = loaded
    }

    /// Adds those whose figures are other ones by now though nothing was written.
    func takeDue(at now: Moment, into customers: inout ConcernedCustomers) {
        customers.touched.add(ageing.takeDue(at: now))
        let qualified = qualifying.takeDue(at: now)
        customers.valued.add(qualified)
        customers.touched.add(qualified)
    }
}
