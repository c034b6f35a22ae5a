import GRDB
import Glibc

extension CustomerStore {
    /// Two numbers that change with every commit, another program's and our own.
    ///
    /// Wraps `PRAGMA data_version` and `sqlite3_total_changes`.
    func changeCounters() throws(StoreError) -> (version: Int64, changes: Int) {
        try withConnection { database in
            (
                try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version")) ?? 0,
                database.totalChangesCount
            )
        }
    }

    /// Opens the file that stands at `path` now, if it is not the one that is open.
    ///
    /// - Throws: `missing` when there is none; what is open is then nobody's any more.
    func followFile() throws(StoreError) {
        guard let current = FileIdentity(path: path) else { throw .missing(path: path) }
        guard current == identity else { return try reopen() }
        let log = FileIdentity(path: logPath)
        guard let known = logIdentity, known != log else {
            logIdentity = log
            return
        }
        try leaveLostLog()
    }

    /// Opens the file that stands at `path` now in place of the one that did.
    ///
    /// The write-ahead log beside it may still be the old file's, whose pages SQLite would
    /// put into the new one: it goes first.
    private func reopen() throws(StoreError) {
        // What it still has open closes when the last of its statements is gone.
        try? queue.close()
        if let old = logIdentity, old == FileIdentity(path: logPath) {
            _ = unsafe unlink(logPath)
            _ = unsafe unlink(path + "-shm")
        }
        logIdentity = nil
        try open()
        notices.append(.fileReplaced)
    }

    /// Somebody has removed the write-ahead log that is open: what others write from now on is in
    /// another one. What ours holds goes into the database first, as long as it can.
    private func leaveLostLog() throws(StoreError) {
        logIdentity = nil
        let isSaved = (try? checkpoint()) ?? false
        try? queue.close()
        try open()
        notices.append(.logRemoved(isSaved: isSaved))
    }

    /// Wraps `PRAGMA wal_checkpoint`.
    ///
    /// - Returns: whether everything is in the database now.
    private func checkpoint() throws(StoreError) -> Bool {
        try withConnection { database in
            let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            return row.map { !$0.flag(0) } ?? false
        }
    }

    /// How long the write-ahead log is, in bytes.
    ///
    /// Wraps `stat(2)`.
    var logBytes: Int {
        var status = stat()
        return unsafe stat(logPath, &status) == 0 ? Int(status.st_size) : 0
    }

    private var logPath: String { path + "-wal" }
}

/// What has happened to the database that is no lasting trouble.
public enum StoreNotice: Equatable, Sendable {
    /// Another file has been put in its place, and is open now.
    case fileReplaced
    /// Somebody has removed the write-ahead log.
    ///
    /// - Parameter isSaved: whether what it held is in the database.
    case logRemoved(isSaved: Bool)
}

/// Tells two files of the same name apart.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let node: UInt64

    /// Wraps `stat(2)`; `nil` when there is no such file.
    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
    }
}
