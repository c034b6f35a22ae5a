public import Customers
import GRDB

extension CustomerStore {
    /// Carries out several clients' writes in one transaction.
    ///
    /// Each stands in a savepoint of its own, so that one that is refused leaves no trace.
    /// When the transaction fails for what one of them asks, each gets one of its own.
    ///
    /// - Returns: one outcome for each, in their order. What is `written` is on the disk.
    public func perform(_ requests: [WriteRequest], now: Moment) -> [WriteOutcome] {
        do throws(StoreError) {
            try followFile()
            let outcomes = try performTogether(requests, now)
            // What went into a file that is gone by now is not stored.
            let generation = generation
            try followFile()
            guard self.generation == generation else { throw .missing(path: path) }
            return outcomes
        } catch  where requests.count > 1 && error.concernsOne {
            return requests.map { perform([$0], now: now)[0] }
        } catch {
            return requests.map { _ in .failed(error) }
        }
    }

    private func performTogether(
        _ requests: [WriteRequest], _ now: Moment
    ) throws(StoreError) -> [WriteOutcome] {
        let (outcomes, rows) = try write(within: writeMilliseconds) { database in
            let before = try ChangeLog.newest(database)
            let outcomes = try requests.map {
                try Writer(database, now: now, path: path).perform($0)
            }
            return (outcomes, (before, try ChangeLog.newest(database)))
        }
        if rows.0 < rows.1 { writtenRows.join(rows.0 + 1...rows.1) }
        return outcomes
    }

    /// The rows of `change_log` that `perform` has written since the last call.
    func takeWrittenRows() -> [ClosedRange<Int64>] {
        defer { writtenRows = [] }
        return writtenRows
    }
}
