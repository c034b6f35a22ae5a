import Customers
import Scoring

/// A moment at which an index knows all that was committed: where to go on from, if the index as
/// it is then is kept.
public struct FeedCut: Sendable {
    /// Names the moment in the history of one database.
    public struct Name: Codable, Hashable, Sendable {
        /// A row of `change_log`, and what tells it from another one with its number.
        public var position: Int64
        public var mark: Int64
        /// By what rules the figures were counted.
        public var rules: String
        /// About how many customers there were.
        public var customers: Int

        init(position: Int64, mark: Int64, rules: CountRules, customers: Int) {
            self.position = position
            self.mark = mark
            self.rules = "\(rules)"
            self.customers = customers
        }
    }

    public let name: Name
    private let ageing: AgeingSchedule
    private let qualifying: AgeingSchedule

    init(name: Name, ageing: AgeingSchedule, qualifying: AgeingSchedule) {
        self.name = name
        self.ageing = ageing
        self.qualifying = qualifying
    }

    /// Whose figures change when though nothing is written; 4 bytes a customer who ages.
    public var words: [UInt32] {
        let words = ageing.words
        return [UInt32(words.count)] + words + qualifying.words
    }

    /// - Returns: `nil` when `words` are no cut's.
    public init?(name: Name, words: [UInt32]) {
        guard let count = words.first, words.count > count,
            let ageing = AgeingSchedule(words: words[1..<(Int(count) + 1)]),
            let qualifying = AgeingSchedule(words: words[(Int(count) + 1)...])
        else { return nil }
        self.init(name: name, ageing: ageing, qualifying: qualifying)
    }

    var schedules: (ageing: AgeingSchedule, qualifying: AgeingSchedule) { (ageing, qualifying) }
}

/// Brings back an index that was kept.
///
/// - Parameter fits: whether the database has come from the moment of that name.
/// - Returns: the cut, when the index is back; `nil`: there was none, or none that fits.
public typealias IndexRestorer =
    @Sendable (_ fits: (FeedCut.Name) throws(StoreError) -> Bool) throws(StoreError) -> FeedCut?
