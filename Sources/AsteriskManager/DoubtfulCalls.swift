/// Calls whose numbers may have to be hidden: those that Asterisk is asked about, and those that
/// wait until it is asked, in their order.
struct DoubtfulCalls: Sendable {
    /// Calls that wait; one more is not asked about.
    static let limit = CallFollower.channelLimit

    private var asked: Set<String> = []
    private var waiting: [String] = []
    private var first = 0
    private var known: Set<String> = []

    /// Questions without an answer.
    var askedCount: Int { asked.count }

    var isFull: Bool { known.count >= Self.limit }

    /// Adds a call that neither waits nor is asked about.
    mutating func add(_ call: String) {
        guard !isFull, !asked.contains(call), known.insert(call).inserted else { return }
        waiting.append(call)
    }

    /// The next to be asked about; it is until it is settled.
    mutating func next() -> String? {
        guard first < waiting.count else { return nil }
        let call = waiting[first]
        first += 1
        if first == waiting.count { (waiting, first) = ([], 0) }
        known.remove(call)
        asked.insert(call)
        return call
    }

    mutating func settle(_ call: String) { asked.remove(call) }

    /// Lets go of those that wait for nothing.
    mutating func keep(_ isWanted: (String) -> Bool) {
        waiting = waiting[first...].filter(isWanted)
        first = 0
        known = Set(waiting)
    }
}
