public import Customers

/// Everything that the store's thread does between requests.
///
/// The index comes first. Only when it knows all, one step of the long work is done: comparing
/// the index with the database, scoring on its schedule or by order, and naming a moment at which
/// the index can be kept. What the feeding of the index means for them, they learn by `FeedEvent`.
public struct StoreDuties {
    private let clock: @Sendable () -> Moment
    private let tell: @Sendable (IndexUpdate) -> Void
    private let orders: StoreOrders
    private var feeder: IndexFeeder
    private var comparing: IndexComparing
    private var scoring: CustomerScoring
    /// `nil`: the index is not kept.
    private var cutting: IndexCutting?
    /// Whether the index has known everybody at least once.
    private var hasBegun = false
    /// The database has refused something; the long work waits until then.
    private var pausedUntil: Moment?
    private var hasCommits = false
    private var state = StoreState()

    /// - Parameters:
    ///   - scoreEvery: seconds from one computation of the thresholds to the next; `nil`: only by
    ///     order.
    ///   - restore: where the index may have been kept; without it, it is not kept.
    public init(
        clock: @escaping @Sendable () -> Moment, scoreEvery: Int64? = nil, orders: StoreOrders,
        restore: IndexRestorer? = nil, tell: @escaping @Sendable (IndexUpdate) -> Void
    ) {
        self.clock = clock
        self.tell = tell
        self.orders = orders
        feeder = IndexFeeder(clock: clock, restore: restore, tell: tell)
        comparing = IndexComparing(tell: tell)
        scoring = CustomerScoring(every: scoreEvery, tell: tell)
        cutting = restore == nil ? nil : IndexCutting()
    }

    /// Whether others or we have committed something, or another file is open, since the latest
    /// call.
    public mutating func takeCommits() -> Bool {
        defer { hasCommits = false }
        return hasCommits
    }

    /// Whether the index has been told all that the store's own thread had written before the
    /// latest step.
    public var hasToldOwn: Bool { feeder.hasToldOwn }

    /// Does the next piece of work.
    public mutating func step(_ store: CustomerStore) -> StoreThread.Idleness {
        takeOrders()
        let idleness = feeder.step(store)
        for event in feeder.events { take(event) }
        state.tellNews(of: store, tell)
        if let trouble = feeder.trouble { giveUp(trouble) }
        guard idleness == .done, hasBegun, feeder.trouble == nil else { return idleness }
        let now = clock()
        if now.isBefore(pausedUntil, within: 1) { return .done }
        pausedUntil = nil
        return work(store, now)
    }

    /// Does one step of the long work.
    private mutating func work(
        _ store: CustomerStore, _ now: Moment
    ) -> StoreThread.Idleness {
        do throws(StoreError) {
            let isComparing =
                try comparing.step(feeder.following, store) && !comparing.isWithoutHaste
            let isScoring = try scoring.step(store, now)
            if scoring.isSettled, let cut = try cutting?.step(feeder.following, store, now) {
                tell(.cut(cut))
            }
            return isComparing || isScoring ? .tidying : .done
        } catch {
            // The database can be read or written again later; so can the index be fed.
            giveUp(error)
            pausedUntil = now + 1
            return .done
        }
    }

    /// Whoever waits for an order is told that it comes to nothing, unless it is only a lock.
    private mutating func giveUp(_ error: StoreError) {
        if case .locked = error { return }
        if comparing.giveUp() { tell(.failed(.verify, error)) }
        if scoring.giveUp() { tell(.failed(.score, error)) }
    }

    private mutating func take(_ event: FeedEvent) {
        switch event {
        case .restored, .readAnew: hasBegun = true
        case .committed: hasCommits = true
        case .told, .lostTrack, .clockSetBack: break
        }
        comparing.take(event)
        scoring.take(event)
        cutting?.take(event)
    }

    private mutating func takeOrders() {
        let ordered = orders.takeAll()
        if ordered.isScoring { scoring.order() }
        if ordered.isVerifying { comparing.order() }
        if ordered.isKeeping { cutting?.order() }
    }
}
