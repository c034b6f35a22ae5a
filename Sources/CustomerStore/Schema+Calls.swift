import GRDB

extension Schema {
    /// A name of a call may come again, and a call may have several legs: each is a row.
    static let callsByLeg = """
        CREATE TABLE calls_by_leg (
            id INTEGER PRIMARY KEY,
            call_id TEXT NOT NULL CHECK (length(call_id) BETWEEN 1 AND 128),
            number INTEGER,
            received TEXT NOT NULL DEFAULT '',
            customer_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
            agent TEXT NOT NULL DEFAULT '',
            rang_at INTEGER NOT NULL CHECK (\(moment("rang_at"))),
            answered_at INTEGER CHECK (\(moment("answered_at"))),
            ended_at INTEGER CHECK (\(moment("ended_at")))
        ) STRICT;
        INSERT OR IGNORE INTO calls_by_leg
            SELECT id, call_id, number, received,
                (SELECT id FROM customers WHERE customers.id = customer_id), agent, rang_at,
                answered_at, ended_at FROM calls;
        DROP TABLE calls;
        ALTER TABLE calls_by_leg RENAME TO calls;
        CREATE INDEX calls_name ON calls (call_id, rang_at);
        CREATE INDEX calls_customer ON calls (customer_id, rang_at)
            WHERE customer_id IS NOT NULL;
        CREATE INDEX calls_number ON calls (number, rang_at) WHERE number IS NOT NULL;
        """

    /// Calls under way: what a daemon that starts again takes up.
    static let liveCalls = """
        CREATE TABLE live_calls (
            call_id TEXT PRIMARY KEY CHECK (length(call_id) BETWEEN 1 AND 128),
            pbx TEXT NOT NULL DEFAULT '',
            received TEXT NOT NULL DEFAULT '',
            region TEXT NOT NULL DEFAULT '',
            format TEXT NOT NULL,
            began_at INTEGER NOT NULL CHECK (\(moment("began_at"))),
            agents TEXT NOT NULL DEFAULT ''
        ) STRICT, WITHOUT ROWID;
        """

    /// A number means what its line says, so the line is kept whole.
    ///
    /// Where another program has taken the table away, it is put back with the column later.
    static func addAccessCodes(_ database: Database) throws {
        guard try database.tableExists("live_calls"),
            try !database.columns(in: "live_calls").contains(where: { $0.name == "access_code" })
        else { return }
        try database.execute(
            sql: "ALTER TABLE live_calls ADD COLUMN access_code TEXT NOT NULL DEFAULT ''")
    }
}
