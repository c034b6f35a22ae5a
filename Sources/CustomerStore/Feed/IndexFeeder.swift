public import Customers
import GRDB

/// Keeps an index in step with the database, whoever writes there.
///
/// Reads everything once, in slices, then follows `change_log` and the clock. Every step is
/// short, so that requests for cards and histories come in between.
///
///     reading everything ──all told──> following ──rows missing, file replaced──> reading ...
public struct IndexFeeder {
    /// Customers read in one step.
    static let customersPerStep = 500

    private enum Phase {
        case starting
        case reading(after: Int64)
        case following
    }

    private let clock: @Sendable () -> Moment
    private let tell: @Sendable (IndexUpdate) -> Void
    private var phase = Phase.starting
    private var log: ChangeLog?
    /// Customers to be read again.
    private var touched: Set<CustomerID> = []
    private var ageing = AgeingSchedule()
    private var seen: (version: Int64, changes: Int) = (-1, -1)
    /// Grows when others or we have committed something, or another file is open.
    public private(set) var readingCount = 0
    private var sources: LoadedSources?
    private var toldAt: Moment?

    /// - Parameters:
    ///   - clock: what time it is.
    ///   - tell: takes the updates; called on the store's thread.
    public init(
        clock: @escaping @Sendable () -> Moment, tell: @escaping @Sendable (IndexUpdate) -> Void
    ) {
        self.clock = clock
        self.tell = tell
    }

    /// Does the next piece of work.
    ///
    /// - Returns: `done` when everything committed so far has been told, or nothing can be.
    public mutating func step(_ store: CustomerStore) -> StoreThread.Idleness {
        do throws(StoreError) {
            if try store.reopenIfReplaced() { phase = .starting }
            return try advance(store) ? .busy : .done
        } catch {
            tellOnceASecond(.unavailable(error))
            return .done
        }
    }

    /// How things stand; also what the server's slow clock goes by.
    private mutating func tellOnceASecond(_ update: IndexUpdate) {
        let now = clock()
        if now != toldAt { tell(update) }
        toldAt = now
    }

    private mutating func advance(_ store: CustomerStore) throws(StoreError) -> Bool {
        switch phase {
        case .starting:
            try begin(store)
            return true
        case .reading(let last):
            try readOn(after: last, store)
            return true
        case .following:
            return try follow(store)
        }
    }

    private mutating func begin(_ store: CustomerStore) throws(StoreError) {
        let (log, customers, numbers) = try store.read { database in
            (
                try ChangeLog(database),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM customers") ?? 0,
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM phones WHERE number IS NOT NULL") ?? 0
            )
        }
        self.log = log
        touched = []
        ageing = AgeingSchedule()
        sources = nil
        tell(.begin(customers: customers, numbers: numbers))
        try tellSources(store)
        phase = .reading(after: 0)
    }

    private mutating func readOn(after last: Int64, _ store: CustomerStore) throws(StoreError) {
        let now = clock()
        let slice = try store.read { database -> (ClosedRange<Int64>, [DatedSummary])? in
            let end = try Int64.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT max(id) FROM
                        (SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?)
                        """), arguments: [last, Self.customersPerStep])
            guard let end else { return nil }
            let reader = SummaryReader(database, now: now, rules: store.rules)
            return (last + 1...end, try reader.summaries(of: .range(last + 1...end)))
        }
        if let (range, summaries) = slice {
            tellCustomers(summaries, removed: [])
            phase = .reading(after: range.upperBound)
        } else {
            tell(.complete)
            phase = .following
            seen = (-1, -1)
        }
    }

    private mutating func follow(_ store: CustomerStore) throws(StoreError) -> Bool {
        let now = clock()
        touched.formUnion(ageing.takeDue(at: now))
        var logIsRead = true
        let current = try store.changeCounters()
        if current != seen {
            readingCount += 1
            guard let isAll = try readLog(store) else {
                phase = .starting
                return true
            }
            logIsRead = isAll
            if isAll { seen = current }
            try tellSources(store)
        }
        try readTouched(store, now)
        let isDone = touched.isEmpty && logIsRead
        if isDone { tellOnceASecond(.current(asOf: now)) }
        return !isDone
    }

    /// - Returns: whether the end of the log was reached; `nil` when rows are missing.
    private mutating func readLog(_ store: CustomerStore) throws(StoreError) -> Bool? {
        guard var log else { return nil }
        let changes = try store.read { try log.changes($0) }
        self.log = log
        guard let changes else { return nil }
        touched.formUnion(changes.customers)
        return changes.isAll
    }

    private mutating func readTouched(_ store: CustomerStore, _ now: Moment) throws(StoreError) {
        guard !touched.isEmpty else { return }
        let step = touched.prefix(Self.customersPerStep)
        let summaries = try store.readWithTables { database in
            try SummaryReader(database, now: now, rules: store.rules)
                .summaries(of: CustomerSet.want(step, in: database))
        }
        let found = Set(summaries.map(\.summary.id))
        touched.subtract(step)
        tellCustomers(summaries, removed: step.filter { !found.contains($0) })
    }

    private mutating func tellCustomers(_ summaries: [DatedSummary], removed: [CustomerID]) {
        for dated in summaries { ageing.note(dated.summary.id, dated.nextChange) }
        tell(.customers(summaries.map(\.summary), removed: removed))
    }

    private mutating func tellSources(_ store: CustomerStore) throws(StoreError) {
        let loaded = try store.loadedSources()
        if loaded != sources { tell(.sources(loaded)) }
        sources = loaded
    }
}
