internal import GRDB

/// What an import takes away of what its source no longer has.
public enum RemovalRule: Hashable, Sendable {
    /// What is gone, unless that is more than half of a file's rows.
    case upToHalf
    case allThatIsGone
}

/// Takes away what a source no longer has: rows that it has brought and its file does not name.
struct Removal {
    /// The largest part of a source's rows in a table that goes without being forced.
    static let largestShare = 0.5
    /// Rows in a transaction, unless the time is over before.
    static let rowsPerTransaction = 500

    /// What came of it.
    enum Outcome {
        case removed(Int)
        /// So many of so many are gone: too many to believe it.
        case tooMany(Int, of: Int)
    }

    let file: ExchangeFile
    let origin: ImportOrigin
    let takesMost: Bool
    let elapsed: () -> Duration

    private var keys: [String] { file.keys.map(\.stored) }

    /// Removes what the file has not named, in short transactions.
    func run(in database: Database) throws -> Outcome {
        let (gone, all) = try findGone(in: database)
        if Double(gone) > Double(all) * Self.largestShare, !takesMost {
            return .tooMany(gone, of: all)
        }
        var removed = 0
        while try removeSome(in: database, &removed) {}
        return .removed(removed)
    }

    private func findGone(in database: Database) throws -> (gone: Int, all: Int) {
        let second = keys.count > 1 ? "t.\(keys[1])" : "0"
        try database.execute(
            sql: """
                DROP TABLE IF EXISTS temp.gone_rows;
                CREATE TABLE temp.gone_rows (first, second);
                INSERT INTO temp.gone_rows SELECT t.\(keys[0]), \(second) FROM \(file.table) AS t
                WHERE source = \(origin.literal) AND NOT EXISTS (
                    SELECT 1 FROM \(NamedRows.table(file)) AS n
                    WHERE n.first = t.\(keys[0]) AND n.second = \(second))
                """)
        let gone = try Int.fetchOne(database, sql: "SELECT count(*) FROM temp.gone_rows") ?? 0
        let all =
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM \(file.table) WHERE source = \(origin.literal)") ?? 0
        return (gone, all)
    }

    /// - Returns: whether there are more.
    private func removeSome(in database: Database, _ removed: inout Int) throws -> Bool {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT rowid, first, second FROM temp.gone_rows
                ORDER BY rowid LIMIT \(Self.rowsPerTransaction)
                """)
        guard !rows.isEmpty else { return false }
        let second = keys.count > 1 ? " AND \(keys[1]) = ?2" : ""
        try database.inTransaction(.immediate) {
            let began = elapsed()
            for row in rows {
                let (first, other): (DatabaseValue, DatabaseValue) = (row[1], row[2])
                try database.cachedStatement(
                    sql: """
                        DELETE FROM \(file.table)
                        WHERE \(keys[0]) = ?1\(second) AND source = \(origin.literal)
                        """
                ).execute(arguments: second.isEmpty ? [first] : [first, other])
                removed += database.changesCount
                try database.cachedStatement(sql: "DELETE FROM temp.gone_rows WHERE rowid = ?")
                    .execute(arguments: [row[0] as Int64])
                if elapsed() - began > FileImport.transactionLimit { break }
            }
            return .commit
        }
        return true
    }
}
