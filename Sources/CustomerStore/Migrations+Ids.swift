import GRDB

extension Migrations {
    /// The id of a customer who was deleted is nobody else's: consoles, calls and other programs
    /// may still mean the old one by it.
    ///
    /// That the table counts on is one word of its definition and changes nothing of what is
    /// stored, so the word is put there and no row is touched. With foreign keys off, as in the
    /// `sqlite3` shell, the trigger takes what hung on the customer.
    ///
    /// - Source: SQLite, "ALTER TABLE", 8: changes that do not affect the content on the disk.
    static func neverReuseIDs(_ database: Database) throws {
        try Schema.rewordCustomers(
            "id INTEGER PRIMARY KEY CHECK", "id INTEGER PRIMARY KEY AUTOINCREMENT CHECK", database)
        try database.execute(
            sql: """
                INSERT INTO sqlite_sequence (name, seq)
                    SELECT 'customers', coalesce(max(id), 0) FROM customers WHERE id <= 4294967295;
                DROP TRIGGER customers_deleted;
                """)
        try database.execute(sql: Schema.deleting)
    }
}
