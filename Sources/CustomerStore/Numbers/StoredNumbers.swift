public import Customers
import GRDB

/// A stored number that cannot be read.
public struct BadNumber: Equatable, Sendable {
    public let account: Account
    public let entered: String
    /// A word of `Numbering`, or another program's own.
    public let problem: String
}

/// A stored number that newer data of the numbering plans reads in another way.
public struct ChangedNumber: Equatable, Sendable {
    public let account: Account
    public let entered: String
    public let before: PhoneNumber?
    /// `nil`: it cannot be read any more, and `before` still stands.
    public let now: PhoneNumber?
    public let problem: String
    public let at: Moment
}

/// How the stored numbers are.
public struct NumberStatus: Equatable, Sendable {
    /// Rows that cannot be read.
    public var bad = 0
    /// Rows that newer data has read in another way, ever.
    public var changed = 0
    /// Rows that the daemon has read for other programs since it started.
    public var read = 0
    /// The last row that was held against newer data; `nil`: all have been.
    public var renewedThrough: Int64?
    /// The last row there is.
    public var lastRow: Int64 = 0

    public init() {}
}

extension CustomerReading {
    /// The stored numbers that cannot be read, by reason, and how many there are.
    public func badNumbers(limit: Int) throws(StoreError) -> (numbers: [BadNumber], count: Int) {
        try read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT c.account, p.entered, p.problem
                        FROM phones p JOIN customers c ON c.id = p.customer_id
                        WHERE p.number IS NULL AND p.problem > '' ORDER BY p.problem, p.id LIMIT ?
                        """), arguments: [limit])
            let numbers = rows.compactMap { row in
                Account(row.text(0)).map {
                    BadNumber(account: $0, entered: row.text(1), problem: row.text(2))
                }
            }
            return (numbers, try CustomerStore.countBad(database))
        }
    }

    /// The stored numbers that newer data has read in another way, latest first, and how many.
    public func changedNumbers(
        limit: Int
    ) throws(StoreError) -> (numbers: [ChangedNumber], count: Int) {
        try read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT c.account, n.entered, n.number_before, n.number_now, n.problem, n.at
                        FROM number_changes n JOIN customers c ON c.id = n.customer_id
                        ORDER BY n.id DESC LIMIT ?
                        """), arguments: [limit])
            let numbers = rows.compactMap { row -> ChangedNumber? in
                guard let account = Account(row.text(0)), let at = row.moment(5) else {
                    return nil
                }
                return ChangedNumber(
                    account: account, entered: row.text(1), before: row.number(2),
                    now: row.number(3), problem: row.text(4), at: at)
            }
            return (numbers, try CustomerStore.countChanged(database))
        }
    }

}

extension CustomerStore {
    static func countBad(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT count(*) FROM phones WHERE number IS NULL AND problem > ''")) ?? 0
    }

    static func countChanged(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT count(*) FROM number_changes")) ?? 0
    }

}
