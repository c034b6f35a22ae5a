import Customers
import GRDB

/// Rows of the log, ascending.
extension [ClosedRange<Int64>] {
    /// Adds rows behind the others; to the last range, if they are next to it.
    mutating func join(_ rows: ClosedRange<Int64>) {
        if let last, last.upperBound + 1 == rows.lowerBound {
            self[count - 1] = last.lowerBound...rows.upperBound
        } else {
            append(rows)
        }
    }
}

/// What the next rows of the log say.
struct LogEntries {
    /// Rows to be passed over, ascending.
    let known: [ClosedRange<Int64>]
    var rowCount: Int64 = 0
    var last: Int64 = 0
    var customers: [CustomerID] = []
    var valued: [CustomerID] = []
    var interruptions: [Int64] = []
    var groups: [Int64] = []

    mutating func read(
        _ database: Database, after position: Int64, through end: Int64 = .max
    ) throws {
        last = position
        var known = known[...]
        try RawStatement(
            database,
            sql: """
                SELECT seq, customer_id, interruption_id, group_id, rescore FROM change_log
                WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3
                """
        ).forEach(position, end, Int64(ChangeLog.rowsPerReading)) { row in
            rowCount += 1
            last = row.integer(0)
            while let range = known.first, range.upperBound < last { known.removeFirst() }
            if let range = known.first, range.contains(last) { return }
            if let customer = row.customer(1) {
                customers.append(customer)
                if row.integer(4) != 0 { valued.append(customer) }
            }
            if let interruption = row.optionalInteger(2) { interruptions.append(interruption) }
            if let group = row.optionalInteger(3) { groups.append(group) }
        }
    }
}
