import Customers

/// A moment at which an index knows all that was committed: where to go on from, if the index as
/// it is then is kept.
public struct FeedCut: Sendable {
    /// Names the moment in the history of one database.
    public struct Name: Codable, Hashable, Sendable {
        /// A row of `change_log`, and what tells it from another one with its number.
        public var position: Int64
        public var mark: Int64
        /// By what settings the figures were made.
        public var scoring: String

        init(_ place: ChangeLog.Place, scoring: ScoringSettings) {
            position = place.position
            mark = place.mark
            self.scoring = scoring.fingerprint
        }

        var place: ChangeLog.Place { ChangeLog.Place(position: position, mark: mark) }
    }

    public let name: Name
    /// Whose figures change when though nothing is written; 4 bytes a customer who ages.
    public let schedule: [UInt32]

    init(name: Name, ageing: AgeingSchedule, qualifying: AgeingSchedule) {
        self.name = name
        let words = ageing.words
        schedule = [UInt32(words.count)] + words + qualifying.words
    }

    /// Makes a cut of what another one has told.
    public init(name: Name, schedule: [UInt32]) {
        self.name = name
        self.schedule = schedule
    }

    /// - Returns: `nil` when the schedule is none.
    var schedules: (ageing: AgeingSchedule, qualifying: AgeingSchedule)? {
        guard let count = schedule.first, schedule.count > count,
            let ageing = AgeingSchedule(words: schedule[1..<(Int(count) + 1)]),
            let qualifying = AgeingSchedule(words: schedule[(Int(count) + 1)...])
        else { return nil }
        return (ageing, qualifying)
    }
}

/// Brings back an index that was kept.
///
/// - Parameter fits: whether the database has come from the moment of that name.
/// - Returns: the cut, when the index is back; `nil`: there was none, or none that fits.
public typealias IndexRestorer =
    @Sendable (_ fits: (FeedCut.Name) throws(StoreError) -> Bool) throws(StoreError) -> FeedCut?
