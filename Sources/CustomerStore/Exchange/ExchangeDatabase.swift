public import GRDB

/// Opens a database for an import.
public enum ExchangeDatabase {
    /// Memory for pages: enough that the branches of the indexes stay in it.
    static let cacheKibibytes = 131_072
    /// Memory for pages while all numbers are sorted: as much again goes to the sorting.
    static let sortingKibibytes = 16_384
    /// Pages in the write-ahead log before they move to the database: 64 MiB. Pages that change
    /// often are then moved less often.
    static let checkpointPages = 16_384

    /// Gives back the memory of an import, before everything is sorted at its end.
    static func shrink(_ database: Database) throws {
        try database.execute(
            sql: "PRAGMA cache_size = -\(sortingKibibytes); PRAGMA shrink_memory")
    }

    /// One connection in WAL mode with `synchronous=FULL` that waits for other writers.
    ///
    /// Neither creates tables nor checks their version.
    public static func open(
        path: String, busyTimeoutSeconds: Double = Importer.busyTimeoutSeconds
    ) throws(ExchangeError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { database in
                try database.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA wal_autocheckpoint = \(checkpointPages);
                        """)
            }
            return queue
        } catch {
            throw ExchangeError(error, path: path)
        }
    }
}
