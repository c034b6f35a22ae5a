import GRDB

/// Accounts of 64 characters, and from which system a row was imported.
extension Schema {
    /// The tables whose rows an import can take away again (`--delete`).
    static let sourced = [
        "customers", "phones", "complaints", "referrals", "interruptions",
        "interruption_customers", "invoices", "interactions", "engagements",
    ]

    /// Lets accounts be as long as `Account` says.
    static func widenAccounts(_ database: Database) throws {
        try rewordCustomers(
            "length(account) BETWEEN 1 AND 32", "length(account) BETWEEN 1 AND 64", database)
    }

    /// Changes words of the definition of `customers` without writing a row anew; right only where
    /// every row that is there fits the new words, too.
    ///
    /// SQLite has no statement for it; its documentation gives this way (lang_altertable.html,
    /// "changing CHECK constraints"). The number of the schema is raised so that other connections
    /// read it again.
    static func rewordCustomers(_ old: String, _ new: String, _ database: Database) throws {
        let version = try Int64.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(
            sql: """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = replace(sql, '\(old)', '\(new)')
                    WHERE type = 'table' AND name = 'customers';
                PRAGMA schema_version = \(version + 1);
                PRAGMA writable_schema = RESET;
                """)
    }

    /// Constant defaults: no row is written.
    static var sources: String {
        sourced.map { "ALTER TABLE \($0) ADD COLUMN source TEXT NOT NULL DEFAULT '';" }
            .joined(separator: "\n")
    }
}
