import Customers
import GRDB

/// Which customers to read: a range of rows, or a set put into a temporary table first.
enum CustomerSet {
    case range(ClosedRange<Int64>)
    case wanted

    /// The condition on `column`, with the bounds as arguments 1 and 2.
    func condition(_ column: String) -> String {
        switch self {
        case .range: "\(column) BETWEEN ?1 AND ?2"
        // The arguments are named so that both forms take two.
        case .wanted: "\(column) IN (SELECT id FROM temp.wanted) AND ?1 <= ?2"
        }
    }

    var bounds: (Int64, Int64) {
        switch self {
        case .range(let range): (range.lowerBound, range.upperBound)
        case .wanted: (0, 0)
        }
    }

    /// The last row that a customer can have.
    static let lastRow = Int64(UInt32.max)

    /// The next rows of `customers`; `nil` at the end. Rows that no customer can have are not
    /// among them.
    static func rows(
        after last: Int64, limit: Int, _ database: Database
    ) throws -> ClosedRange<Int64>? {
        let end =
            try Int64.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT id FROM customers WHERE id > ? AND id <= ?
                        ORDER BY id LIMIT 1 OFFSET ?
                        """), arguments: [last, lastRow, limit - 1])
            ?? Int64.fetchOne(
                database.cachedStatement(
                    sql: "SELECT max(id) FROM customers WHERE id > ? AND id <= ?"),
                arguments: [last, lastRow])
        // In a damaged table a row may stand where it does not belong.
        guard let end, end > last, end <= lastRow else { return nil }
        return last + 1...end
    }

    /// Rows of `customers` that no customer can have; a thousand at most are counted.
    static func countStrangers(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*) FROM (SELECT 1 FROM customers WHERE id < 1 OR id > ? LIMIT 1000)
                    """), arguments: [lastRow]) ?? 0
    }

    /// These customers and perhaps others between them: where they lie close together, one
    /// range of rows costs half of looking each of them up.
    ///
    /// - Parameter customers: ascending, not empty.
    static func covering(_ customers: [CustomerID], in database: Database) throws -> Self {
        let (first, last) = (Int64(customers[0].value), Int64(customers[customers.count - 1].value))
        if last - first < Int64(2 * customers.count) { return .range(first...last) }
        return try want(customers, in: database)
    }

    /// Every connection that is to know `wanted` makes it at once: making it later, or trying to,
    /// costs GRDB all its prepared statements.
    static func prepare(_ database: Database) throws {
        try database.execute(sql: "CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
    }

    /// Reads what `read` reads, in parts where the whole cannot be read because of one text that
    /// is too long.
    ///
    /// - Parameters:
    ///   - read: tells nobody anything before it has come to its end.
    ///   - alone: takes the customer of that text.
    func readInParts(
        _ database: Database, _ read: (CustomerSet) throws -> Void,
        alone: (CustomerID) throws -> Void
    ) throws {
        do {
            try read(self)
        } catch let error as DatabaseError where error.meaning == .tooLong {
            switch self {
            case .range(let rows) where rows.lowerBound == rows.upperBound:
                if let customer = CustomerID(row: rows.lowerBound) { try alone(customer) }
            case .range(let rows):
                let middle = rows.lowerBound + (rows.upperBound - rows.lowerBound) / 2
                for part in [rows.lowerBound...middle, middle + 1...rows.upperBound] {
                    try Self.range(part).readInParts(database, read, alone: alone)
                }
            case .wanted:
                let rows = try Int64.fetchAll(
                    database.cachedStatement(sql: "SELECT id FROM temp.wanted ORDER BY id"))
                for row in rows {
                    try Self.range(row...row).readInParts(database, read, alone: alone)
                }
            }
        }
    }

    /// Fills the temporary table; the statements that read it see just these customers.
    static func want(_ customers: some Sequence<CustomerID>, in database: Database) throws -> Self {
        try database.cachedStatement(sql: "DELETE FROM temp.wanted").execute()
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO temp.wanted (id) VALUES (?)")
        for customer in customers { try insert.execute(arguments: [Int64(customer.value)]) }
        return .wanted
    }

    /// One of the temporary table who is no customer.
    static func wantedStranger(in database: Database) throws -> CustomerID? {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT id FROM temp.wanted w
                    WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = w.id) LIMIT 1
                    """)
        ).flatMap { CustomerID(row: $0) }
    }
}
