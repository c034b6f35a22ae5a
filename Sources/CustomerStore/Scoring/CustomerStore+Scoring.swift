import Customers
import GRDB
import Scoring

extension CustomerStore {
    /// The thresholds that are in force; `nil` before the first scoring.
    public func scoreVersion() throws(StoreError) -> ScoreVersion? {
        try read { try ScoreVersion.inForce($0) }
    }

    /// Scores customers and stores the values that are other than those stored.
    ///
    /// Reads first; takes the database's write lock only when there is something to write.
    ///
    /// - Parameter version: against these thresholds, unless others have come since.
    /// - Returns: how many values were stored; `nil` when others have come.
    func score(
        _ customers: [CustomerID], against version: ScoreVersion, _ numbers: ScoreVersion.Numbers,
        now: Moment
    ) throws(StoreError) -> Int? {
        let changed = try read { database in
            try changes(CustomerSet.want(customers, in: database), version, now, database)
                .map(\.customer)
        }
        guard !changed.isEmpty else { return 0 }
        return try write(changed, version, numbers, now)
    }

    /// The same for the customers in a range of rows.
    func score(
        rows: ClosedRange<Int64>, against version: ScoreVersion, _ numbers: ScoreVersion.Numbers,
        now: Moment
    ) throws(StoreError) -> Int? {
        let changed = try read { database in
            try changes(.range(rows), version, now, database).map(\.customer)
        }
        guard !changed.isEmpty else { return 0 }
        return try write(changed, version, numbers, now)
    }

    private typealias Change = (customer: CustomerID, score: Score)

    private func changes(
        _ set: CustomerSet, _ version: ScoreVersion, _ now: Moment, _ database: Database
    ) throws -> [Change] {
        let reader = try ScoringReader(
            database, now: now, settings: scoring, currency: version.currency)
        return try reader.customers(of: set).compactMap { customer in
            let score = Score(customer.raw, against: version.thresholds)
            return score.value == customer.stored ? nil : (customer.id, score)
        }
    }

    /// Computes once more under the write lock: nobody can have changed anything since.
    private func write(
        _ customers: [CustomerID], _ version: ScoreVersion, _ numbers: ScoreVersion.Numbers,
        _ now: Moment
    ) throws(StoreError) -> Int? {
        try write { database in
            guard try ScoreVersion.numbers(database) == numbers else { return nil }
            let set = try CustomerSet.want(customers, in: database)
            let changes = try changes(set, version, now, database)
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO scores (customer_id, value, composite, version, scored_at)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (customer_id) DO UPDATE SET value = excluded.value,
                        composite = excluded.composite, version = excluded.version,
                        scored_at = excluded.scored_at
                    """)
            for (customer, score) in changes {
                try statement.execute(
                    arguments: [
                        Int64(customer.value), score.value.map { Int($0.grade) },
                        score.composite, version.thresholds.version, now.secondsSince1970,
                    ])
            }
            return changes.count
        }
    }
}
