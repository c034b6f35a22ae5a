/// Comparing the index with the database, by order.
struct IndexComparing {
    /// Customers compared in one step; the loop compares them in one slice.
    static let comparedPerStep = 50

    private enum State {
        case idle
        /// To begin when the index knows all.
        case ordered
        case underWay(after: Int64)
    }

    private let tell: @Sendable (IndexUpdate) -> Void
    private var state = State.idle

    init(tell: @escaping @Sendable (IndexUpdate) -> Void) { self.tell = tell }

    mutating func order() { state = .ordered }

    /// Reading everything and comparing both mark the customers whom they have met: a reading in
    /// between means beginning again.
    mutating func take(_ event: FeedEvent) {
        switch (event, state) {
        case (.readAnew, .underWay), (.restored, .underWay): state = .ordered
        default: break
        }
    }

    /// Does the next step.
    ///
    /// - Parameter following: who knows whether everything has been told; `nil`: nobody does.
    /// - Returns: whether there is more to do.
    mutating func step(
        _ following: ChangeFollowing?, _ store: CustomerStore
    ) throws(StoreError) -> Bool {
        if case .ordered = state {
            state = .underWay(after: 0)
            tell(.comparisonBegins)
        }
        guard case .underWay(let last) = state else { return false }
        let slice = try following?.slice(after: last, limit: Self.comparedPerStep, store)
        guard let slice else { return true }
        for batch in slice.batches { tell(.compare(batch)) }
        if let end = slice.end {
            state = .underWay(after: end)
        } else {
            state = .idle
            tell(.comparisonEnds)
        }
        return true
    }
}
