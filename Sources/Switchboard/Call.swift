import Customers

/// A call that the switchboard knows.
///
///     announced ──> ringing ──answer──> answered ──hang-up──> ended ──wrap-up over──> forgotten
///                      ^                   |
///                      +─────transfer──────+
struct Call<Subject: CallSubject> {
    let id: CallID
    /// Tells a call apart from an earlier one of the same name.
    let serial: UInt64
    var subject: Subject
    /// In the order in which it began to ring at them.
    var ringing: [Agent] = []
    var owner: Agent?
    var hasEnded = false

    /// Everybody on whose screen it is.
    var agents: [Agent] { owner.map { [$0] + ringing.filter { $0 != owner } } ?? ringing }

    var stage: CallStage {
        if hasEnded { return .ended(agent: owner) }
        return owner.map { .answered($0) } ?? .ringing
    }

    func isOnScreen(of agent: Agent) -> Bool { owner == agent || ringing.contains(agent) }
}

/// What falls due in the order in which it was put down, because all wait equally long.
struct DueList {
    private var entries: [(call: CallID, serial: UInt64, due: UInt64)] = []
    private var first = 0

    mutating func append(_ call: CallID, _ serial: UInt64, due: UInt64) {
        entries.append((call, serial, due))
    }

    /// Entries, those of calls that are gone included.
    var count: Int { entries.count - first }

    /// Forgets the entries that are no longer wanted.
    mutating func removeAll(unless isWanted: (CallID, UInt64) -> Bool) {
        entries = entries[first...].filter { isWanted($0.call, $0.serial) }
        first = 0
    }

    /// Takes the first entry if it is due.
    mutating func next(at now: UInt64) -> (call: CallID, serial: UInt64)? {
        guard first < entries.count, entries[first].due <= now else { return nil }
        return removeFirst()
    }

    /// Takes the first entry, due or not.
    mutating func removeFirst() -> (call: CallID, serial: UInt64)? {
        guard first < entries.count else { return nil }
        let entry = entries[first]
        first += 1
        if first > 1024, first * 2 > entries.count {
            entries.removeFirst(first)
            first = 0
        }
        return (entry.call, entry.serial)
    }
}
