public import Access
public import CustomerStore
public import Customers
public import Numbering
public import Switchboard

/// Knows callers, calls, index and database, and answers whoever asks: values, no bytes.
///
/// Knows no socket, no thread and no clock of its own, so that a whole day can be replayed
/// in memory. Lives on one thread. Its stored properties are the parts of the desk.
///
///     door ──question──> ask ──> index, switchboard ─────────> answer, at once
///                         └────> StoreDoor ... answer(_:for:) ──> the door takes it, later
public final class FrontDesk {
    /// What time it is: the calendar's for the figures, the monotonic one for durations.
    public struct Clock {
        public var now: () -> Moment
        public var monotonicNanoseconds: () -> UInt64

        public init(
            now: @escaping () -> Moment, monotonicNanoseconds: @escaping () -> UInt64
        ) {
            self.now = now
            self.monotonicNanoseconds = monotonicNanoseconds
        }

        /// Seconds of the monotonic clock.
        public var seconds: UInt64 { monotonicNanoseconds() / 1_000_000_000 }
    }

    /// How much may wait, and how many calls may be known.
    public struct Limits {
        /// Questions that wait for the database.
        public var waitingQuestions: Int
        /// Facts about calls that wait to be stored.
        public var waitingCallFacts: Int
        public var calls: SwitchboardLimits

        public init(waitingQuestions: Int, waitingCallFacts: Int, calls: SwitchboardLimits) {
            self.waitingQuestions = waitingQuestions
            self.waitingCallFacts = waitingCallFacts
            self.calls = calls
        }
    }

    public let clock: Clock
    public let startedAt: Moment
    /// In seconds of the monotonic clock.
    private let startedSeconds: UInt64
    /// The calendar's clock less the monotonic one, in seconds, when it was furthest ahead.
    var furthestClock: Int64
    /// How the questions to the database are answered.
    var troubles = QuestionTroubles()
    public let index: IndexKeeper
    public let callers: CallerDesk
    public let calls: CallDesk
    @safe @exclusivity(unchecked) public var statistics = Statistics()
    /// How the stored numbers are; `nil`: not looked at yet.
    public var numberStatus: NumberStatus?
    /// Whether texts with the number of a payment card are stored.
    public var storesCardNumbers = false
    /// Called when `tidyUp` has something to do that no update has brought.
    public var onWork: () -> Void = {}
    unowned let store: any StoreDoor
    private let limits: Limits
    var waiting = WaitingParties()
    private var lastParty: Party.ID = 0

    /// - Parameter suffixDigits: how many last digits the suffix tier compares; 0: it is off.
    public init(
        clock: Clock, store: any StoreDoor, numbers: NumberReader, line: LineSettings,
        suffixDigits: Int = 0, limits: Limits
    ) {
        self.clock = clock
        self.store = store
        self.limits = limits
        startedAt = clock.now()
        startedSeconds = clock.seconds
        furthestClock = startedAt.secondsSince1970 - Int64(startedSeconds)
        index = IndexKeeper(suffixDigits: suffixDigits)
        callers = CallerDesk(index, numbers, line, suffixDigits: suffixDigits)
        let journal = CallJournal(store, limit: limits.waitingCallFacts, now: clock.now)
        calls = CallDesk(callers, index, journal, limits.calls, clock)
    }

    /// Counts lookups that a door has answered from the index: exactly one customer each, by the
    /// number itself.
    public func count(found: Int) { statistics.count(found: found) }

    /// The lookups counted since the last call have just been answered.
    ///
    /// - Parameter since: when their bytes arrived, in nanoseconds of the monotonic clock.
    public func noteLatency(since: UInt64) {
        statistics.noteLatency(since: since, now: clock.monotonicNanoseconds())
    }

    /// How long it has been there, in seconds; whatever the calendar's clock did.
    public var uptimeSeconds: Int { Int(clock.seconds - startedSeconds) }

    /// A name for a party that no other party has had.
    public func makePartyID() -> Party.ID {
        lastParty += 1
        return lastParty
    }

    /// Facts about calls on their way to the history.
    public var journal: CallJournal { calls.journal }

    /// Questions that wait for the database.
    public var waitingCount: Int { waiting.count }

    /// Answers a question, or asks the database and answers by way of `door` later.
    ///
    /// The one way in: what a party's role does not allow is refused here.
    public func ask(
        _ question: Question, by party: Party, through door: any AnswerTaker
    ) -> Response {
        do throws(Refusal) {
            let question = try question.asked(with: party.rights)
            try calls.admit(question, with: party.rights)
            return try answer(question, WaitingParty(party, door))
        } catch {
            return .now(.refused(error))
        }
    }

    /// Whether a party may have carried out what concerns the door alone.
    ///
    /// - Throws: `notSignedIn` and `notPermitted`.
    public func admit(_ permission: Permissions, _ rights: Rights) throws(Refusal) {
        guard rights.permissions.contains(permission) else { throw Refusal(rights) }
    }

    private func answer(_ question: Question, _ party: WaitingParty) throws(Refusal) -> Response {
        switch question {
        case .lookUp(let number): try find(callers.identify(number), .lookup, party)
        case .find(let received, let search): try find(received, search, party)
        case .announce(let announcement): try announce(announcement, party)
        case .answered(let call, let agent):
            .now(.stage(call, try calls.answered(call, by: agent)))
        case .transferred(let call, let agent):
            .now(.stage(call, try calls.transferred(call, to: agent)))
        case .withdrawn(let call, let agent):
            .now(.stage(call, try calls.withdrawn(call, from: agent)))
        case .hungUp(let call): .now(.stage(call, try calls.hungUp(call)))
        case .allOver(let pbx): try endAll(of: pbx, party)
        case .watch(let target):
            .now(.watching(try calls.watch(target, by: party.id)))
        case .read(let question): try read(question, party)
        case .write(let request): try write(request, party)
        case .unmask(let customer, let reason):
            try unmask(customer, because: reason, party)
        case .link(let change, let received, let customer, let agent):
            try link(change, received, customer, agent, party)
        case .order(let order): try self.order(order, party)
        }
    }

    /// Lets a party wait for the database; every answer ends one such wait.
    ///
    /// - Throws: `busy` when too many wait already.
    func wait(_ party: WaitingParty, for order: StoreOrder? = nil) throws(Refusal) {
        guard waiting.count < limits.waitingQuestions else { throw .busy }
        if let order { waiting.add(party, for: order) } else { waiting.add(party) }
    }
}
