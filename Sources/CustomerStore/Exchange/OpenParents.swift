internal import GRDB

/// Customers whose parent comes later in the same file, kept on disk until the file is read.
///
/// Until then they have no parent. One that has a parent by the end got it from a later row,
/// which counts.
enum OpenParents {
    /// Customers in a transaction.
    static let batchLimit = 5_000

    static func create(in database: Database) throws {
        try database.execute(
            sql: """
                DROP TABLE IF EXISTS temp.open_parents;
                CREATE TEMP TABLE open_parents (
                    account TEXT PRIMARY KEY, parent TEXT NOT NULL, line INTEGER NOT NULL);
                """)
    }

    static func keeping(in database: Database) throws -> Statement {
        try database.makeStatement(
            sql: "INSERT OR REPLACE INTO temp.open_parents VALUES (?, ?, ?)")
    }

    static func keep(
        _ open: RowChecker.OpenParent, line: Int, with statement: Statement
    ) throws {
        try statement.execute(arguments: [open.account, open.parent, line])
    }

    /// Joins the next customers with their parents.
    ///
    /// - Returns: the customers whose parent is unknown; `nil` when there are none left.
    static func resolve(_ file: String, in database: Database) throws -> [ImportIssue]? {
        var unknown: [ImportIssue]?
        try database.inTransaction(.immediate) {
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT open.rowid, open.account, open.parent, open.line, customers.id
                    FROM (SELECT rowid, * FROM temp.open_parents LIMIT \(batchLimit)) AS open
                    LEFT JOIN customers ON customers.account = open.parent
                    """)
            guard !rows.isEmpty else { return .commit }
            unknown = try rows.compactMap { try resolve($0, file, in: database) }
            return .commit
        }
        return unknown
    }

    private static func resolve(
        _ row: Row, _ file: String, in database: Database
    ) throws -> ImportIssue? {
        try database.cachedStatement(sql: "DELETE FROM temp.open_parents WHERE rowid = ?")
            .execute(arguments: [row[0] as Int64])
        guard let parent = row[4] as Int64? else {
            let name: String = row[2]
            return ImportIssue(
                kind: .notice, file: file, line: row[3],
                column: "parent_account", reason: "no customer '\(name)'; kept without a parent")
        }
        try database.cachedStatement(
            sql: "UPDATE customers SET parent_id = ?1 WHERE account = ?2 AND parent_id IS NULL"
        ).execute(arguments: [parent, row[1] as String])
        return nil
    }
}
