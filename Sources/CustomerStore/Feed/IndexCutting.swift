import Customers

/// When a moment is named at which the index can be kept: not while many change, but not too late
/// either.
struct IndexCutting {
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

    /// What was kept last.
    private enum Kept {
        case nothing
        /// Where this process went on from.
        case before
        case at(Moment)
    }

    private var kept = Kept.nothing
    /// How many customers there were at the latest cut.
    private var customerCount = 0
    /// Customers told since the latest cut.
    private var toldSinceCut = 0
    private var isOrdered = false
    private var crowdAt = Moment(secondsSince1970: 0)
    /// Customers told since the latest crowd.
    private var toldSinceCrowd = 0

    /// A cut has come to nothing.
    mutating func order() { isOrdered = true }

    mutating func take(_ event: FeedEvent) {
        switch event {
        case .restored: kept = .before
        case .readAnew: kept = .nothing
        case .clockSetBack: (kept, crowdAt) = (.nothing, Moment(secondsSince1970: 0))
        case .told(let count):
            toldSinceCut += count
            toldSinceCrowd += count
        case .committed, .lostTrack: break
        }
    }

    /// Makes a cut when it is time.
    ///
    /// What is still to be scored is noted nowhere: who went on from here would not do it. So
    /// nothing must be.
    ///
    /// - Parameter following: who knows whether everything has been told; `nil`: nobody does.
    mutating func step(
        _ following: ChangeFollowing?, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> FeedCut? {
        if toldSinceCrowd >= Self.crowdCustomers { (crowdAt, toldSinceCrowd) = (now, 0) }
        if case .before = kept { kept = .at(now) }
        guard isDue(now), let (cut, count) = try following?.cut(store) else { return nil }
        (kept, customerCount) = (.at(now), count)
        toldSinceCut = 0
        isOrdered = false
        return cut
    }

    private func isDue(_ now: Moment) -> Bool {
        guard case .at(let keptAt) = kept else { return true }
        let age = now - keptAt
        guard age >= Self.cutSeconds else { return false }
        if isOrdered, age >= Self.cutRetrySeconds { return true }
        if age >= Self.longestCutSeconds, toldSinceCut > 0 { return true }
        let isCalm = now - crowdAt >= Self.calmSeconds || age >= Self.crowdedCutSeconds
        return isCalm && toldSinceCut > customerCount / Self.cutShare
    }
}
