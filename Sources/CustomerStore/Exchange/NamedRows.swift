internal import GRDB

/// The rows that a file names, kept on disk: what it does not name is gone in its source.
struct NamedRows {
    private let keeping: RawStatement

    static func table(_ file: ExchangeFile) -> String { "temp.named_\(file.table)" }

    /// - Parameter file: with one key or two.
    init(_ file: ExchangeFile, in database: Database) throws {
        let table = Self.table(file)
        try database.execute(
            sql: """
                DROP TABLE IF EXISTS \(table);
                CREATE TABLE \(table) (first, second, PRIMARY KEY (first, second)) WITHOUT ROWID;
                """)
        let second = file.keyCount > 1 ? "?2" : "0"
        keeping = try RawStatement(
            database, sql: "INSERT OR IGNORE INTO \(table) VALUES (?1, \(second))")
    }

    /// Keeps the row being made, of which the keys are there.
    func keep(_ batch: RowBatch) throws { try batch.runWithRowBeingMade(keeping) }
}
