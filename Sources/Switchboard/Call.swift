public import Customers

/// What time it is: seconds of a clock that never goes back for what falls due, the calendar's
/// time for what is told.
public struct SwitchboardTime: Sendable {
    public var seconds: UInt64
    public var moment: Moment

    public init(seconds: UInt64, moment: Moment) {
        self.seconds = seconds
        self.moment = moment
    }
}

/// Who is on a call, and since when: all that must be kept of one that has not ended.
public struct CallState<Subject: CallSubject>: Equatable {
    /// Somebody who speaks with the caller.
    public struct Speaker: Equatable, Sendable {
        public let agent: Agent
        public let since: Moment

        public init(_ agent: Agent, since: Moment) {
            self.agent = agent
            self.since = since
        }
    }

    public let id: CallID
    /// Whose call it is: who announced it, or the PBX that has turned out to have it; `nil`: a PBX
    /// without a name.
    public internal(set) var pbx: PBX?
    public let began: Moment
    public var subject: Subject
    /// In the order in which it began to ring at them.
    public var ringing: [Agent] = []
    /// In the order in which they answered: several in a conference.
    public var speaking: [Speaker] = []
    /// Those who have answered since the latest transfer, also who has left.
    public var spoke: [Agent] = []

    public init(_ id: CallID, of pbx: PBX?, began: Moment, _ subject: Subject) {
        self.id = id
        self.pbx = pbx
        self.began = began
        self.subject = subject
    }

    func speaks(_ agent: Agent) -> Bool { speaking.contains { $0.agent == agent } }

    func isOnScreen(of agent: Agent) -> Bool { speaks(agent) || ringing.contains(agent) }

    /// Everybody on whose screen it is.
    public var agents: [Agent] { speaking.map { $0.agent } + ringing }
}

/// One leg of a call: from the first that is said of it to its end.
///
///     announced ──> ringing ──answer──> answered ──hang-up──> ended ──wrap-up over──> forgotten
///                      ^                   |                    :
///                      +─────transfer──────+          rings again: another leg
struct Call<Subject: CallSubject> {
    /// Names a leg for the life of the process; never reused.
    typealias Serial = UInt64

    struct End {
        let at: Moment
        let reason: HangUpReason
    }

    let serial: Serial
    var state: CallState<Subject>
    var end: End?
    /// The leg before, as long as it is known.
    let previous: Serial?

    var stage: CallStage {
        let agents = state.speaking.map { $0.agent }
        if end != nil { return .ended(agents) }
        return agents.isEmpty ? .ringing : .answered(agents)
    }
}

/// What falls due in the order in which it was put down, because all wait equally long.
struct DueList {
    private var entries: [(serial: UInt64, due: UInt64)] = []
    private var first = 0

    /// - Parameter due: not before that of the entries that are there.
    mutating func append(_ serial: UInt64, due: UInt64) { entries.append((serial, due)) }

    /// Entries, those of calls that are gone included.
    var count: Int { entries.count - first }

    /// Forgets the entries that are no longer wanted.
    mutating func removeAll(unless isWanted: (UInt64) -> Bool) {
        entries = entries[first...].filter { isWanted($0.serial) }
        first = 0
    }

    /// Takes the first entry if it is due.
    mutating func next(at now: UInt64) -> UInt64? {
        guard first < entries.count, entries[first].due <= now else { return nil }
        return removeFirst()
    }

    /// Takes the first entry, due or not.
    mutating func removeFirst() -> UInt64? {
        guard first < entries.count else { return nil }
        let entry = entries[first]
        first += 1
        if first > 1024, first * 2 > entries.count {
            entries.removeFirst(first)
            first = 0
        }
        return entry.serial
    }
}
