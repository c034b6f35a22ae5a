/// What happens while the index is fed, for the duties that depend on it: scoring, comparing,
/// cutting, and reading the numbers that others have entered.
enum FeedEvent: Equatable {
    /// The index that was kept is back; what has changed since is told next.
    case restored
    /// Everything has been read to the end and told.
    case readAnew
    /// So many customers were told.
    case told(Int)
    /// Others or we have committed something, or another file is open.
    case committed
    /// The clock was set back: what was reckoned of a time that has not come is wrong.
    case clockSetBack
    /// More customers were scored against the old thresholds than could be remembered: everybody
    /// must be scored when the run is over.
    case lostTrack
}

/// The events of one step, in their order.
final class FeedEvents {
    private(set) var list: [FeedEvent] = []

    func add(_ event: FeedEvent) { list.append(event) }

    /// A step begins; who wanted those of the latest has taken them.
    func beginStep() { list.removeAll(keepingCapacity: true) }
}
