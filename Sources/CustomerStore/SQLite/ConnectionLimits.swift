import GRDB
import GRDBSQLite

extension Database {
    /// The longest value that is read or written, in bytes: nothing that is ours is a hundredth of
    /// that, and what is longer, SQLite refuses before it has read it.
    static let valueLimit: Int32 = 1 << 20

    /// Wraps `sqlite3_limit`.
    func limitValues() {
        _ = unsafe sqlite3_limit(sqliteConnection, SQLITE_LIMIT_LENGTH, Self.valueLimit)
    }
}
