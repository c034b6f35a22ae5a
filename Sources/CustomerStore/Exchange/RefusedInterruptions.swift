internal import GRDB

/// Interruptions of an import that another source has under the same reference: what its files say
/// of them, such as whom they touch, is not said of the other source's.
enum RefusedInterruptions {
    /// Begins with none. The table is the connection's own, on the disk and gone with it.
    static func create(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS refused_interruptions (
                    reference TEXT PRIMARY KEY
                ) WITHOUT ROWID;
                DELETE FROM refused_interruptions;
                """)
    }

    /// Adds a row's own, which is its first field.
    static let adding = "INSERT OR IGNORE INTO refused_interruptions VALUES (?1)"

    /// The id of one that is not among them.
    static let finding = """
        SELECT id FROM interruptions WHERE reference = ?1
            AND NOT EXISTS (SELECT 1 FROM refused_interruptions r WHERE r.reference = ?1)
        """
}
