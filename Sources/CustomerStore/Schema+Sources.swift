import GRDB

/// Accounts of 64 characters, and from which system a row was imported.
extension Schema {
    /// The tables whose rows an import can take away again (`--delete`).
    static let sourced = [
        "customers", "phones", "complaints", "referrals", "interruptions",
        "interruption_customers", "invoices", "interactions", "engagements",
    ]

    /// Lets accounts be as long as `Account` says, without writing a row anew.
    ///
    /// SQLite has no statement that changes a `CHECK`; for one that only gets wider its
    /// documentation gives this way (lang_altertable.html, "changing CHECK constraints"). The
    /// number of the schema is raised so that other connections read it again.
    static func widenAccounts(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(
            sql: """
                UPDATE sqlite_schema SET sql = replace(sql,
                    'length(account) BETWEEN 1 AND 32', 'length(account) BETWEEN 1 AND 64')
                WHERE type = 'table' AND name = 'customers'
                """)
        try database.execute(sql: "PRAGMA schema_version = \(version + 1)")
        try database.execute(sql: "PRAGMA writable_schema = RESET")
    }

    /// Constant defaults: no row is written.
    static var sources: String {
        sourced.map { "ALTER TABLE \($0) ADD COLUMN source TEXT NOT NULL DEFAULT '';" }
            .joined(separator: "\n")
    }
}
