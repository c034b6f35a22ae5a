import Customers
import GRDB

/// Carries out one write inside a transaction.
struct Writer {
    let database: Database
    let now: Moment
    /// Of the database, for errors.
    let path: String

    init(_ database: Database, now: Moment, path: String) {
        self.database = database
        self.now = now
        self.path = path
    }

    func perform(_ request: WriteRequest) throws -> WriteOutcome {
        var outcome = WriteOutcome.noCustomer
        do {
            try database.inSavepoint {
                outcome = try carryOut(request)
                return outcome.hasChanged ? .commit : .rollback
            }
        } catch let error as DatabaseError where error.meaning == .refused {
            // One row's fault; the others of the transaction may still go in.
            guard database.isInsideTransaction else { throw error }
            return .failed(StoreError(error, path: path))
        }
        return outcome
    }

    private func carryOut(_ request: WriteRequest) throws -> WriteOutcome {
        switch request.write {
        case .note(let customer, let text):
            return try insert(
                request, Kind(table: "notes", mark: "N"), of: customer,
                ["at": time(of: request), "agent": request.agent, "text": text])
        case .contact(let customer, let contact):
            return try insert(
                request, Kind(table: "interactions", mark: "K"), of: customer,
                values(of: contact, request))
        case .complaint(let customer, let subject):
            return try insert(
                request, Kind(table: "complaints", mark: "C"), of: customer,
                ["received_at": time(of: request), "subject": subject])
        case .closeComplaint(let reference, let isUpheld, let resolution):
            return try close(reference, request, isUpheld, resolution)
        case .referral(let customer, let party):
            return try refer(request, customer, party)
        case .beginOutage(let outage):
            return try begin(outage, request)
        case .addToOutage(let reference, let customers):
            return try add(customers, to: reference)
        case .endOutage(let reference):
            return try end(reference, request)
        case .overrideValue(let customer, let value, let reason, let expiresAt):
            return try override(request, customer, value, reason, expiresAt)
        case .link(let change, let number, let customer):
            return try self.change(change, number, customer, agent: request.agent)
        }
    }

    func time(of request: WriteRequest) -> Int64 { (request.at ?? now).secondsSince1970 }

    private func values(of contact: ContactTold, _ request: WriteRequest) -> Values {
        [
            "at": time(of: request), "agent": request.agent, "channel": contact.channel,
            "kind": contact.kind, "direction": "\(contact.direction.word)",
            "subject": contact.subject, "outcome": contact.outcome, "detail": contact.text,
        ]
    }
}

/// Rows that bear a reference.
extension Writer {
    typealias Values = [String: (any DatabaseValueConvertible)?]

    /// Where a write of one kind goes.
    struct Kind {
        let table: String
        /// Begins the references that we choose.
        let mark: String
        /// Together with the reference it tells a repeat from another's reference.
        var subject = "customer_id"
    }

    /// Inserts a row of `customer`.
    func insert(
        _ request: WriteRequest, _ kind: Kind, of customer: CustomerReference, _ values: Values
    ) throws -> WriteOutcome {
        guard let id = try id(of: customer) else { return .noCustomer }
        var values = values
        values[kind.subject] = id
        return try insert(request.reference, kind, values)
    }

    /// Inserts a row with a reference of the client's or of ours.
    func insert(_ reference: String?, _ kind: Kind, _ values: Values) throws -> WriteOutcome {
        if let reference, try exists(reference, in: kind.table) {
            let subject = values[kind.subject] ?? nil
            let isSame = try exists(reference, in: kind.table, kind.subject, subject)
            return isSame
                ? .repeated(reference: reference) : .referenceTaken(reference: reference)
        }
        let chosen = try reference ?? nextReference(kind)
        var values = values
        values["reference"] = chosen
        let columns = values.keys.sorted()
        let marks = columns.map { ":\($0)" }.joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO \(kind.table) (\(columns.joined(separator: ", "))) VALUES (\(marks))
                """)
        try statement.execute(arguments: StatementArguments(values))
        return .written(reference: chosen)
    }

    private func exists(_ reference: String, in table: String) throws -> Bool {
        try exists(reference, in: table, "reference", reference)
    }

    private func exists(
        _ reference: String, in table: String, _ column: String,
        _ value: (any DatabaseValueConvertible)?
    ) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT EXISTS
                    (SELECT 1 FROM \(table) WHERE reference = ? AND \(column) IS ?)
                    """),
            arguments: [reference, value]) ?? false
    }

    /// `N-17`: the number of the row to come; skips what a client has taken.
    private func nextReference(_ kind: Kind) throws -> String {
        let newest = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT max(id) FROM \(kind.table)"))
        // Behind the last row there is none; SQLite then takes any that is free.
        var number =
            newest == .max ? Int64.random(in: 1...Int64.max / 2) : max(newest ?? 0, 0) + 1
        while try exists("\(kind.mark)-\(number)", in: kind.table) { number += 1 }
        return "\(kind.mark)-\(number)"
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
