import GRDB

/// All rows that name one customer, as its right of access wants them.
public struct SubjectReport: Sendable {
    /// Why there is none.
    public enum Failure: Error, Equatable, Sendable {
        case store(StoreError)
        case noCustomer(account: String)
    }

    /// A table's name, and its rows as JSON objects.
    public typealias Part = (table: String, rows: [String])

    /// One for each table that can name a customer, in the order of the schema.
    public let parts: [Part]

    /// Reads one moment of the database at `path`, beside whoever uses it.
    ///
    /// - Parameters:
    ///   - account: as the database has it.
    ///   - withStaff: whether rows say who of the staff made them.
    public init(of account: String, in path: String, withStaff: Bool) throws(Failure) {
        let found: [Part]?
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(Importer.busyTimeoutSeconds)
            configuration.label = "screenpop-subject"
            found = try DatabaseQueue(path: path, configuration: configuration).read { database in
                let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                guard owner == Schema.applicationID else {
                    throw StoreError.foreignDatabase(path: path)
                }
                guard
                    let id = try Int64.fetchOne(
                        database, sql: "SELECT id FROM customers WHERE account = ?",
                        arguments: [account])
                else { return nil }
                return try SubjectTable.all.map { table in
                    let rows = try String.fetchAll(
                        database, sql: table.query(withStaff: withStaff), arguments: [id])
                    return (table.name, rows)
                }
            }
        } catch {
            throw .store(StoreError(error, path: path))
        }
        guard let found else { throw .noCustomer(account: account) }
        parts = found
    }

    /// One JSON object: an array of rows for each table.
    public var json: String {
        let tables = parts.map { "\"\($0.table)\":[\($0.rows.joined(separator: ","))]" }
        return "{\(tables.joined(separator: ","))}"
    }
}

extension SubjectReport.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .noCustomer(let account): "no customer has the account \(account)"
        }
    }
}
