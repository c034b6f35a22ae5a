public import GRDB

#if canImport(Glibc)
    import Glibc
#endif

/// A database that is read and never changed: for an export.
///
/// It needs no right to write. On a disk that cannot be written SQLite's shared memory has no
/// place; where nothing else can be in the write-ahead log either, the file is then read as it
/// is, and looked at again at the end.
public struct ExchangeSource {
    public let path: String
    public let database: DatabaseQueue
    /// What the file was when it was opened without locks; `nil`: SQLite keeps it still for us.
    private let stamp: FileStamp?

    /// - Throws: also where there is no file: none is made.
    public init(
        path: String, busyTimeoutSeconds: Double = Importer.busyTimeoutSeconds
    ) throws(ExchangeError) {
        self.path = path
        try Self.checkIsFile(path)
        do {
            (database, stamp) = try Self.open(path, patience: busyTimeoutSeconds)
        } catch {
            throw ExchangeError(error, path: path)
        }
    }

    private static func open(
        _ path: String, patience: Double
    ) throws -> (DatabaseQueue, FileStamp?) {
        let stamp = FileStamp(path: path)
        do {
            let database = try CustomerStore.openForReading(path, patience: patience)
            try checkOwner(database, path)
            return (database, nil)
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_CANTOPEN && hasNoLog(path)
        {
            let database = try CustomerStore.openForReading(unlocked(path), patience: patience)
            try checkOwner(database, path)
            return (database, stamp)
        }
    }

    /// - Throws: when the file has changed although it is read without locks.
    func checkIsUnchanged() throws(ExchangeError) {
        guard let stamp else { return }
        guard Self.hasNoLog(path), FileStamp(path: path) == stamp else {
            throw .changedMeanwhile(path: path)
        }
    }

    private static func checkIsFile(_ path: String) throws(ExchangeError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw errno == ENOENT
                ? .noDatabase(path: path)
                : .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
        if let kind = FileSource.kind(of: status) { throw .unreadable(path: path, reason: kind) }
        guard unsafe access(path, R_OK) == 0 else {
            throw .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
    }

    /// Whether there is no write-ahead log with anything in it.
    private static func hasNoLog(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path + "-wal", &status) != 0 || status.st_size == 0
    }

    /// The file's address without locks and log (`immutable`).
    ///
    /// - Source: sqlite.org/uri.html.
    private static func unlocked(_ path: String) -> String {
        let escaped = path.utf8.map { byte in
            byte == 0x25 || byte == 0x3F || byte == 0x23
                ? "%" + String(byte, radix: 16, uppercase: true)
                : FieldText.string([byte].span)
        }
        return "file:\(escaped.joined())?immutable=1"
    }

    private static func checkOwner(_ database: DatabaseQueue, _ path: String) throws {
        try database.read { connection in
            guard
                try Int32.fetchOne(connection, sql: "PRAGMA application_id")
                    == Schema.applicationID
            else { throw ExchangeError.notOurDatabase(path: path) }
            guard try !Migrations.all.hasBeenSuperseded(connection) else {
                throw ExchangeError.newerDatabase(path: path)
            }
        }
    }
}

/// Which file it is, how long, and when it was written.
private struct FileStamp: Equatable {
    private let device: UInt64
    private let node: UInt64
    private let byteCount: Int
    private let seconds: Int
    private let nanoseconds: Int

    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
        byteCount = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
