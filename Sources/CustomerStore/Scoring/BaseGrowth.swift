import Customers
import GRDB
import Scoring

/// Whether so many customers have come since the thresholds were computed, as by the first import,
/// that they tell nothing any more.
struct BaseGrowth {
    /// Seconds without a change after which an import is taken to be over.
    private static let calmSeconds: Int64 = 2
    /// Customers that make a growth.
    private static let fewest = 10

    /// Customers told since the latest look.
    private var told = 0
    private var toldBefore = 0
    private var calmSince: Moment?
    /// How many active customers there were at the latest look.
    private var lookedAt = 0

    mutating func note(_ count: Int) { told += count }

    /// Whether many have changed, and no more do.
    mutating func isOver(at now: Moment) -> Bool {
        guard told >= Self.fewest else { return false }
        if told != toldBefore || calmSince.map({ $0 > now }) ?? true {
            (toldBefore, calmSince) = (told, now)
        }
        return calmSince.map { now - $0 >= Self.calmSeconds } ?? false
    }

    /// Whether there are twice as many now, which is looked at once for each growth.
    mutating func isLarge(
        beside version: ScoreVersion, _ store: CustomerStore
    ) throws(StoreError) -> Bool {
        let count = try store.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM customers
                    WHERE state = 'active' AND NOT objects_to_profiling
                    """) ?? 0
        }
        (told, toldBefore, calmSince) = (0, 0, nil)
        defer { lookedAt = max(lookedAt, count) }
        return count >= Self.fewest && count >= 2 * max(version.thresholds.activeCount, lookedAt)
    }
}
