import CallerIndex
import CustomerRecords
public import CustomerStore
import Customers
import IndexSnapshot

/// Updates from the database, taken in between the clients' turns.
extension Service {
    /// Applies one update; a part of it when it is a long list.
    public func apply(_ update: IndexUpdate) {
        defer { deliver() }
        switch update {
        case .restored: takeRestoredIndex()
        case .cut(let cut):
            snapshots?.save(index, cut, now: clock.now())
            state.isEndingGrowth = true
        case .begin(let customers, let numbers):
            index.beginGeneration()
            index.reserve(customers: customers, numbers: numbers)
            state.isReading = true
            state.expectedCustomers = customers
            state.readCustomers = 0
        case .customers(let batch, let removed):
            let concerned = calls(concerning: batch, removed)
            index.apply(withoutWithheld(batch))
            for customer in removed { index.remove(customer) }
            state.appliedCustomers += batch.count + removed.count
            if state.isReading { state.readCustomers += batch.count }
            refresh(concerned)
        case .complete:
            state.isReading = false
            state.isComplete = true
            refreshAll()
            state.sweepPosition = 0
        case .sources(let sources):
            index.sources = sources
        case .current(let moment):
            state.currentAsOf = moment
            state.isCatchingUp = false
            state.trouble = nil
            sweepSessions()
            sweepCalls()
        case .unavailable(let error):
            state.trouble = error
            sweepSessions()
            sweepCalls()
        case .scoringBegins, .scored, .thresholds: applyScoring(update)
        case .comparisonBegins: beginComparison()
        case .compare(let batch): compare(batch)
        case .comparisonEnds: endComparison()
        }
    }

    /// The index as it was when it was kept; what has changed since comes behind it.
    private func takeRestoredIndex() {
        guard let restored = restoredIndex() else { return }
        index = restored.take()
        // The settings may have been read again since it was asked for.
        forgetWithheld()
        snapshots?.noteRestored(restored.savedAt)
        state.isReading = false
        state.isComplete = true
        state.isCatchingUp = true
        refreshAll()
    }

    /// After a reading, looks at some customers of the index whether it named them.
    ///
    /// - Returns: whether more are to be looked at.
    public func sweepIndex() -> Bool {
        guard let position = state.sweepPosition else {
            if state.isEndingGrowth {
                state.isEndingGrowth = index.growOn(slots: Self.sweepSlots)
                return true
            }
            return sweepComparison()
        }
        let slice = index.staleCustomers(from: position, slots: Self.sweepSlots)
        for customer in slice.stale { index.remove(customer) }
        // Removing moves entries up; a slice that had stale ones is looked at once more.
        state.sweepPosition = slice.stale.isEmpty ? slice.next : position
        return state.sweepPosition != nil
    }

    /// Slots looked at at once: about 0.02 ms.
    static let sweepSlots = 1024
}
