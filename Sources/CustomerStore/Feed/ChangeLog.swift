import Customers
import GRDB

/// Reads what the triggers have noted in `change_log`.
struct ChangeLog {
    /// Rows read at once.
    static let rowsPerReading = 10_000

    /// The newest row that has been taken into account.
    private(set) var position: Int64

    /// Begins behind everything that is there now.
    init(_ database: Database) throws {
        position = try Self.newest(database)
    }

    /// The customers touched since the last reading.
    ///
    /// - Returns: `nil` when rows are missing: somebody emptied the log, or it was cut
    ///   before we came. Then everything must be read again.
    mutating func changes(_ database: Database) throws -> (customers: Set<CustomerID>, isAll: Bool)?
    {
        let newest = try Self.newest(database)
        guard newest >= position else { return nil }
        var customers: Set<CustomerID> = []
        var rowCount: Int64 = 0
        var last = position
        var interruptions: Set<Int64> = []
        try RowReader(
            database,
            sql: """
                SELECT seq, customer_id, interruption_id FROM change_log
                WHERE seq > ?1 ORDER BY seq LIMIT ?2
                """
        ).forEach(position, Int64(Self.rowsPerReading)) { row in
            rowCount += 1
            last = row.integer(0)
            if !row.isNull(1) { customers.insert(row.customer(1)) }
            if let interruption = row.optionalInteger(2) { interruptions.insert(interruption) }
        }
        if rowCount == 0, newest > position { return nil }
        guard rowCount == last - position else { return nil }
        for interruption in interruptions {
            try RowReader(
                database,
                sql: "SELECT customer_id FROM interruption_customers WHERE interruption_id = ?1"
            ).forEach(interruption) { customers.insert($0.customer(0)) }
        }
        position = last
        return (customers, last == newest)
    }

    /// `AUTOINCREMENT` remembers the number of the newest row even when it is deleted.
    private static func newest(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT seq FROM sqlite_sequence WHERE name = 'change_log'")) ?? 0
    }
}
