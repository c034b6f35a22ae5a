internal import CustomerRecords
public import Customers
import GRDB

/// Keeps an index in step with the database, whoever writes there.
///
/// Reads everything once, in slices, then follows `change_log` and the clock. Every step is
/// short, so that requests for cards and histories come in between.
///
///     reading everything ──all told──> following ──rows missing, file replaced──> reading ...
public struct IndexFeeder {
    /// Customers read again in one step.
    static let customersPerStep = 500
    /// Customers waiting to be read, beyond which the steps are no faster than
    /// `StoreThread.crowdedStepMilliseconds`.
    private static let crowd = 2000
    /// Customers waiting to be read, beyond which the log is not read on.
    private static let touchedLimit = 200_000
    /// Customers waiting to be read, beyond which it pays to know first who has a parent, and how
    /// many may have one: a set of them takes 5 ms.
    private static let childrenFrom = 20_000
    private static let childrenLimit: Int64 = 100_000

    private enum Phase {
        case starting
        case reading(after: Int64, SliceReaders)
        case following
    }

    private let clock: @Sendable () -> Moment
    private let tell: @Sendable (IndexUpdate) -> Void
    private var restore: IndexRestorer?
    private var phase = Phase.starting
    private var log: ChangeLog?
    private var storeGeneration = -1
    /// Whom other programs' changes concern, and the clock.
    private var others = ConcernedCustomers()
    private var own = OwnWrites()
    /// What was met while they were read since the latest commit.
    private var memory = ReadingMemory()
    private var values = ValueKeeper()
    /// Scoring has failed and waits until then; the rest goes on.
    private var scoringPausedUntil: Moment?
    private var ageing = AgeingSchedule()
    private var qualifying = AgeingSchedule()
    private var seen: (version: Int64, changes: Int) = (-1, -1)
    /// Grows when others or we have committed something, or another file is open.
    public private(set) var commitCount = 0
    private var sources: LoadedSources?
    private var toldAt: Moment?
    /// How often everything has been read to the end, or was there from the start.
    private(set) var readingCount = 0
    /// Customers told since the start.
    private(set) var toldCount = 0
    /// How many customers there were at the latest cut.
    private(set) var customerCount = 0
    /// Whether the index came from where it was kept and everything was never read.
    private(set) var isRestored = false

    /// - Parameters:
    ///   - clock: what time it is.
    ///   - restore: where the index may have been kept.
    ///   - tell: takes the updates; called on the store's thread.
    public init(
        clock: @escaping @Sendable () -> Moment, restore: IndexRestorer? = nil,
        tell: @escaping @Sendable (IndexUpdate) -> Void
    ) {
        self.restore = restore
        self.clock = clock
        self.tell = tell
    }

    /// Does the next piece of work.
    ///
    /// - Returns: `done` when everything committed so far has been told, or nothing can be.
    public mutating func step(_ store: CustomerStore) -> StoreThread.Idleness {
        do throws(StoreError) {
            try store.followFile()
            if store.generation != storeGeneration { phase = .starting }
            storeGeneration = store.generation
            noteOwnWrites(store)
            guard try advance(store) else { return .done }
            return isCrowded ? .crowded : .busy
        } catch {
            tellOnceASecond(.unavailable(error))
            return .done
        }
    }

    private mutating func noteOwnWrites(_ store: CustomerStore) {
        let rows = store.takeWrittenRows()
        guard !rows.isEmpty else { return }
        own.add(rows)
        memory.forgetInterruptions()
    }

    /// Whether so many wait to be read again that lookups would feel it.
    private var isCrowded: Bool {
        guard case .following = phase else { return false }
        return (hasToldOwn ? others : own.customers).touched.count > Self.crowd
    }

    /// Whether the index has been told all that the store's own thread had written before the
    /// latest step. Others may write without pause: nobody waits for that.
    public var hasToldOwn: Bool {
        guard case .following = phase else { return false }
        return own.areTold
    }

    /// Whether more customers were scored meanwhile than could be remembered.
    var mustScoreEverybody: Bool { values.hasLostTrack }

    mutating func willScoreEverybody() { values.startOver() }

    /// How things stand; also what the server's slow clock goes by.
    private mutating func tellOnceASecond(_ update: IndexUpdate) {
        let now = clock()
        if now != toldAt { tell(update) }
        toldAt = now
    }

    private mutating func advance(_ store: CustomerStore) throws(StoreError) -> Bool {
        switch phase {
        case .starting:
            if try !goOnWhereItWasKept(store) { try begin(store) }
            return true
        case .reading(let last, let readers):
            try readOn(after: last, readers, store)
            return true
        case .following:
            return try follow(store)
        }
    }
}

/// Reading everything.
extension IndexFeeder {
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
        others = ConcernedCustomers()
        // The reading comes behind them.
        own = OwnWrites()
        memory = ReadingMemory()
        ageing = AgeingSchedule()
        qualifying = AgeingSchedule()
        sources = nil
        isRestored = false
        let readers = try SliceReaders(store)
        tell(.begin(customers: customers, numbers: numbers))
        try tellSources(store)
        phase = .reading(after: 0, readers)
    }

    private mutating func readOn(
        after last: Int64, _ readers: SliceReaders, _ store: CustomerStore
    ) throws(StoreError) {
        let slices = try readers.read(after: last, now: clock(), store)
        for slice in slices { tellCustomers(slice.read, removed: []) }
        if let end = slices.last?.rows.upperBound {
            phase = .reading(after: end, readers)
        } else {
            tell(.complete)
            readingCount += 1
            phase = .following
            seen = (-1, -1)
        }
    }
}

/// Following what is written, and the clock.
extension IndexFeeder {
    private mutating func follow(_ store: CustomerStore) throws(StoreError) -> Bool {
        let now = clock()
        takeDue(now)
        guard try readOwnRows(store) else {
            phase = .starting
            return true
        }
        if try scoreSome(of: \.own.customers.valued, store, now) { return true }
        // Those who cannot be scored now.
        others.valued.add(own.customers.valued.takeAll())
        try readSome(of: \.own.customers.touched, store, now)
        guard hasToldOwn else { return true }
        return try followOthers(store, now)
    }

    private mutating func followOthers(
        _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> Bool {
        var logIsRead = true
        let current = try store.changeCounters()
        if current != seen, others.touched.count < Self.touchedLimit {
            commitCount += 1
            guard let isAll = try readLog(store) else {
                phase = .starting
                return true
            }
            logIsRead = isAll
            if isAll { seen = current }
            others.valued.add(try values.refresh(store))
            try tellSources(store)
        }
        if try scoreSome(of: \.others.valued, store, now) { return true }
        try readSome(of: \.others.touched, store, now)
        let isDone = others.touched.isEmpty && logIsRead
        if isDone {
            tellOnceASecond(.current(asOf: now))
            try log?.prune(store)
        }
        return !isDone
    }

    private mutating func takeDue(_ now: Moment) {
        others.touched.add(ageing.takeDue(at: now))
        let qualified = qualifying.takeDue(at: now)
        others.valued.add(qualified)
        others.touched.add(qualified)
    }

    /// Looks at what the store's own thread has written, before its turn.
    ///
    /// - Returns: `false` when rows are missing.
    private mutating func readOwnRows(_ store: CustomerStore) throws(StoreError) -> Bool {
        guard !own.areTold, var log else { return true }
        var own = own
        let isWhole = try store.read {
            try own.look(at: &log, until: Self.customersPerStep, $0)
        }
        (self.own, self.log) = (own, log)
        if !own.customers.valued.isEmpty { others.valued.add(try values.refresh(store)) }
        return isWhole
    }

    /// What others have committed may contradict it.
    private mutating func forgetWhatWasMet(_ store: CustomerStore) throws(StoreError) {
        var children: Set<CustomerID>?
        if others.touched.count >= Self.childrenFrom {
            children = try store.read {
                try ReadingMemory.children($0, limit: Self.childrenLimit)
            }
        }
        memory = ReadingMemory(children: children)
    }

    /// - Returns: whether the end of the log was reached; `nil` when rows are missing.
    private mutating func readLog(_ store: CustomerStore) throws(StoreError) -> Bool? {
        guard var log else { return nil }
        let changes = try store.read { try log.changes($0) }
        self.log = log
        guard let changes else { return nil }
        others.add(changes)
        if !changes.isEmpty { try forgetWhatWasMet(store) }
        return changes.isAll
    }

    /// Scores some of those whose value may have changed.
    ///
    /// - Returns: whether others wait. Those that cannot be stored now wait for a second.
    private mutating func scoreSome(
        of queue: WritableKeyPath<Self, TouchedCustomers>, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> Bool {
        if let until = scoringPausedUntil, now < until { return false }
        scoringPausedUntil = nil
        guard !self[keyPath: queue].isEmpty else { return false }
        let step = self[keyPath: queue].take(Self.customersPerStep)
        do throws(StoreError) {
            if try !values.score(step, store, now: now) {
                self[keyPath: queue].add(step)
                others.valued.add(try values.refresh(store))
            }
        } catch {
            self[keyPath: queue].add(step)
            scoringPausedUntil = now + 1
            return false
        }
        return !self[keyPath: queue].isEmpty
    }

    private mutating func readSome(
        of queue: WritableKeyPath<Self, TouchedCustomers>, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) {
        guard !self[keyPath: queue].isEmpty else { return }
        let step = self[keyPath: queue].take(Self.customersPerStep)
        do throws(StoreError) {
            let read = try store.read { database in
                try SummaryReader(database, now: now, rules: store.rules, memory: memory)
                    .read(CustomerSet.covering(step, in: database))
            }
            var found: Set<CustomerID> = []
            for batch in read.batches { batch.forEach { found.insert($0.id) } }
            tellCustomers(read, removed: step.filter { !found.contains($0) })
        } catch {
            self[keyPath: queue].add(step)
            throw error
        }
    }

    private mutating func tellCustomers(_ read: DatedSummaries, removed: [CustomerID]) {
        toldCount += read.batches.reduce(removed.count) { $0 + $1.count }
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

    private mutating func tellSources(_ store: CustomerStore) throws(StoreError) {
        let loaded = try store.loadedSources()
        if loaded != sources { tell(.sources(loaded)) }
        sources = loaded
    }
}

/// Keeping the index, and going on from there.
extension IndexFeeder {
    /// Names this moment, so that the index as it is now can be kept.
    ///
    /// - Returns: `nil` when something is yet to be told; try again after the next step.
    mutating func cut(_ store: CustomerStore) throws(StoreError) -> FeedCut? {
        guard case .following = phase, var log, hasToldOwn, others.isEmpty else { return nil }
        let mark = try store.write { try log.markHere($0) }
        guard let mark else { return nil }
        self.log = log
        customerCount = try store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM customers") ?? 0
        }
        return FeedCut(
            name: FeedCut.Name(position: log.position, mark: mark, scoring: store.scoring),
            ageing: ageing, qualifying: qualifying)
    }

    /// At the start, once: the index may have been kept.
    private mutating func goOnWhereItWasKept(_ store: CustomerStore) throws(StoreError) -> Bool {
        guard let restore else { return false }
        var log: ChangeLog?
        let cut = try restore { name throws(StoreError) in
            log = try store.read {
                try ChangeLog(position: name.position, mark: name.mark, $0)
            }
            return log != nil && name.scoring == store.scoring.fingerprint
        }
        self.restore = nil
        guard let schedules = cut?.schedules, let log else { return false }
        self.log = log
        (ageing, qualifying) = schedules
        tell(.restored)
        try tellSources(store)
        phase = .following
        isRestored = true
        readingCount += 1
        return true
    }
}

/// For comparison with the index.
extension IndexFeeder {
    /// The next customers, when all that was committed has been told.
    ///
    /// - Returns: `nil` when something is yet to be told; try again after the next step.
    mutating func slice(
        after last: Int64, limit: Int, _ store: CustomerStore
    ) throws(StoreError) -> StoredSlice? {
        let now = clock()
        takeDue(now)
        guard case .following = phase, let log, hasToldOwn, others.touched.isEmpty else {
            return nil
        }
        return try store.read { database in
            guard try log.isCurrent(database) else { return nil }
            let rows = try CustomerSet.rows(after: last, limit: limit, database)
            guard let rows else { return StoredSlice(batches: [], end: nil) }
            let reader = SummaryReader(database, now: now, rules: store.rules)
            return StoredSlice(batches: try reader.read(.range(rows)).batches, end: rows.upperBound)
        }
    }

    struct StoredSlice {
        var batches: [SummaryBatch]
        /// `nil`: there are no more.
        var end: Int64?
    }
}
