internal import GRDB

/// Finds the rows that a file refers to by name, by the indexes of SQLite.
///
/// Keeps the last customer only: files are mostly sorted by it, and a list of ten million
/// accounts has no place in memory.
struct RowDirectory {
    struct Customer {
        var id: Int64
        var country: String
    }

    private let customer: RawStatement
    private let interruption: RawStatement
    private var lastAccount: [UInt8] = []
    private var lastCustomer: Customer?

    init(_ database: Database) throws {
        customer = try RawStatement(
            database, sql: "SELECT id, country FROM customers WHERE account = ?1")
        interruption = try RawStatement(database, sql: RefusedInterruptions.finding)
    }

    mutating func forget() { lastAccount = [] }

    mutating func customer(_ account: Span<UInt8>) throws -> Customer? {
        if !lastAccount.isEmpty, isLast(account) { return lastCustomer }
        lastCustomer = try customer.firstRow(of: account) { row in
            Customer(id: row.integer(0), country: row.withBytes(1) { FieldText.string($0) })
        }
        lastAccount.removeAll(keepingCapacity: true)
        for index in account.indices { lastAccount.append(account[index]) }
        return lastCustomer
    }

    func interruption(_ reference: Span<UInt8>) throws -> Int64? {
        try interruption.firstRow(of: reference) { $0.integer(0) }
    }

    private func isLast(_ account: Span<UInt8>) -> Bool {
        guard account.count == lastAccount.count else { return false }
        return account.indices.allSatisfy { account[$0] == lastAccount[$0] }
    }
}
