/// The positions of events in sorted order; costs nothing where they are sorted already.
struct Order {
    /// `nil`: sorted as they are.
    private let positions: [Int]?

    init<Event>(of events: [Event], by precedes: (Event, Event) -> Bool) {
        var isSorted = true
        for index in events.indices.dropFirst() where isSorted {
            isSorted = !precedes(events[index], events[index - 1])
        }
        if isSorted {
            positions = nil
            return
        }
        positions = events.indices.sorted { left, right in
            // Among equals the earlier position goes first, whatever the sort algorithm does.
            if precedes(events[left], events[right]) { return true }
            return left < right && !precedes(events[right], events[left])
        }
    }

    subscript(rank: Int) -> Int { positions?[rank] ?? rank }
}
