public import Customers

/// How many customers a change of rules moves between which values.
public struct Movement: Hashable, Sendable {
    /// Not rated, then 1 to 5.
    private static let standings = 6

    /// Row: before; column: after.
    private var counts = [Int](repeating: 0, count: standings * standings)

    public init() {}

    /// Counts one customer; `nil` is not rated.
    public mutating func add(from before: OverallValue?, to after: OverallValue?) {
        counts[Self.index(before, after)] += 1
    }

    /// Adds the customers that `other` has counted.
    public mutating func merge(_ other: Movement) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// How many had `before` and have `after`; `nil` is not rated.
    public subscript(before: OverallValue?, after: OverallValue?) -> Int {
        counts[Self.index(before, after)]
    }

    public var total: Int { counts.reduce(0, +) }
    /// Those whose value is another one, from or to "not rated" included.
    public var moved: Int { sum { $0 != $1 } }
    public var raised: Int { sum { $0 > 0 && $1 > $0 } }
    public var lowered: Int { sum { $1 > 0 && $1 < $0 } }
    /// Those who had no value and have one.
    public var newlyRated: Int { sum { $0 == 0 && $1 > 0 } }
    /// Those who had a value and have none.
    public var noLongerRated: Int { sum { $0 > 0 && $1 == 0 } }

    private func sum(where isMeant: (Int, Int) -> Bool) -> Int {
        counts.indices.reduce(0) { sum, index in
            isMeant(index / Self.standings, index % Self.standings) ? sum + counts[index] : sum
        }
    }

    private static func index(_ before: OverallValue?, _ after: OverallValue?) -> Int {
        Int(before?.grade ?? 0) * standings + Int(after?.grade ?? 0)
    }
}
