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
        batch.forEach { compare($0) }
    }

    private func compare(_ wanted: CustomerRecord) {
        state.comparison?.customers += 1
        guard let record = callers.record(of: wanted.id) else {
            state.comparison?.missing += 1
            return putRight(wanted.summary)
        }
        guard record.isSame(as: wanted) else {
            state.comparison?.different += 1
            return putRight(wanted.summary)
        }
        callers.confirm(wanted.id)
        if wanted.numberCount > Self.numbersAtOnce {
            state.comparison?.unreached.append(UnreachedNumbers(of: wanted.id))
        } else {
            _ = reach(UnreachedNumbers(of: wanted.id))
        }
    }

    private func putRight(_ summary: Summary) {
        state.comparison?.name(summary.id)
        crowds.forget()
        callers.renew(summary)
    }

    /// Numbers of one customer that are looked for at once: about 0.02 ms.
    private static var numbersAtOnce: Int { 256 }

    /// Looks for a customer by some of its numbers.
    ///
    /// - Returns: those that are left.
    private func reach(_ numbers: UnreachedNumbers) -> UnreachedNumbers? {
        // It may have become another one meanwhile.
        guard let record = callers.record(of: numbers.customer) else { return nil }
        let end = min(numbers.next + Self.numbersAtOnce, record.numberCount)
        for index in numbers.next..<max(numbers.next, end)
        where !callers.isReachable(numbers.customer, byNumberAt: index) {
            state.comparison?.unreachable += 1
            putRight(record.summary)
            return nil
        }
        return end < record.numberCount
            ? UnreachedNumbers(of: numbers.customer, next: end) : nil
    }

    /// Looks for some of those who have too many numbers to be looked for at once.
    ///
    /// - Returns: `false` when none waits.
    private func reachOn() -> Bool {
        guard let numbers = state.comparison?.unreached.popLast() else { return false }
        if let rest = reach(numbers) { state.comparison?.unreached.append(rest) }
        return true
    }

    /// It comes to nothing.
    func abandonComparison() { state.comparison = nil }

    func endComparison() {
        state.comparison?.sweepPosition = 0
    }

    /// Looks at some customers of the index whether the database has them.
    ///
    /// - Returns: whether more are to be looked at; the result once none are.
    func sweepComparison() -> (hasMore: Bool, result: Comparison?) {
        if reachOn() { return (true, nil) }
        guard let position = state.comparison?.sweepPosition else { return (false, nil) }
        let slice = unconfirmed(from: position)
        for customer in slice.stale {
            state.comparison?.surplus += 1
            state.comparison?.name(customer)
            remove(customer)
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
