public import GRDB
import Glibc
public import Scoring

/// Everything that is known of all customers, in one SQLite file.
///
/// Not `Sendable`: it belongs to the thread that opened it. Every call may wait for the disk.
public final class CustomerStore {
    /// How long a statement waits for another program's lock, in seconds.
    public static let busySeconds = 5.0

    public let path: String
    /// What counts, and for how long.
    public let rules: CountRules
    private(set) var queue: DatabaseQueue
    /// The file that is open, whatever stands at `path` by now.
    private(set) var identity: FileIdentity?
    /// The write-ahead log of that file.
    var logIdentity: FileIdentity?
    private let busySeconds: Double

    /// Opens the database, creating and migrating it where needed.
    ///
    /// - Parameter busySeconds: how long to wait for another program's lock.
    public init(
        path: String, rules: CountRules = .standard,
        busySeconds: Double = CustomerStore.busySeconds
    ) throws(StoreError) {
        self.path = path
        self.rules = rules
        self.busySeconds = busySeconds
        (queue, identity) = try Self.open(path, busySeconds: busySeconds)
    }

    func open() throws(StoreError) {
        (queue, identity) = try Self.open(path, busySeconds: busySeconds)
    }

    private static func open(
        _ path: String, busySeconds: Double
    ) throws(StoreError) -> (DatabaseQueue, FileIdentity?) {
        do {
            try checkFile(path)
            let queue = try DatabaseQueue(
                path: path, configuration: configuration(busySeconds: busySeconds))
            try checkOwner(queue, path)
            let migrator = Migrations.all
            if try queue.read(migrator.hasBeenSuperseded) {
                throw StoreError.newerVersion(path: path)
            }
            try migrator.migrate(queue)
            return (queue, FileIdentity(path: path))
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in a read transaction.
    public func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// Runs `body` in one snapshot; it may fill temporary tables.
    func readWithTables<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.inDatabase { database in
                var value: Value?
                try database.inTransaction(.deferred) {
                    value = try body(database)
                    return .commit
                }
                guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                return value
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in one transaction; it is on the disk when this returns.
    public func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.write(body) } catch { throw StoreError(error, path: path) }
    }

    private static func configuration(busySeconds: Double) -> Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "screenpop"
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA trusted_schema = OFF;
                    """)
        }
        return configuration
    }

    private static func checkFile(_ path: String) throws(StoreError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard unsafe access(folder, F_OK) == 0 else { throw .noFolder(path: path) }
        if unsafe access(path, F_OK) == 0 {
            guard unsafe access(path, R_OK | W_OK) == 0 else { throw .readOnly(path: path) }
        } else {
            guard unsafe access(folder, W_OK) == 0 else { throw .readOnly(path: path) }
        }
    }

    /// Refuses a database that holds somebody else's tables.
    private static func checkOwner(_ queue: DatabaseQueue, _ path: String) throws {
        let (owner, tableCount) = try queue.read { database in
            (
                try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            )
        }
        let isEmpty = owner == 0 && tableCount == 0
        if !isEmpty && owner != Schema.applicationID {
            throw StoreError.foreignDatabase(path: path)
        }
    }
}
