import Customers
import Scoring

/// Scoring all customers: on its schedule, by order, and where the feeding of the index calls
/// for it.
struct CustomerScoring {
    /// After this many seconds a run that was begun and not finished is taken up again.
    private static let brokenOffSeconds: Int64 = 600
    /// Seconds between two looks whether a run is due.
    private static let lookSeconds: Int64 = 60

    /// What has happened to the index since a run was looked for.
    private enum News {
        /// It is back from where it was kept: the log names everybody who is to be scored.
        case restored
        /// What was written while nobody scored is not known, nor what lost rows of the log said.
        case readAnew
    }

    /// Seconds from one computation of the thresholds to the next; `nil`: only by order.
    private let every: Int64?
    private let tell: @Sendable (IndexUpdate) -> Void
    private var run: ScoringRun?
    private var isOrdered = false
    private var news: News?
    private var nextLook: Moment?
    private var growth = BaseGrowth()

    init(every: Int64?, tell: @escaping @Sendable (IndexUpdate) -> Void) {
        self.every = every
        self.tell = tell
    }

    /// Whether nobody waits to be scored in a run.
    var isSettled: Bool { run == nil && news == nil }

    /// Computes the thresholds anew.
    mutating func order() {
        isOrdered = true
        run = ScoringRun()
        tell(.scoringBegins)
    }

    /// Ends the run that was ordered.
    ///
    /// - Returns: whether one was.
    mutating func giveUp() -> Bool {
        defer { isOrdered = false }
        if isOrdered { run = nil }
        return isOrdered
    }

    mutating func take(_ event: FeedEvent) {
        switch event {
        case .restored: news = news ?? .restored
        case .readAnew, .lostTrack, .clockSetBack: news = .readAnew
        case .told(let count): growth.note(count)
        case .committed: break
        }
    }

    /// Does the next step.
    ///
    /// - Returns: whether something was done.
    mutating func step(_ store: CustomerStore, _ now: Moment) throws(StoreError) -> Bool {
        if run == nil { try lookForRun(store, now) }
        guard var current = run else { return false }
        run = nil  // So that what the run has gathered has one owner.
        do throws(StoreError) {
            let goesOn = try current.step(store, now: now)
            if goesOn { run = current } else { try finish(current.report, store) }
        } catch {
            run = current
            throw error
        }
        return true
    }

    /// Looks once a minute, and when there is news, whether a run is due.
    private mutating func lookForRun(_ store: CustomerStore, _ now: Moment) throws(StoreError) {
        let hasGrown = every != nil && growth.isOver(at: now)
        if news == nil, !hasGrown, now.isBefore(nextLook, within: Self.lookSeconds) { return }
        nextLook = now + Self.lookSeconds
        let newest = try store.read { try ScoreVersion.newest($0) }
        run = due(newest, now)
        if run == nil, hasGrown, let newest, try growth.isLarge(beside: newest, store) {
            run = ScoringRun()
        }
        if run == nil, news == .readAnew, let inForce = try store.scoreVersion() {
            run = ScoringRun(against: inForce)
        }
        if news != nil {
            news = nil
            try tellVersion(store)
        }
        if run != nil { tell(.scoringBegins) }
    }

    private func due(_ newest: ScoreVersion?, _ now: Moment) -> ScoringRun? {
        guard let newest else { return every == nil ? nil : ScoringRun() }
        let age = now - newest.thresholds.computedAt
        // They are of a time that has not come: the clock was wrong.
        if age < 0 { return every == nil ? nil : ScoringRun() }
        if !newest.isComplete {
            let isTakenUp = news != nil || age > Self.brokenOffSeconds
            return isTakenUp ? ScoringRun(against: newest) : nil
        }
        guard let every, age >= every else { return nil }
        return ScoringRun()
    }

    private mutating func finish(
        _ report: ScoringRun.Report, _ store: CustomerStore
    ) throws(StoreError) {
        try tellVersion(store)
        tell(.scored(report, isOrdered: isOrdered))
        isOrdered = false
    }

    private func tellVersion(_ store: CustomerStore) throws(StoreError) {
        let version = try store.scoreVersion()
        tell(.thresholds(version?.thresholds))
    }
}
