import CallerIndex
import CustomerRecords
import CustomerStore
public import Customers
public import Switchboard

/// Calls, from what telephony systems say of them to what consoles are told.
public final class CallDesk {
    private let callers: CallerDesk
    private let index: IndexKeeper
    let journal: CallJournal
    private var board: CallBoard
    /// What is to be pushed when the answers are out.
    private var outbox: [Notice<RingingCaller>] = []
    /// Calls that were not shown because a limit was reached.
    public private(set) var lostCallCount = 0
    /// Takes what watchers are to be told; a door's.
    public var push: ([Notice<RingingCaller>]) -> Void = { _ in }

    init(
        _ callers: CallerDesk, _ index: IndexKeeper, _ journal: CallJournal,
        _ limits: SwitchboardLimits
    ) {
        self.callers = callers
        self.index = index
        self.journal = journal
        board = CallBoard(limits: limits)
    }

    /// Calls that have not ended.
    public var liveCount: Int { board.liveCount }
    /// Calls known, the ended ones in their wrap-up included.
    public var knownCount: Int { board.callCount }
    /// Parties who are told of calls.
    public var watcherCount: Int { board.watcherCount }

    /// The number of a call that is known, as it was delivered.
    public func received(of call: CallID) -> Received? { board.subject(of: call)?.received }

    /// A call has arrived or rings at an agent; one too many is counted and not shown.
    func announce(_ place: Announcement.Place, _ caller: RingingCaller, at now: UInt64) {
        switch place {
        case .nowhere: return
        case .call(let call):
            guard board.stage(of: call) == nil else { return }
            outbox += board.arrive(call, caller, at: now)
            journal.rang(call, caller)
        case .screen(let call, let agent):
            let isNew = board.stage(of: call) == nil
            do throws(SwitchboardRefusal) {
                outbox += try board.ring(call, at: agent, caller, now: now)
                if isNew { journal.rang(call, caller) }
            } catch {
                lostCallCount += 1
            }
        }
    }

    func answered(_ call: CallID, by agent: Agent) throws(Refusal) -> CallStage {
        try change(call) { board throws(SwitchboardRefusal) in
            try board.answer(call, by: agent)
        }
    }

    func transferred(_ call: CallID, to agent: Agent) throws(Refusal) -> CallStage {
        try change(call) { board throws(SwitchboardRefusal) in
            try board.transfer(call, to: agent)
        }
    }

    func hungUp(_ call: CallID, at now: UInt64) throws(Refusal) -> CallStage {
        try change(call) { board throws(SwitchboardRefusal) in
            try board.hangUp(call, at: now)
        }
    }

    private func change(
        _ call: CallID,
        _ change: (inout CallBoard) throws(SwitchboardRefusal) -> [Notice<RingingCaller>]
    ) throws(Refusal) -> CallStage {
        let before = board.stage(of: call)
        do throws(SwitchboardRefusal) {
            outbox += try change(&board)
        } catch {
            throw error.refusal
        }
        guard let stage = board.stage(of: call) else { throw .noCall }
        if stage != before { journal.changed(call, stage) }
        return stage
    }

    /// - Returns: the calls on those screens, of which the party has not been told yet.
    func watch(
        _ target: CallBoard.Watched, by party: Party.ID
    ) throws(Refusal) -> [ScreenedCall] {
        do throws(SwitchboardRefusal) {
            try board.beginWatching(target, by: party)
            return board.screens(of: target)
        } catch {
            throw error.refusal
        }
    }

    /// What a party that has missed everything is told of a call.
    public func notices(
        of call: ScreenedCall, to party: Party.ID
    ) -> [Notice<RingingCaller>] {
        board.notices(of: call, to: party)
    }

    /// Forgets a party that is told of calls; harmless when it is not.
    public func unwatch(_ party: Party.ID) { board.unwatch(party) }

    /// Pushes what has been remembered; at a point where the answers are out.
    public func pushNotices() {
        guard !outbox.isEmpty else { return }
        let notices = outbox
        outbox.removeAll(keepingCapacity: true)
        push(notices)
    }

    /// Ends calls that have lasted too long; called about once a second.
    func sweep(at now: UInt64) {
        let (told, aged) = board.sweep(at: now)
        for call in aged { journal.changed(call, .ended(agent: nil)) }
        outbox += told
        journal.handOver()
    }
}

/// What changes about callers while they call.
extension CallDesk {
    /// The calls on whose screens something may have changed.
    func calls(concerning batch: SummaryBatch, _ removed: [CustomerID]) -> Set<CallID> {
        guard board.callCount > 0, index.isComplete else { return [] }
        var calls: Set<CallID> = []
        batch.forEach { record in
            let numbers = (0..<record.numberCount).lazy.map { record.number($0) }
            calls.formUnion(board.calls(concerning: record.id, numbers))
            calls.formUnion(self.calls(ofNumbersOf: record.id))
        }
        for customer in removed { calls.formUnion(self.calls(ofNumbersOf: customer)) }
        return calls
    }

    /// Those of the numbers that a customer has until now: of many customers of one number a call
    /// remembers only some.
    private func calls(ofNumbersOf customer: CustomerID) -> Set<CallID> {
        guard let record = index.callers.record(of: customer) else {
            return board.calls(concerning: customer, [])
        }
        let numbers = (0..<record.numberCount).lazy.map { record.number($0) }
        return board.calls(concerning: customer, numbers)
    }

    /// Looks every caller up again.
    func refreshAll() { refresh(board.knownCalls) }

    /// Looks these callers up again and remembers what is new.
    func refresh(_ calls: some Sequence<CallID>) {
        // Calls that are refreshed together are mostly of one number.
        var latest: RingingCaller?
        for call in calls {
            guard let known = board.subject(of: call) else { continue }
            let caller =
                latest.flatMap { $0.received == known.received ? $0 : nil }
                ?? self.caller(known.received)
            latest = caller
            outbox += board.update(call, caller)
        }
    }

    private func caller(_ received: Received) -> RingingCaller {
        switch callers.identify(received) {
        case .nothing(let problem): RingingCaller(received, problem)
        case .caller(let caller):
            RingingCaller(received, callers.find(caller, .lookup), index.callers.sources)
        }
    }
}
