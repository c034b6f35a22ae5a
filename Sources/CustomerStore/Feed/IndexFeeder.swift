public import Customers

/// Keeps an index in step with the database, whoever writes there.
///
/// Every step is short, so that writes come in between.
///
///     reading everything ──all told──> following ──rows missing, file replaced──> reading ...
///     an index that was kept ────────>
public struct IndexFeeder {
    private enum Phase {
        case starting
        /// Who follows already knows from where.
        case reading(EverybodyReading, ChangeFollowing)
        case following(ChangeFollowing)
    }

    private let telling: IndexTelling
    private let values: ValueKeeper
    private let latest = FeedEvents()
    /// Where the index may have been kept, until that has been tried.
    private var restore: IndexRestorer?
    private var phase = Phase.starting
    private var storeGeneration = -1
    private var clock = WallClock()
    /// Why nothing could be told in the latest step.
    private(set) var trouble: StoreError?

    /// - Parameters:
    ///   - clock: what time it is.
    ///   - restore: where the index may have been kept.
    ///   - tell: takes the updates; called on the store's thread.
    public init(
        clock: @escaping @Sendable () -> Moment, restore: IndexRestorer? = nil,
        tell: @escaping @Sendable (IndexUpdate) -> Void
    ) {
        self.restore = restore
        telling = IndexTelling(clock: clock, events: latest, tell: tell)
        values = ValueKeeper(events: latest)
    }

    /// What has happened in the latest step.
    var events: [FeedEvent] { latest.list }

    /// Whether the index has been told all that the store's own thread had written before the
    /// latest step. Others may write without pause: nobody waits for that.
    public var hasToldOwn: Bool { following?.hasToldOwn ?? false }

    /// Who follows, when everything has been told once.
    var following: ChangeFollowing? {
        if case .following(let following) = phase { following } else { nil }
    }

    /// Does the next piece of work.
    ///
    /// - Returns: `done` when everything committed so far has been told, or nothing can be.
    public mutating func step(_ store: CustomerStore) -> StoreThread.Idleness {
        latest.beginStep()
        trouble = nil
        do throws(StoreError) {
            followClock()
            try store.followFile()
            try store.followSchema()
            if store.generation != storeGeneration { phase = .starting }
            storeGeneration = store.generation
            return try advance(store)
        } catch {
            trouble = error
            telling.onceASecond(.unavailable(error))
            return .done
        }
    }

    /// What was told of a time that has not come is told anew.
    private mutating func followClock() {
        guard let seconds = clock.look(at: telling.clock()) else { return }
        telling.update(.clockWasSet(seconds: seconds))
        guard seconds < 0 else { return }
        latest.add(.clockSetBack)
        telling.startOver()
        switch phase {
        case .starting: break
        case .reading: phase = .starting
        case .following(let following): following.beginAgain()
        }
    }

    private mutating func advance(_ store: CustomerStore) throws(StoreError)
        -> StoreThread.Idleness
    {
        switch phase {
        case .starting:
            if try !goOnWhereItWasKept(store) { try begin(store) }
            return .busy
        case .reading(let reading, let following):
            following.noteWritten(store.takeWrittenRows())
            if try !reading.step(store) {
                latest.add(.readAnew)
                telling.update(.clockIsFollowed)
                phase = .following(following)
            }
        case .following(let following):
            following.noteWritten(store.takeWrittenRows())
            switch try following.step(store) {
            case .done: return .done
            case .rowsMissing: phase = .starting
            case .moreToDo: break
            }
        }
        return following?.isCrowded == true ? .crowded : .busy
    }

    private mutating func begin(_ store: CustomerStore) throws(StoreError) {
        try ChangeLog.renumber(store)
        let log = try store.read { try ChangeLog($0) }
        let reading = try EverybodyReading(telling, store)
        // The reading comes behind them.
        _ = store.takeWrittenRows()
        phase = .reading(reading, ChangeFollowing(log, telling, values, latest))
    }

    /// At the start, once: the index may have been kept.
    private mutating func goOnWhereItWasKept(_ store: CustomerStore) throws(StoreError) -> Bool {
        guard let restore else { return false }
        var log: ChangeLog?
        let cut = try restore { name throws(StoreError) in
            log = try store.read { try ChangeLog(behind: name.place, $0) }
            return log != nil && name.scoring == store.scoring.fingerprint
        }
        self.restore = nil
        guard let schedules = cut?.schedules, let log else { return false }
        telling.goOn(with: schedules)
        try telling.sources(store)
        let following = ChangeFollowing(log, telling, values, latest)
        following.noteWritten(store.takeWrittenRows())
        latest.add(.restored)
        phase = .following(following)
        return true
    }
}
