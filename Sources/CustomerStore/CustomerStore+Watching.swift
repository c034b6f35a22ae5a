import GRDB
import Glibc

extension CustomerStore {
    /// Two numbers that change with every commit, another program's and our own.
    ///
    /// Wraps `PRAGMA data_version` and `sqlite3_total_changes`.
    func changeCounters() throws(StoreError) -> (version: Int64, changes: Int) {
        try read { database in
            (
                try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version")) ?? 0,
                database.totalChangesCount
            )
        }
    }
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
