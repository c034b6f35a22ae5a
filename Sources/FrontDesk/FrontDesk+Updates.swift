import CallerIndex
public import CustomerStore
import Customers

/// Updates from the database, taken in between the clients' turns.
extension FrontDesk {
    /// Applies one update; a part of it when it is a long list.
    public func apply(_ update: IndexUpdate) {
        defer { calls.pushNotices() }
        noteClock()
        switch update {
        case .restored:
            guard index.restore() else { return }
            // The settings may have been read again since it was asked for.
            callers.forgetWithheld()
            calls.refreshAll()
        case .cut(let cut): index.save(cut, now: clock.now())
        case .begin(let customers, let numbers): index.begin(customers: customers, numbers: numbers)
        case .customers(let batch, let removed):
            let concerned = calls.concerned(by: batch, removed)
            index.take(callers.withoutWithheld(batch), removed: removed)
            calls.refresh(concerned)
        case .complete:
            index.complete()
            calls.refreshAll()
        case .sources(let sources): index.take(sources)
        case .current(let moment):
            index.noteCurrent(asOf: moment)
            calls.sweep()
        case .unavailable(let error):
            index.state.trouble = error
            calls.sweep()
        case .clockWasSet, .clockIsFollowed, .unreadable, .schema, .logBytes, .noticed:
            index.state.note(update)
        case .scoringBegins: index.state.isScoring = true
        case .thresholds(let thresholds): index.state.thresholds = thresholds
        case .scored(let report, let isOrdered): noteScored(report, isOrdered: isOrdered)
        case .comparisonBegins: index.beginComparison()
        case .compare(let batch): index.compare(callers.withoutWithheld(batch))
        case .comparisonEnds: index.endComparison()
        case .failed(let order, let error): noteFailed(order, error)
        }
    }

    private func noteFailed(_ order: StoreOrder, _ error: StoreError) {
        switch order {
        case .score: index.state.isScoring = false
        case .verify: index.abandonComparison()
        }
        answer(.refused(.databaseUnavailable(error)), to: order)
    }

    /// Does a little of what a reading, a comparison or a changed fact has left behind.
    ///
    /// - Returns: whether more is to be done, before what was told after it.
    public func tidyUp() -> Bool {
        if calls.isRefreshUrgent, calls.refreshOne() { return true }
        if index.sweep() { return true }
        let (hasMore, result) = index.sweepComparison()
        if let result { finish(result) }
        return hasMore
    }

    /// Does a little for many calls, which what was told after it need not wait for: a PBX's that
    /// are over, and those of a customer who has more of them than anybody can have.
    ///
    /// - Returns: whether more may be to be done.
    public func tidyCalls() -> Bool { calls.endOne() || calls.refreshOne() }

    private func noteScored(_ report: ScoringRun.Report, isOrdered: Bool) {
        index.state.isScoring = false
        if isOrdered { answer(.scored(report), to: .score) }
    }

    private func finish(_ comparison: Comparison) {
        index.state.latestComparison = (comparison, clock.now())
        answer(.compared(comparison, named: index.named(in: comparison)), to: .verify)
    }

    private func answer(_ answer: Answer, to order: StoreOrder) {
        for party in waiting.removeAll(for: order) { party.door.take(answer, for: party.id) }
    }
}

extension IndexState {
    /// How the database and the clock are.
    fileprivate mutating func note(_ update: IndexUpdate) {
        switch update {
        case .clockWasSet(let seconds): isClockSetBack = isClockSetBack || seconds < 0
        case .clockIsFollowed: isClockSetBack = false
        case .unreadable(let counts): unreadable = counts
        case .schema(let state): schema = state
        case .logBytes(let bytes): logBytes = bytes
        default: break
        }
    }
}
