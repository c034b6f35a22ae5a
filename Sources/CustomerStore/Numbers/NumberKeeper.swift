public import Customers
import GRDB

/// Reads what other programs have entered, and reads everything again when the data of the
/// numbering plans has changed: in slices, between all other work of the store's thread.
public struct NumberKeeper {
    /// Rows read in one slice: a few milliseconds.
    static let rowsPerSlice = 200
    /// Rows of `number_changes` that are kept, latest first.
    static let changeLimit = 100_000

    /// Slices between two looks at how far it is: counting has a price of its own.
    static let slicesPerStatus = 50

    /// How numbers are read; on the store's thread.
    public struct Reading: Sendable {
        /// Changes with the data of the numbering plans.
        public var version: String
        /// Reads a number as somebody in `country` (may be empty) enters it.
        ///
        /// - Parameter known: what it was read as before.
        public var read:
            @Sendable (
                _ entered: String, _ country: String, _ role: NumberRole, _ known: PhoneNumber?
            ) -> NormalisedPhone

        public init(
            version: String,
            read:
                @escaping @Sendable (
                    _ entered: String, _ country: String, _ role: NumberRole,
                    _ known: PhoneNumber?
                ) -> NormalisedPhone
        ) {
            self.version = version
            self.read = read
        }
    }

    private let reading: Reading
    private let clock: @Sendable () -> Moment
    private let tell: @Sendable (NumberStatus) -> Void
    private var status = NumberStatus()
    private var told: NumberStatus?
    /// Whether something may have been entered that was not read.
    private var hasNews = true
    private var isRenewalSettled = false
    private var sliceCount = 0
    private var file: FileIdentity?

    /// - Parameter tell: takes the status when it has changed; on the store's thread.
    public init(
        _ reading: Reading, clock: @escaping @Sendable () -> Moment,
        tell: @escaping @Sendable (NumberStatus) -> Void
    ) {
        self.reading = reading
        self.clock = clock
        self.tell = tell
    }

    /// Does the next slice.
    ///
    /// - Parameter hasCommits: whether anybody has committed anything since the latest call.
    /// - Returns: whether there is more to do at once.
    public mutating func step(_ store: CustomerStore, hasCommits: Bool) -> Bool {
        if hasCommits { hasNews = true }
        do throws(StoreError) {
            if file != store.identity {
                file = store.identity
                isRenewalSettled = false
                hasNews = true
            }
            guard hasNews || status.renewedThrough != nil else { return false }
            let hasMore = try advance(store)
            if !hasMore { hasNews = false }
            return hasMore
        } catch {
            // The feeder reports what is wrong with the database; here it is tried again.
            return false
        }
    }

    private mutating func advance(_ store: CustomerStore) throws(StoreError) -> Bool {
        let count = try readNew(store)
        status.read += count
        if count == Self.rowsPerSlice { return true }
        if !isRenewalSettled { try settleRenewal(store) }
        if let last = status.renewedThrough {
            try renew(after: last, store)
            sliceCount += 1
            if sliceCount % Self.slicesPerStatus == 0 { try tellStatus(store) }
            return true
        }
        try tellStatus(store)
        return count > 0
    }

    /// Reads rows without number and problem.
    private func readNew(_ store: CustomerStore) throws(StoreError) -> Int {
        let rows = try store.read { database in
            try EnteredRow.fetch(
                database, where: "p.number IS NULL AND p.problem = ''", after: 0,
                limit: Self.rowsPerSlice)
        }
        guard !rows.isEmpty else { return 0 }
        let phones = rows.map { reading.read($0.entered, $0.country, $0.role, nil) }
        try store.write { database in
            for (row, phone) in zip(rows, phones) { try row.store(phone, database) }
        }
        return rows.count
    }

    /// Finds out whether everything is to be read again.
    private mutating func settleRenewal(_ store: CustomerStore) throws(StoreError) {
        let (version, position, isEmpty) = try store.read { database in
            (
                try NumberSettings.version.value(database),
                try NumberSettings.position.value(database).flatMap { Int64($0) },
                try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM phones)")
                    ?? true
            )
        }
        isRenewalSettled = true
        status.renewedThrough = version == reading.version || isEmpty ? nil : position ?? 0
        guard version != reading.version, isEmpty else { return }
        try store.write { try NumberSettings.version.set(reading.version, $0) }
    }

    /// Holds the next rows against the present data.
    private mutating func renew(after last: Int64, _ store: CustomerStore) throws(StoreError) {
        let rows = try store.read { database in
            try EnteredRow.fetch(database, where: "1", after: last, limit: Self.rowsPerSlice)
        }
        let now = clock()
        let changes = rows.compactMap { row -> (EnteredRow, NormalisedPhone)? in
            let phone = reading.read(row.entered, row.country, row.role, row.number)
            let isSame = phone.number == row.number && (row.number != nil || row.problem != "")
            return isSame ? nil : (row, phone)
        }
        let end = rows.last?.id
        try store.write { database in
            for (row, phone) in changes { try row.renew(phone, database, now) }
            if let end {
                try NumberSettings.position.set("\(end)", database)
            } else {
                try NumberSettings.version.set(reading.version, database)
                try NumberSettings.position.remove(database)
                try database.execute(
                    sql: """
                        DELETE FROM number_changes WHERE id <=
                            (SELECT max(id) FROM number_changes) - \(Self.changeLimit)
                        """)
            }
        }
        status.renewedThrough = end
    }

    private mutating func tellStatus(_ store: CustomerStore) throws(StoreError) {
        let (bad, changed, last) = try store.read { database in
            (
                try CustomerStore.countBad(database), try CustomerStore.countChanged(database),
                try Int64.fetchOne(
                    database.cachedStatement(sql: "SELECT max(id) FROM phones")) ?? 0
            )
        }
        status.bad = bad
        status.changed = changed
        status.lastRow = last
        if status != told { tell(status) }
        told = status
    }
}
