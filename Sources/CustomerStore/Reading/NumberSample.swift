import GRDB

/// Numbers of a base drawn at random, for a load to ask for.
public enum NumberSample {
    /// - Parameters:
    ///   - path: a database that is only read, also while a daemon uses it.
    ///   - limit: how many at most.
    /// - Returns: in random order, each at most once; all when there are no more than `limit`.
    public static func draw(path: String, limit: Int) throws(StoreError) -> [UInt64] {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Importer.busyTimeoutSeconds)
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            return try database.read { try draw($0, limit) }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Every number has the same chance, though only `limit` are kept in memory.
    private static func draw(_ database: Database, _ limit: Int) throws -> [UInt64] {
        let rows = try Int64.fetchCursor(
            database, sql: "SELECT DISTINCT number FROM phones WHERE number IS NOT NULL")
        var kept: [UInt64] = []
        var seen = 0
        while let number = try rows.next() {
            seen += 1
            if kept.count < limit {
                kept.append(UInt64(clamping: number))
            } else {
                let place = Int.random(in: 0..<seen)
                if place < limit { kept[place] = UInt64(clamping: number) }
            }
        }
        return kept.shuffled()
    }
}
