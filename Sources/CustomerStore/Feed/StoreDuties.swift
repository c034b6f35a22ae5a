public import Customers
import Scoring

/// Everything that the store's thread does between requests.
///
/// The index comes first. Only when it knows all, one step of the long work is done: scoring
/// on its schedule or by order, and comparing the index with the database.
public struct StoreDuties {
    /// Customers compared in one step; the loop compares them in one slice.
    static let comparedPerStep = 50
    /// Seconds from one cut to the next at least.
    private static let cutSeconds: Int64 = 60
    /// Seconds until a cut that came to nothing is made again.
    private static let cutRetrySeconds: Int64 = 600
    /// Seconds from one cut to the next at most, unless nothing changes.
    private static let longestCutSeconds: Int64 = 3600
    /// One customer in so many has changed: time for a cut, so that a restart has little to read.
    private static let cutShare = 100
    /// So many customers that have changed are a crowd, and more may come: while the index is
    /// being written, each of its pages that changes costs a copy.
    private static let crowdCustomers = 1000
    /// Seconds after a crowd until a cut.
    private static let calmSeconds: Int64 = 5
    /// Seconds from one cut to the next after which it is made in a crowd, too.
    private static let crowdedCutSeconds: Int64 = 300
    /// After this many seconds a run that was begun and not finished is taken up again.
    private static let brokenOffSeconds: Int64 = 600

    private let clock: @Sendable () -> Moment
    private let tell: @Sendable (IndexUpdate) -> Void
    private let orders: StoreOrders
    /// Seconds from one computation of the thresholds to the next; `nil`: only by order.
    private let scoreEvery: Int64?
    private var feeder: IndexFeeder
    private var run: ScoringRun?
    private var isOrdered = false
    private var readingsScored = 0
    private var nextLook: Moment?
    /// The database has refused something; the long work waits until then.
    private var pausedUntil: Moment?
    private var compared: Int64?
    private var isComparisonOrdered = false
    /// The reading that the comparison goes by: another one marks the customers anew.
    private var comparedReading = 0
    /// Whether the index is kept at all.
    private let keepsIndex: Bool
    private var cutAt: (moment: Moment, toldCount: Int, reading: Int)?
    private var isCutOrdered = false
    /// The latest crowd: when, and how many customers had been told by then.
    private var crowd: (moment: Moment, toldCount: Int) = (Moment(secondsSince1970: 0), 0)

    /// - Parameter restore: where the index may have been kept; without it, it is not kept.
    public init(
        clock: @escaping @Sendable () -> Moment, scoreEvery: Int64? = nil, orders: StoreOrders,
        restore: IndexRestorer? = nil, tell: @escaping @Sendable (IndexUpdate) -> Void
    ) {
        keepsIndex = restore != nil
        self.clock = clock
        self.scoreEvery = scoreEvery
        self.orders = orders
        self.tell = tell
        feeder = IndexFeeder(clock: clock, restore: restore, tell: tell)
    }

    /// Grows when others or we have committed something, or another file is open.
    public var commitCount: Int { feeder.commitCount }

    /// Whether the index has been told all that the store's own thread had written before the
    /// latest step.
    public var hasToldOwn: Bool { feeder.hasToldOwn }

    /// Does the next piece of work.
    public mutating func step(_ store: CustomerStore) -> StoreThread.Idleness {
        takeOrders()
        let idleness = feeder.step(store)
        guard idleness == .done, feeder.readingCount > 0 else { return idleness }
        let now = clock()
        if let pausedUntil, now < pausedUntil { return .done }
        pausedUntil = nil
        do throws(StoreError) {
            let isComparing = try compare(store)
            let isScoring = try score(store, now)
            try cut(store, now)
            return isComparing || isScoring ? .tidying : .done
        } catch {
            // The database can be read or written again later; so can the index be fed.
            pausedUntil = now + 1
            return .done
        }
    }

    private mutating func takeOrders() {
        let ordered = orders.takeAll()
        if ordered.isScoring {
            isOrdered = true
            run = ScoringRun()
            tell(.scoringBegins)
        }
        if ordered.isVerifying {
            isComparisonOrdered = true
            compared = nil
        }
        if ordered.isKeeping { isCutOrdered = true }
    }
}

/// Keeping the index.
extension StoreDuties {
    private mutating func cut(_ store: CustomerStore, _ now: Moment) throws(StoreError) {
        // What is still to be scored is noted nowhere: who goes on from here would not do it.
        guard keepsIndex, run == nil, readingsScored == feeder.readingCount,
            !feeder.mustScoreEverybody
        else { return }
        if feeder.toldCount - crowd.toldCount >= Self.crowdCustomers {
            crowd = (now, feeder.toldCount)
        }
        if cutAt == nil, feeder.isRestored { cutAt = (now, 0, feeder.readingCount) }
        guard isCutDue(now), let cut = try feeder.cut(store) else { return }
        isCutOrdered = false
        cutAt = (now, feeder.toldCount, feeder.readingCount)
        tell(.cut(cut))
    }

    private func isCutDue(_ now: Moment) -> Bool {
        guard let cutAt, cutAt.reading == feeder.readingCount else { return true }
        let (age, told) = (now - cutAt.moment, feeder.toldCount - cutAt.toldCount)
        guard age >= Self.cutSeconds else { return false }
        if isCutOrdered, age >= Self.cutRetrySeconds { return true }
        if age >= Self.longestCutSeconds, told > 0 { return true }
        let isCalm = now - crowd.moment >= Self.calmSeconds || age >= Self.crowdedCutSeconds
        return isCalm && told > feeder.customerCount / Self.cutShare
    }
}

/// Scoring.
extension StoreDuties {
    private mutating func score(_ store: CustomerStore, _ now: Moment) throws(StoreError) -> Bool {
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

    /// Looks once a minute, and after each reading of everything, whether a run is due.
    private mutating func lookForRun(_ store: CustomerStore, _ now: Moment) throws(StoreError) {
        let hasReadAnew = readingsScored != feeder.readingCount || feeder.mustScoreEverybody
        if !hasReadAnew, let nextLook, now < nextLook { return }
        nextLook = now + 60
        let newest = try store.read { try ScoreVersion.newest($0) }
        run = due(newest, hasReadAnew, now)
        if run == nil, hasReadAnew, !isRestoredOnly, let inForce = try store.scoreVersion() {
            // What was written while nobody scored, and what the lost rows of the log said.
            run = ScoringRun(against: inForce)
        }
        if hasReadAnew {
            readingsScored = feeder.readingCount
            feeder.willScoreEverybody()
            try tellVersion(store)
        }
        if run != nil { tell(.scoringBegins) }
    }

    /// The log has named everybody who is to be scored since the index was kept.
    private var isRestoredOnly: Bool { feeder.isRestored && !feeder.mustScoreEverybody }

    private func due(_ newest: ScoreVersion?, _ isFirst: Bool, _ now: Moment) -> ScoringRun? {
        guard let newest else { return scoreEvery == nil ? nil : ScoringRun() }
        let age = now - newest.thresholds.computedAt
        if !newest.isComplete {
            return isFirst || age > Self.brokenOffSeconds ? ScoringRun(against: newest) : nil
        }
        guard let scoreEvery, age >= scoreEvery else { return nil }
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

/// Comparing the index with the database.
extension StoreDuties {
    /// Only between readings: both mark the customers whom they have met.
    private mutating func beginComparing() {
        isComparisonOrdered = false
        comparedReading = feeder.readingCount
        compared = 0
        tell(.comparisonBegins)
    }

    private mutating func compare(_ store: CustomerStore) throws(StoreError) -> Bool {
        let isOvertaken = compared != nil && comparedReading != feeder.readingCount
        if isComparisonOrdered || isOvertaken { beginComparing() }
        guard let last = compared else { return false }
        let slice = try feeder.slice(after: last, limit: Self.comparedPerStep, store)
        guard let slice else { return true }
        compared = slice.end
        for batch in slice.batches { tell(.compare(batch)) }
        if slice.end == nil { tell(.comparisonEnds) }
        return true
    }
}
