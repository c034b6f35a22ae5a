import CallerIndex
import CustomerRecords
import CustomerStore
import Customers
import WireProtocol

/// `VERIFY`: the database is read again, slice by slice, and each slice laid beside the index.
///
/// A slice comes in the queue of updates, behind everything that was committed before it was
/// read, so whatever differs is a difference and not a change on its way.
extension Service {
    func beginComparison() {
        index.beginGeneration()
        state.comparison = Comparison()
    }

    func compare(_ batch: SummaryBatch) {
        guard state.comparison != nil else { return }
        for summary in withoutWithheld(batch).summaries { compare(summary) }
    }

    private func compare(_ summary: Summary) {
        state.comparison?.customers += 1
        guard let record = index.record(of: summary.id) else {
            state.comparison?.missing += 1
            state.comparison?.name(summary.id)
            return
        }
        if record.summary != summary {
            state.comparison?.different += 1
            state.comparison?.name(summary.id)
        } else if !isReachable(summary) {
            state.comparison?.unreachable += 1
            state.comparison?.name(summary.id)
        }
        index.confirm(summary.id)
    }

    /// Whether each number finds the customer, as shared exactly where others have it, too.
    private func isReachable(_ summary: Summary) -> Bool {
        summary.numbers.allSatisfy { number in
            var holders = 0
            var isFound = false
            index.forEach(number.number) { record in
                holders += 1
                isFound = isFound || record.id == summary.id
            }
            return isFound && index.find(number.number)?.isShared == (holders > 1)
        }
    }

    func endComparison() {
        state.comparison?.sweepPosition = 0
    }

    /// Looks at some customers of the index whether the database has them.
    ///
    /// - Returns: whether more are to be looked at.
    func sweepComparison() -> Bool {
        guard let position = state.comparison?.sweepPosition else { return false }
        let slice = index.staleCustomers(from: position, slots: Self.sweepSlots)
        for customer in slice.stale {
            state.comparison?.surplus += 1
            state.comparison?.name(customer)
        }
        state.comparison?.sweepPosition = slice.next
        if slice.next == nil { finishComparison() }
        return slice.next != nil
    }

    private func finishComparison() {
        guard let comparison = state.comparison else { return }
        state.comparison = nil
        state.latestComparison = (comparison, clock.now())
        let waiters = state.comparisonWaiters
        state.comparisonWaiters = []
        for session in waiters { goOn(session) { write(comparison) } }
    }

    private func write(_ comparison: Comparison) {
        writer.beginBlock()
        write(countsOf: comparison)
        for customer in comparison.named {
            writer.line("customer")
            writer.field("id", Int(customer.value))
            if let account = index.record(of: customer)?.summary.account {
                writer.field("account", word: account.text)
            }
        }
        writer.endBlock()
    }

    func write(countsOf comparison: Comparison) {
        writer.field("customers", comparison.customers)
        writer.field("differences", comparison.differences)
        writer.field("missing", comparison.missing)
        writer.field("surplus", comparison.surplus)
        writer.field("different", comparison.different)
        writer.field("unreachable", comparison.unreachable)
    }
}
