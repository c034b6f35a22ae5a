public import GRDB
import Glibc
import Scoring

/// Everything that is known of all customers, in one SQLite file.
///
/// Not `Sendable`: it belongs to the thread that opened it, which waits for those that help it to
/// read (`SliceReaders`). Every call may wait for the disk.
public final class CustomerStore: CustomerReading {
    /// How long a statement waits for another program's lock, in seconds.
    public static let busySeconds = 5.0
    /// How long one reading or writing may take: a trigger or a view of another program's may have
    /// no end.
    static let limitMilliseconds = 30_000
    /// How long the log may be once it is of no more use, in bytes.
    private static let logBytes = 64 << 20

    public let path: String
    /// What makes the four figures.
    public private(set) var scoring: ScoringSettings
    private(set) var queue: DatabaseQueue
    /// The file that is open, whatever stands at `path` by now.
    private(set) var identity: FileIdentity?
    /// The write-ahead log of that file.
    var logIdentity: FileIdentity?
    /// Counts the times at which everything had to be read anew.
    private(set) var generation = 0
    /// The rows of `change_log` that `perform` has written and nobody has taken.
    var writtenRows: [ClosedRange<Int64>] = []
    /// What those go by who read beside us.
    public let file: StoreFile
    /// Breaks off what takes too long.
    let limit: QuestionLimit
    /// How long the writes of one transaction may take.
    var writeMilliseconds = 5000
    /// What other programs have done to the schema.
    public internal(set) var schema = SchemaState()
    var schemaVersion: Int64 = 0
    /// What has happened to the file, until it is told.
    var notices: [StoreNotice] = []

    public var unreadable: UnreadableRows { file.unreadable }

    /// Opens the database, creating and migrating it where needed.
    ///
    /// - Parameters:
    ///   - busySeconds: how long to wait for another program's lock.
    ///   - patience: how long each statement waits once the database is open; a thread with
    ///     other work had better come back later.
    public init(
        path: String, scoring: ScoringSettings = .standard,
        busySeconds: Double = CustomerStore.busySeconds, patience: Double? = nil
    ) throws(StoreError) {
        self.path = path
        self.scoring = scoring
        limit = QuestionLimit()
        (queue, identity) = try Self.open(path, busySeconds: busySeconds, limit)
        file = StoreFile(path: path, patience: patience ?? busySeconds, identity, scoring)
        try mendSchema()
        try setPatience()
    }

    /// Takes other settings; the figures of all customers must be told anew.
    public func change(_ scoring: ScoringSettings) {
        guard scoring != self.scoring else { return }
        self.scoring = scoring
        file.change(scoring)
        generation += 1
    }

    /// Opens the file that stands at `path` now.
    func open() throws(StoreError) {
        generation += 1
        writtenRows = []
        limit.lift()
        (queue, identity) = try Self.open(path, busySeconds: file.patience, limit)
        file.opened(identity)
        try mendSchema()
        try setPatience()
    }

    /// Whether the open file is the one that stands at `path`.
    var isInPlace: Bool { identity != nil && FileIdentity(path: path) == identity }

    /// Another connection to the file that stands at `path`, which cannot change it.
    ///
    /// - Parameters:
    ///   - patience: how long a statement waits for another program's lock, in seconds.
    ///   - prepare: runs when it is open.
    static func openForReading(
        _ path: String, patience: Double,
        prepare: @escaping @Sendable (Database) throws -> Void = { _ in }
    ) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        configuration.label = "screenpop-reading"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            database.limitValues()
            try prepare(database)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Wraps `PRAGMA busy_timeout`.
    private func setPatience() throws(StoreError) {
        let milliseconds = Int(file.patience * 1000)
        try read { try $0.execute(sql: "PRAGMA busy_timeout = \(milliseconds)") }
    }

    private static func open(
        _ path: String, busySeconds: Double, _ limit: QuestionLimit
    ) throws(StoreError) -> (DatabaseQueue, FileIdentity?) {
        do {
            try checkFile(path)
            let queue = try DatabaseQueue(
                path: path, configuration: configuration(busySeconds: busySeconds, limit))
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

    /// Runs `body` in one snapshot; it may fill temporary tables and nothing else.
    public func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try withConnection { try $0.inSnapshot(body) }
    }

    /// Runs `body` outside of any transaction.
    func withConnection<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        limit.begin(milliseconds: Self.limitMilliseconds)
        do { return try queue.inDatabase(body) } catch { throw StoreError(error, path: path) }
    }

    /// Runs `body` in one transaction; it is on the disk when this returns.
    public func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try write(within: Self.limitMilliseconds, body)
    }

    /// The same within so many milliseconds; `nil`: however long it takes.
    func write<Value>(
        within milliseconds: Int?, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        if let milliseconds { limit.begin(milliseconds: milliseconds) } else { limit.lift() }
        do { return try queue.write(body) } catch { throw StoreError(error, path: path) }
    }

    private static func configuration(
        busySeconds: Double, _ limit: QuestionLimit
    ) -> Configuration {
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
                    PRAGMA journal_size_limit = \(logBytes);
                    """)
            database.limitValues()
            limit.watch(database)
            try CustomerSet.prepare(database)
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
            makeFile(path)
        }
    }

    /// Makes the file before SQLite does, so that nobody else may read it, nor what SQLite puts
    /// beside it. What goes wrong here SQLite finds and says.
    private static func makeFile(_ path: String) {
        let file = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 { _ = close(file) }
    }

    /// Refuses a database that holds somebody else's tables.
    private static func checkOwner(_ queue: DatabaseQueue, _ path: String) throws {
        let (owner, tableCount) = try queue.read { database in
            (
                try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                // The migrator's own table is there first: the disk may have been full behind it.
                try Int.fetchOne(
                    database,
                    sql: """
                        SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'
                        """) ?? 0
            )
        }
        let isEmpty = owner == 0 && tableCount == 0
        if !isEmpty && owner != Schema.applicationID {
            throw StoreError.foreignDatabase(path: path)
        }
    }
}
