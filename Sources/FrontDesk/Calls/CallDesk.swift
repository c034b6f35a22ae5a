import CustomerStore
public import Customers
public import Switchboard

/// Calls, from what telephony systems say of them to what consoles are told.
public final class CallDesk {
    let callers: CallerDesk
    let index: IndexKeeper
    let journal: CallJournal
    var board: CallBoard
    let clock: FrontDesk.Clock
    /// What is to be pushed when the answers are out.
    var outbox = NoticeList<RingingCaller>()
    /// Legs whose callers are to be looked up again.
    var refreshing = RefreshQueue()
    /// How many of them come before everything else.
    var urgentCount = 0
    /// PBXs whose calls are being ended.
    var endings: [PBXEnding] = []
    /// Telephony systems whose calls are followed; kept by a door.
    public var followedNames: [PBX] = []
    /// How each of them stands, when it is asked for; a door's.
    public var followed: () -> [FollowedPBX] = { [] }
    /// Calls that were not shown because a limit was reached.
    public private(set) var lostCallCount = 0
    /// Takes what watchers are to be told; a door's.
    public var push: (NoticeList<RingingCaller>) -> Void = { _ in }
    /// Whether watchers can be told more that nobody waits for; a door's, which makes room if it
    /// can.
    public var hasRoom: () -> Bool = { true }

    init(
        _ callers: CallerDesk, _ index: IndexKeeper, _ journal: CallJournal,
        _ limits: SwitchboardLimits, _ clock: FrontDesk.Clock
    ) {
        self.callers = callers
        self.index = index
        self.journal = journal
        self.clock = clock
        board = CallBoard(limits: limits)
    }

    /// Calls that have not ended.
    public var liveCount: Int { board.liveCount }
    /// Calls known, the ended ones in their wrap-up included.
    public var knownCount: Int { board.callCount }
    /// Parties who are told of calls.
    public var watcherCount: Int { board.watcherCount }

    var now: SwitchboardTime {
        SwitchboardTime(seconds: clock.seconds, moment: clock.now())
    }

    /// The number of a call that is known, as it was delivered.
    public func received(of call: CallID) -> Received? { board.subject(of: call)?.received }

    /// The full name of what a PBX calls so: its own call, else another PBX's whose full name that
    /// is. What a PBX without a name calls so is never meant, unless its calls are followed.
    ///
    /// - Returns: `nil` when it would be too long.
    public func fullName(of call: CallID, at pbx: PBX?) -> CallID? {
        guard let pbx else {
            return board.state(of: call) == nil ? followedCall(call) ?? call : call
        }
        let own = CallID(call, of: pbx)
        if let own, board.stage(of: own) != nil { return own }
        return board.isFullName(call) ? call : own
    }

    /// A call has arrived or rings at an agent; where it cannot show, the answer says so.
    func announce(_ announcement: Announcement, _ caller: RingingCaller) -> Announced {
        guard let call = announcement.place.call else { return Announced(caller.result) }
        let known = board.state(of: call)
        // First of all: whoever it rings at now sees at once who calls.
        if let known { learn(known, caller, takesBack: announcement.takesNumberBack) }
        let absence = show(announcement, call, caller)
        if known == nil, let state = board.state(of: call) {
            journal.note(
                call, began: state.began,
                .rang(caller.number, received: caller.said, caller.onlyCustomer))
        }
        let after = board.state(of: call)
        if after != known { journal.keep(call) }
        return Announced((after?.subject ?? caller).result, absence)
    }

    private func show(
        _ announcement: Announcement, _ call: CallID, _ caller: RingingCaller
    ) -> Announced.Absence? {
        do throws(SwitchboardRefusal) {
            if let agent = announcement.place.agent {
                outbox += try board.ring(
                    call, at: agent, from: announcement.pbx, caller, now: now)
            } else {
                try board.arrive(call, from: announcement.pbx, caller, at: now)
            }
            return nil
        } catch {
            let absence = Announced.Absence(error)
            if absence != .isAnswered { lostCallCount += 1 }
            return absence
        }
    }

    /// The number is known better now: whoever has the call on the screen is told.
    private func learn(
        _ known: CallState<RingingCaller>, _ caller: RingingCaller, takesBack: Bool
    ) {
        let isNews =
            caller.number != known.subject.number && (caller.number != nil || takesBack)
        if isNews || known.subject.isFromBefore { outbox += board.update(known.id, caller) }
        guard isNews else { return }
        journal.note(
            known.id, began: known.began,
            .identified(caller.number, received: caller.said, caller.onlyCustomer))
    }

    func answered(_ call: CallID, by agent: Agent) throws(Refusal) -> CallStage {
        try change(call) { board, now throws(SwitchboardRefusal) in
            try board.answer(call, by: agent, at: now)
        }
    }

    func transferred(_ call: CallID, to agent: Agent) throws(Refusal) -> CallStage {
        try change(call) { board, _ throws(SwitchboardRefusal) in
            try board.transfer(call, to: agent)
        }
    }

    func withdrawn(_ call: CallID, from agent: Agent) throws(Refusal) -> CallStage {
        try change(call) { board, _ throws(SwitchboardRefusal) in
            try board.withdraw(call, from: agent)
        }
    }

    func hungUp(_ call: CallID) throws(Refusal) -> CallStage {
        try change(call) { board, now throws(SwitchboardRefusal) in
            try board.hangUp(call, at: now)
        }
    }

    private func change(
        _ call: CallID,
        _ change: (inout CallBoard, SwitchboardTime) throws(SwitchboardRefusal)
            -> NoticeList<RingingCaller>
    ) throws(Refusal) -> CallStage {
        let before = board.state(of: call)
        do throws(SwitchboardRefusal) {
            outbox += try change(&board, now)
        } catch {
            throw error.refusal
        }
        guard let stage = board.stage(of: call) else { throw .noCall }
        if let before { note(before) }
        return stage
    }

    /// What has become of a call that stood so before.
    func note(_ before: CallState<RingingCaller>) {
        let after = board.state(of: before.id)
        guard after != before else { return }
        journal.keep(before.id)
        if let after {
            guard !after.spoke.isEmpty, after.spoke != before.spoke else { return }
            journal.note(before.id, began: before.began, .answered(agents: after.spoke))
        } else {
            journal.note(before.id, began: before.began, .ended)
        }
    }

    /// - Returns: a way through the calls on those screens, of which the party has not been told.
    func watch(
        _ target: CallBoard.Watched, by party: Party.ID
    ) throws(Refusal) -> ScreenWalk {
        do throws(SwitchboardRefusal) {
            try board.beginWatching(target, by: party)
            return board.walk(through: target)
        } catch {
            throw error.refusal
        }
    }

    /// What a party that has missed everything is told of the next call on its way.
    ///
    /// - Returns: `nil` at the end.
    public func nextNotices(
        _ walk: inout ScreenWalk, to party: Party.ID
    ) -> [Notice<RingingCaller>]? {
        guard let step = board.advance(&walk) else { return nil }
        return step.call.map { board.notices(of: $0, to: party) } ?? []
    }

    /// Forgets a party that is told of calls; harmless when it is not.
    public func unwatch(_ party: Party.ID) { board.unwatch(party) }

    /// Pushes what has been remembered, and has it stored; at a point where the answers are out.
    public func pushNotices() {
        journal.handOver(self)
        guard !outbox.isEmpty else { return }
        let notices = outbox
        outbox = []
        push(notices)
    }
}

extension RingingCaller {
    /// What the telephony system said of the number.
    var said: String { String(decoding: received.bytes, as: UTF8.self) }

    /// The one customer who has the number.
    var onlyCustomer: CustomerID? { customers.count == 1 ? customers[0] : nil }
}
