import Customers
import GRDB

/// Reads what the triggers have noted in `change_log`.
struct ChangeLog {
    /// Rows read at once.
    static let rowsPerReading = 10_000
    /// Rows kept for other readers; older ones are deleted.
    static let keptRows: Int64 = 1_000_000
    /// Rows deleted in one transaction.
    private static let rowsPerPruning: Int64 = 10_000
    /// Parents followed upwards by `CompanyGroups`; so far down a change reaches.
    private static let groupDepth: Int64 = 17

    /// The customers touched since the last reading.
    struct Changes {
        var customers: [CustomerID] = []
        /// Those whose value may be another one now.
        var valued: [CustomerID] = []
        /// Whether the end of the log was reached.
        var isAll = false

        var isEmpty: Bool { customers.isEmpty && valued.isEmpty }
    }

    /// A row, which names a moment in the history of one database.
    struct Place: Equatable {
        var position: Int64
        /// What tells that row from another one with its number.
        var mark: Int64
    }

    /// The newest row that has been taken into account.
    private var position: Int64
    /// What tells that row from another one with its number; `nil`: it was not there.
    private var mark: Int64?
    private var prunedAt: Int64 = 0
    /// Rows behind `position` that were taken into account before their turn, ascending.
    private var readAhead: [ClosedRange<Int64>] = []

    /// Begins behind everything that is there now.
    init(_ database: Database) throws {
        position = try Self.newest(database)
        mark = try Self.mark(at: position, database)
    }

    /// Begins behind a row, if it is there still.
    init?(behind place: Place, _ database: Database) throws {
        guard try Self.mark(at: place.position, database) == place.mark else { return nil }
        position = place.position
        mark = place.mark
    }

    /// Adds a row that says nothing: its mark names this moment. When it is committed,
    /// `goOn(behind:)` follows.
    ///
    /// - Returns: `nil` when there are rows that were not read.
    func markHere(_ database: Database) throws -> Place? {
        guard try isCurrent(database) else { return nil }
        try database.execute(sql: "INSERT INTO change_log (rescore) VALUES (0)")
        let position = database.lastInsertedRowID
        return try Self.mark(at: position, database).map { Place(position: position, mark: $0) }
    }

    /// The row says nothing and comes next.
    mutating func goOn(behind place: Place) { (position, mark) = (place.position, place.mark) }

    /// - Returns: `nil` when rows are missing: somebody emptied the log, or it was cut
    ///   before we came. Then everything must be read again.
    mutating func changes(_ database: Database) throws -> Changes? {
        guard try Self.mark(at: position, database) == mark, position <= Self.lastRow else {
            return nil
        }
        var entries = LogEntries(known: readAhead)
        try entries.read(database, after: position)
        guard entries.rowCount == entries.last - position else { return nil }
        var changes = try Self.changes(entries, database)
        changes.isAll = try Self.newest(database) == entries.last
        guard entries.rowCount > 0 || changes.isAll else { return nil }
        (mark, position) = (try Self.mark(at: entries.last, database), entries.last)
        readAhead.removeAll { $0.upperBound <= position }
        return changes
    }

    /// The customers touched by some rows, before their turn; that will pass over them.
    ///
    /// - Parameter rows: behind those of an earlier call.
    /// - Returns: the changes, and which of the rows say them; `nil` when rows are missing.
    mutating func changes(
        ahead rows: ClosedRange<Int64>, _ database: Database
    ) throws -> (Changes, read: ClosedRange<Int64>)? {
        var entries = LogEntries(known: [])
        try entries.read(database, after: rows.lowerBound - 1, through: rows.upperBound)
        guard entries.rowCount > 0, entries.rowCount == entries.last - rows.lowerBound + 1 else {
            return nil
        }
        let changes = try Self.changes(entries, database)
        let read = rows.lowerBound...entries.last
        readAhead.join(read)
        return (changes, read)
    }

    private static func changes(_ entries: LogEntries, _ database: Database) throws -> Changes {
        var changes = Changes(customers: entries.customers, valued: entries.valued)
        for interruption in Set(entries.interruptions) {
            try RawStatement(
                database,
                sql: "SELECT customer_id FROM interruption_customers WHERE interruption_id = ?1"
            ).forEach(interruption) { row in
                if let customer = row.customer(0) { changes.customers.append(customer) }
            }
        }
        for group in Set(entries.groups) { try expand(group, database, &changes) }
        return changes
    }

    /// Whether nothing has been written that was not read.
    func isCurrent(_ database: Database) throws -> Bool {
        try Self.newest(database) == position && Self.mark(at: position, database) == mark
    }

    /// Deletes rows that nobody needs any more.
    mutating func prune(_ store: CustomerStore) throws(StoreError) {
        let end = max(position, 0) - Self.keptRows
        guard end >= prunedAt + Self.rowsPerPruning else { return }
        let oldest = try store.write { database in
            let oldest = try Int64.fetchOne(database, sql: "SELECT min(seq) FROM change_log") ?? end
            try database.execute(
                sql: "DELETE FROM change_log WHERE seq <= ?",
                arguments: [min(end, oldest + Self.rowsPerPruning - 1)])
            return oldest
        }
        prunedAt = min(end, oldest + Self.rowsPerPruning - 1)
    }

    /// Whose group is another one when `customer` got another parent, and who has named them.
    private static func expand(
        _ customer: Int64, _ database: Database, _ changes: inout Changes
    ) throws {
        try RawStatement(
            database,
            sql: """
                WITH RECURSIVE members (id, depth) AS (
                    SELECT ?1, 0 UNION
                    SELECT c.id, m.depth + 1 FROM customers c JOIN members m ON c.parent_id = m.id
                    WHERE m.depth < ?2)
                SELECT id FROM members
                UNION SELECT referrer_id FROM referrals
                    WHERE referred_id IN (SELECT id FROM members)
                """
        ).forEach(customer, groupDepth) { row in
            guard let customer = row.customer(0) else { return }
            changes.customers.append(customer)
            changes.valued.append(customer)
        }
    }

    /// `AUTOINCREMENT` remembers the number of the newest row even when it is deleted; unless
    /// another program has put its own number there.
    static func newest(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT max(
                        coalesce((SELECT max(CAST(seq AS INTEGER)) FROM sqlite_sequence
                            WHERE name = 'change_log'), 0),
                        coalesce((SELECT max(seq) FROM change_log), 0))
                    """)) ?? 0
    }

    /// The last number that a row may have: from here on others soon find none, and cannot write.
    private static let lastRow = Int64.max / 2

    /// Begins to count anew where the numbers come to their end, or begin below 0: another program
    /// has set them. Everything must be read then.
    static func renumber(_ store: CustomerStore) throws(StoreError) {
        let isSound = try store.read { database in
            let oldest = try Int64.fetchOne(database, sql: "SELECT min(seq) FROM change_log") ?? 0
            return try newest(database) <= lastRow && oldest >= 0
        }
        guard !isSound else { return }
        try store.write { database in
            try database.execute(
                sql: """
                    DELETE FROM change_log;
                    UPDATE sqlite_sequence SET seq = 0 WHERE name = 'change_log';
                    """)
        }
    }

    private static func mark(at position: Int64, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT mark FROM change_log WHERE seq = ?"),
            arguments: [position])
    }
}
