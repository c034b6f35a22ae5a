import CustomerRecords
import GRDB

/// Moments at which the index knows all that was committed.
extension ChangeFollowing {
    /// Names this moment, so that the index as it is now can be kept.
    ///
    /// - Returns: the cut, and how many customers there are; `nil` when something is yet to be
    ///   told: try again after the next step.
    func cut(_ store: CustomerStore) throws(StoreError) -> (FeedCut, customerCount: Int)? {
        guard hasToldOwn, others.isEmpty, !isAgain else { return nil }
        let place = try store.write { try log.markHere($0) }
        guard let place else { return nil }
        log.goOn(behind: place)
        let count = try store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM customers") ?? 0
        }
        let name = FeedCut.Name(place, scoring: store.scoring)
        return (
            FeedCut(name: name, ageing: telling.ageing, qualifying: telling.qualifying), count
        )
    }

    /// The next customers as the index must have them.
    ///
    /// - Returns: `nil` when something is yet to be told; try again after the next step.
    func slice(
        after last: Int64, limit: Int, _ store: CustomerStore
    ) throws(StoreError) -> StoredSlice? {
        let now = telling.clock()
        telling.takeDue(at: now, into: &others)
        guard hasToldOwn, others.touched.isEmpty, !isAgain else { return nil }
        return try store.read { database in
            guard try log.isCurrent(database) else { return nil }
            let rows = try CustomerSet.rows(after: last, limit: limit, database)
            guard let rows else { return StoredSlice(batches: [], end: nil) }
            let reader = SummaryReader(database, now: now, rules: store.rules)
            return StoredSlice(batches: try reader.read(.range(rows)).batches, end: rows.upperBound)
        }
    }
}

/// Some customers of the database, for comparison with the index.
struct StoredSlice {
    var batches: [SummaryBatch]
    /// `nil`: there are no more.
    var end: Int64?
}
