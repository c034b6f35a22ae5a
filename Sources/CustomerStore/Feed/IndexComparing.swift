/// Comparing the index with the database, by order; and, without haste, after the index has come
/// back from where it was kept: that may not be what it says it is.
struct IndexComparing {
    /// Customers compared in one step; the loop compares them in one slice.
    static let comparedPerStep = 50
    /// The same where nobody waits, and the next step is a while after.
    private static let comparedWithoutHaste = 200

    private enum State {
        case idle
        /// To begin when the index knows all.
        case ordered
        case underWay(after: Int64)
    }

    private let tell: @Sendable (IndexUpdate) -> Void
    private var state = State.idle
    /// Whether nobody waits for it.
    private(set) var isWithoutHaste = false

    init(tell: @escaping @Sendable (IndexUpdate) -> Void) { self.tell = tell }

    mutating func order() { (state, isWithoutHaste) = (.ordered, false) }

    /// Ends what was ordered.
    ///
    /// - Returns: whether something was.
    mutating func giveUp() -> Bool {
        if case .idle = state { return false }
        state = .idle
        return true
    }

    /// Reading everything and comparing both mark the customers whom they have met: a reading in
    /// between means beginning again.
    mutating func take(_ event: FeedEvent) {
        switch (event, state) {
        case (.restored, .idle): (state, isWithoutHaste) = (.ordered, true)
        // What has been read needs no comparing.
        case (.readAnew, _) where isWithoutHaste: state = .idle
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
        let limit = isWithoutHaste ? Self.comparedWithoutHaste : Self.comparedPerStep
        let slice = try following?.slice(after: last, limit: limit, store)
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
