import Customers
import GRDB

/// Following what is written, and the clock.
///
/// What the store's own thread has written comes first: somebody waits for it. Others may write
/// without pause.
final class ChangeFollowing {
    /// Customers waiting to be read, beyond which the steps are no faster than
    /// `StoreThread.crowdedStepMilliseconds`.
    private static let crowd = 2000
    /// Customers waiting to be read, beyond which the log is not read on.
    private static let touchedLimit = 200_000
    /// Customers waiting to be read, beyond which it pays to know first who has a parent, and how
    /// many may have one: a set of them takes 5 ms.
    private static let childrenFrom = 20_000
    private static let childrenLimit: Int64 = 100_000

    /// What a step has come to.
    enum Step {
        case moreToDo
        /// Everything committed so far has been told.
        case done
        /// Rows of the log are gone: everything must be read.
        case rowsMissing
    }

    let telling: IndexTelling
    private let values: ValueKeeper
    private let events: FeedEvents
    var log: ChangeLog
    /// Whom other programs' changes concern, and the clock.
    var others = ConcernedCustomers()
    private var own = OwnWrites()
    /// What was met while they were read since the latest commit.
    private var memory = ReadingMemory()
    private var seen: (version: Int64, changes: Int) = (-1, -1)
    /// Everybody is being told again, and so far they have been; `nil`: nobody is.
    private var againAfter: Int64?

    /// - Parameter log: stands where the index does.
    init(_ log: ChangeLog, _ telling: IndexTelling, _ values: ValueKeeper, _ events: FeedEvents) {
        self.log = log
        self.telling = telling
        self.values = values
        self.events = events
    }

    /// Whether the index has been told all that was noted with `noteWritten`.
    var hasToldOwn: Bool { own.areTold }

    /// Whether so many wait to be read again that lookups would feel it.
    var isCrowded: Bool {
        againAfter != nil || (hasToldOwn ? others : own.customers).touched.count > Self.crowd
    }

    /// Whether somebody waits to be told again.
    var isAgain: Bool { againAfter != nil }

    /// Tells everybody again, behind what is written meanwhile.
    func beginAgain() {
        againAfter = 0
        memory = ReadingMemory()
    }

    /// The store's own thread has written these rows of the log.
    func noteWritten(_ rows: [ClosedRange<Int64>]) {
        guard !rows.isEmpty else { return }
        own.add(rows)
        memory.forgetInterruptions()
    }

    /// Does the next piece of work.
    func step(_ store: CustomerStore) throws(StoreError) -> Step {
        let now = telling.clock()
        telling.takeDue(at: now, into: &others)
        guard try readOwnRows(store) else { return .rowsMissing }
        let scored = own.customers.scoreSome(by: values, store, now)
        others.valued.add(scored.again)
        if scored.hasMore { return .moreToDo }
        // Those who cannot be scored now.
        others.valued.add(own.customers.valued.takeAll())
        if let (read, removed) = try own.customers.readSome(store, now, memory) {
            telling.customers(read, removed: removed)
        }
        guard hasToldOwn else { return .moreToDo }
        return try followOthers(store, now)
    }

    private func followOthers(
        _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> Step {
        var logIsRead = true
        let current = try store.changeCounters()
        if current != seen, others.touched.count < Self.touchedLimit {
            events.add(.committed)
            guard let isAll = try readLog(store) else { return .rowsMissing }
            logIsRead = isAll
            if isAll { seen = current }
            others.valued.add(try values.refresh(store))
            try telling.sources(store)
        }
        try addAgain(store)
        let scored = others.scoreSome(by: values, store, now)
        others.valued.add(scored.again)
        if scored.hasMore { return .moreToDo }
        if let (read, removed) = try others.readSome(store, now, memory) {
            telling.customers(read, removed: removed)
        }
        guard others.touched.isEmpty, logIsRead, !isAgain else { return .moreToDo }
        telling.onceASecond(.current(asOf: now))
        try log.prune(store)
        return .done
    }

    /// The next of those who are told again.
    private func addAgain(_ store: CustomerStore) throws(StoreError) {
        guard let last = againAfter, others.touched.isEmpty else { return }
        let rows = try store.read {
            try CustomerSet.rows(after: last, limit: ConcernedCustomers.perStep, $0)
        }
        againAfter = rows?.upperBound
        guard let rows else { return telling.update(.clockIsFollowed) }
        others.touched.add(
            try store.read { database in
                try Int64.fetchAll(
                    database, sql: "SELECT id FROM customers WHERE id BETWEEN ? AND ?",
                    arguments: [rows.lowerBound, rows.upperBound]
                ).compactMap { CustomerID(row: $0) }
            })
    }

    /// Looks at what the store's own thread has written, before its turn.
    ///
    /// - Returns: `false` when rows are missing.
    private func readOwnRows(_ store: CustomerStore) throws(StoreError) -> Bool {
        guard !own.areTold else { return true }
        let isWhole = try store.read {
            try own.look(at: &log, until: ConcernedCustomers.perStep, $0)
        }
        if !own.customers.valued.isEmpty { others.valued.add(try values.refresh(store)) }
        return isWhole
    }

    /// - Returns: whether the end of the log was reached; `nil` when rows are missing.
    private func readLog(_ store: CustomerStore) throws(StoreError) -> Bool? {
        let changes = try store.read { database in
            let changes = try log.changes(database)
            if let changes { others.add(changes) }
            return changes
        }
        guard let changes else { return nil }
        if !changes.isEmpty { try forgetWhatWasMet(store) }
        try store.countStrangers()
        return changes.isAll
    }

    /// What others have committed may contradict it.
    private func forgetWhatWasMet(_ store: CustomerStore) throws(StoreError) {
        var children: Set<CustomerID>?
        if others.touched.count >= Self.childrenFrom {
            children = try store.read {
                try ReadingMemory.children($0, limit: Self.childrenLimit)
            }
        }
        memory = ReadingMemory(children: children)
    }
}
