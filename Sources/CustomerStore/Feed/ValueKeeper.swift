import Customers

/// Keeps the values of changed customers right, against the thresholds in force.
final class ValueKeeper {
    /// Customers remembered while a run of scoring is under way.
    private static let rememberedLimit = 100_000

    private var version: ScoreVersion?
    private var numbers = ScoreVersion.Numbers(inForce: -1, newest: -1)
    /// Scored against the old thresholds since a run has begun.
    private var scoredMeanwhile: [CustomerID] = []
    /// Scoring has failed and waits until then.
    private var pausedUntil: Moment?
    private let events: FeedEvents

    init(events: FeedEvents) { self.events = events }

    func isPaused(at now: Moment) -> Bool { now.isBefore(pausedUntil, within: 1) }

    /// Something has failed; it is tried again after a second.
    func pause(from now: Moment) { pausedUntil = now + 1 }

    /// Looks which thresholds are in force.
    ///
    /// - Returns: customers to be scored once more, because others are in force now.
    func refresh(_ store: CustomerStore) throws(StoreError) -> [CustomerID] {
        let current = try store.read { try ScoreVersion.numbers($0) }
        guard current != numbers else { return [] }
        let isNew = current.inForce != numbers.inForce
        if isNew { version = try store.scoreVersion() }
        numbers = current
        guard isNew else { return [] }
        defer { scoredMeanwhile = [] }
        return scoredMeanwhile
    }

    /// Scores these customers now.
    ///
    /// - Returns: `false` when other thresholds have come in between; then `refresh` first.
    func score(
        _ customers: [CustomerID], _ store: CustomerStore, now: Moment
    ) throws(StoreError) -> Bool {
        guard let version else { return true }
        let changed = try store.score(customers, against: version, numbers, now: now)
        guard changed != nil else { return false }
        if numbers.newest > numbers.inForce { remember(customers) }
        return true
    }

    private func remember(_ customers: [CustomerID]) {
        if scoredMeanwhile.count < Self.rememberedLimit {
            scoredMeanwhile += customers
        } else {
            events.add(.lostTrack)
        }
    }
}

extension Moment {
    /// Whether a wait of at most so many seconds goes on; a clock that was set back since ends it.
    func isBefore(_ end: Moment?, within seconds: Int64) -> Bool {
        guard let end else { return false }
        return self < end && end - self <= seconds
    }
}
