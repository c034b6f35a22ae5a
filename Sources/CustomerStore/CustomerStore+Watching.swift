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
        guard current != identity else {
            logIdentity = FileIdentity(path: logPath)
            return
        }
        try reopen()
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
    }

    private var logPath: String { path + "-wal" }
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
