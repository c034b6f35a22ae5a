public import Customers
import GRDB

extension CustomerStore {
    /// Carries out several clients' writes in one transaction.
    ///
    /// Each stands in a savepoint of its own, so that one that is refused leaves no trace.
    ///
    /// - Returns: one outcome for each, in their order. What is `written` is on the disk.
    public func perform(_ requests: [WriteRequest], now: Moment) -> [WriteOutcome] {
        do throws(StoreError) {
            return try write { database in
                try requests.map { try Writer(database, now: now).perform($0) }
            }
        } catch {
            return requests.map { _ in .failed(error) }
        }
    }
}

/// Carries out one write inside a transaction.
struct Writer {
    let database: Database
    let now: Moment

    init(_ database: Database, now: Moment) {
        self.database = database
        self.now = now
    }

    func perform(_ request: WriteRequest) throws -> WriteOutcome {
        var outcome = WriteOutcome.noCustomer
        try database.inSavepoint {
            outcome = try carryOut(request)
            switch outcome {
            case .written, .linked: return .commit
            default: return .rollback
            }
        }
        return outcome
    }

    private func carryOut(_ request: WriteRequest) throws -> WriteOutcome {
        switch request.write {
        case .note(let customer, let text, let agent):
            guard let customer = try id(of: customer) else { return .noCustomer }
            return try insert(
                into: "notes", request.reference, mark: "N",
                ["customer_id": customer, "at": now.secondsSince1970, "agent": agent, "text": text])
        case .link(let change, let number, let customer, let agent):
            return try self.change(change, number, customer, agent: agent)
        }
    }

    /// Inserts a row with a reference of the client's or of ours.
    ///
    /// - Parameter mark: begins the references that we choose.
    func insert(
        into table: String, _ reference: String?, mark: String,
        _ values: [String: (any DatabaseValueConvertible)?]
    ) throws -> WriteOutcome {
        if let reference, try exists(reference, in: table) {
            return .repeated(reference: reference)
        }
        let chosen = try reference ?? nextReference(in: table, mark: mark)
        var values = values
        values["reference"] = chosen
        let columns = values.keys.sorted()
        let marks = columns.map { ":\($0)" }.joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
        try statement.execute(arguments: StatementArguments(values))
        return .written(reference: chosen)
    }

    func exists(_ reference: String, in table: String) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE reference = ?)"),
            arguments: [reference]) ?? false
    }

    /// `N-17`: the number of the row to come; skips what a client has taken.
    private func nextReference(in table: String, mark: String) throws -> String {
        let newest = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT max(id) FROM \(table)"))
        var number = (newest ?? 0) + 1
        while try exists("\(mark)-\(number)", in: table) { number += 1 }
        return "\(mark)-\(number)"
    }

    func id(of customer: CustomerReference) throws -> Int64? {
        switch customer {
        case .account(let account):
            return try CustomerStore.customer(account, in: database).map { Int64($0.value) }
        case .id(let id):
            return try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT id FROM customers WHERE id = ?"),
                arguments: [Int64(id.value)])
        }
    }
}
