/// How much of the loop's time requests may take before lookups and other clients go first.
///
/// Lookups in the canonical spelling are not counted: they cost less than looking at the clock.
/// Everything else costs what it costs, by the clock, whatever it is.
struct TurnBudget {
    /// What one connection may take before the next one's turn comes, in nanoseconds.
    static let sliceNanoseconds: UInt64 = 30_000
    /// What all of them may take of one turn of the loop.
    static let turnNanoseconds: UInt64 = 60_000

    private var used: UInt64 = 0

    /// Whether further requests come in a later turn.
    var isSpent: Bool { used >= Self.turnNanoseconds }
    /// Whether those who gave way have had their part of this turn.
    var isSliceSpent: Bool { used >= Self.sliceNanoseconds }

    mutating func add(_ nanoseconds: UInt64) { used += nanoseconds }

    /// The next turn begins.
    mutating func begin() { used = 0 }
}

/// Connections that have given way, in the order in which it is their turn again.
///
/// Those that take little of the loop's time go before those that take much, which still get every
/// fourth turn.
struct YieldingSessions {
    private static let turnsOfLight = 3

    private var light = Line()
    private var heavy = Line()
    private var lightInARow = 0

    var isEmpty: Bool { light.isEmpty && heavy.isEmpty }

    mutating func append(_ id: Session.ID, isHeavy: Bool) {
        if isHeavy { heavy.append(id) } else { light.append(id) }
    }

    mutating func next() -> Session.ID? {
        if lightInARow < Self.turnsOfLight || heavy.isEmpty, let id = light.next() {
            lightInARow += 1
            return id
        }
        lightInARow = 0
        return heavy.next()
    }

    private struct Line {
        private var ids: [Session.ID] = []
        private var first = 0

        var isEmpty: Bool { first == ids.count }

        mutating func append(_ id: Session.ID) { ids.append(id) }

        mutating func next() -> Session.ID? {
            guard !isEmpty else { return nil }
            defer {
                first += 1
                if 2 * first >= ids.count {
                    ids.removeFirst(first)
                    first = 0
                }
            }
            return ids[first]
        }
    }
}
