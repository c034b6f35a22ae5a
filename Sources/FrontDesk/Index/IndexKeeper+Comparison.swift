import CallerIndex
import CustomerRecords
import Customers

/// `VERIFY`: the database is read again, slice by slice, and each slice laid beside the index.
///
/// A slice comes in the queue of updates, behind everything that was committed before it was
/// read, so whatever differs is a difference and not a change on its way. It is counted and put
/// right.
extension IndexKeeper {
    func beginComparison() {
        callers.beginGeneration()
        state.comparison = Comparison()
    }

    /// - Parameter batch: customers as the index must have them.
    func compare(_ batch: SummaryBatch) {
        guard state.comparison != nil else { return }
        for summary in batch.summaries { compare(summary) }
    }

    private func compare(_ summary: Summary) {
        state.comparison?.customers += 1
        guard let record = callers.record(of: summary.id) else {
            state.comparison?.missing += 1
            return putRight(summary)
        }
        if record.summary != summary {
            state.comparison?.different += 1
            putRight(summary)
        } else if !isReachable(summary) {
            state.comparison?.unreachable += 1
            putRight(summary)
        } else {
            callers.confirm(summary.id)
        }
    }

    private func putRight(_ summary: Summary) {
        state.comparison?.name(summary.id)
        callers.remove(summary.id)
        callers.apply(summary)
    }

    /// Whether each number finds the customer, as shared exactly where others have it, too.
    private func isReachable(_ summary: Summary) -> Bool {
        summary.numbers.allSatisfy { number in
            let holders = callers.holders(
                of: number.number, among: summary.id, upTo: Self.holdersCounted)
            // Of so many, one more or less is not looked for.
            if holders.count == Self.holdersCounted { return true }
            return holders.isAmong
                && callers.find(number.number)?.isShared == (holders.count > 1)
        }
    }

    /// Customers of one number that are counted: each of them is looked for among all.
    private static let holdersCounted = 1000

    /// It comes to nothing.
    func abandonComparison() { state.comparison = nil }

    func endComparison() {
        state.comparison?.sweepPosition = 0
    }

    /// Looks at some customers of the index whether the database has them.
    ///
    /// - Returns: whether more are to be looked at; the result once none are.
    func sweepComparison() -> (hasMore: Bool, result: Comparison?) {
        guard let position = state.comparison?.sweepPosition else { return (false, nil) }
        let slice = unconfirmed(from: position)
        for customer in slice.stale {
            state.comparison?.surplus += 1
            state.comparison?.name(customer)
            callers.remove(customer)
        }
        // Removing moves entries up; a slice that had some is looked at once more.
        state.comparison?.sweepPosition = slice.stale.isEmpty ? slice.next : position
        guard state.comparison?.sweepPosition == nil else { return (true, nil) }
        defer { state.comparison = nil }
        return (false, state.comparison)
    }

    /// The customers that a comparison names, with their accounts where the index knows them.
    func named(in comparison: Comparison) -> [(id: CustomerID, account: Account?)] {
        comparison.named.map { ($0, callers.record(of: $0)?.summary.account) }
    }
}
