public import Customers

/// Decides who sees which call, knowing no socket, no clock and no disk.
///
/// Every input is a method call with the time as an argument where time matters, every output
/// is a list of notices in sending order; so a whole day can be replayed in memory. The time is
/// in seconds of a clock that never goes back.
public struct Switchboard<Subject: CallSubject> {
    let limits: SwitchboardLimits
    private(set) var calls: [CallID: Call<Subject>] = [:]
    private var byCustomer: [CustomerID: Set<CallID>] = [:]
    private var byNumber: [PhoneNumber: Set<CallID>] = [:]
    private var byAgent: [Agent: [CallID]] = [:]
    private var ageing = DueList()
    private var ended = DueList()
    private var lastSerial: UInt64 = 0
    /// Calls that have not ended.
    public private(set) var liveCount = 0

    var watchers: [Agent: [WatcherID]] = [:]
    var wallboards: [WatcherID] = []
    var watched: [WatcherID: Watched] = [:]

    public init(limits: SwitchboardLimits) { self.limits = limits }

    /// Calls known, the ended ones in their wrap-up included.
    public var callCount: Int { calls.count }

    /// Who calls; `nil` for a call that is not known.
    public func subject(of call: CallID) -> Subject? { calls[call]?.subject }

    /// Where a call stands; `nil` for a call that is not known.
    public func stage(of call: CallID) -> CallStage? { calls[call]?.stage }

    /// A call has arrived and rings nowhere yet; a repeat changes nothing.
    ///
    /// - Returns: what is told of an older call that had to make room.
    public mutating func arrive(
        _ call: CallID, _ subject: @autoclosure () -> Subject, at now: UInt64
    ) -> [Notice<Subject>] {
        guard calls[call] == nil else { return [] }
        let told = makeRoom(at: now)
        lastSerial += 1
        let new = Call(id: call, serial: lastSerial, subject: subject())
        calls[call] = new
        liveCount += 1
        note(new.subject, of: call)
        // Most calls end long before they are due; once half of the list is theirs, it is cut.
        if ageing.count > 2 * calls.count + Self.slack {
            ageing.removeAll { calls[$0]?.serial == $1 }
        }
        ageing.append(call, lastSerial, due: now + limits.callSeconds)
        return told
    }

    private static var slack: Int { 1024 }

    /// A call rings at an agent; a repeat changes nothing, nor does a call that has ended.
    public mutating func ring(
        _ call: CallID, at agent: Agent, _ subject: @autoclosure () -> Subject, now: UInt64
    ) throws(SwitchboardRefusal) -> [Notice<Subject>] {
        let told = arrive(call, subject(), at: now)
        guard let known = calls[call], !known.hasEnded, !known.isOnScreen(of: agent) else {
            return told
        }
        guard known.ringing.count < limits.agentsPerCall else { throw .tooManyAgents }
        show(call, to: agent)
        return told + notices(call, agent, .pop(known.subject, from: nil))
    }

    /// An agent speaks with the caller; a repeat changes nothing.
    public mutating func answer(
        _ call: CallID, by agent: Agent
    ) throws(SwitchboardRefusal) -> [Notice<Subject>] {
        guard let known = calls[call] else { throw .noCall }
        guard !known.hasEnded, known.owner != agent else { return [] }
        let told = handOver(known, to: agent) + notices(call, agent, .answered)
        clearScreens(of: call)
        show(call, to: agent)
        calls[call]?.ringing = []
        calls[call]?.owner = agent
        return told
    }

    /// A call goes to another agent, where it rings; a repeat changes nothing.
    public mutating func transfer(
        _ call: CallID, to agent: Agent
    ) throws(SwitchboardRefusal) -> [Notice<Subject>] {
        guard let known = calls[call] else { throw .noCall }
        let isThere = known.owner == agent || (known.owner == nil && known.ringing == [agent])
        guard !known.hasEnded, !isThere else { return [] }
        let told = handOver(known, to: agent)
        clearScreens(of: call)
        calls[call]?.ringing = []
        calls[call]?.owner = nil
        show(call, to: agent)
        return told
    }

    /// What is told when a call goes to `agent`: to those it rings at, to who had it, to `agent`.
    private func handOver(_ known: Call<Subject>, to agent: Agent) -> [Notice<Subject>] {
        var told: [Notice<Subject>] = []
        for other in known.ringing where other != agent && other != known.owner {
            told += notices(known.id, other, .withdraw(by: agent))
        }
        if let owner = known.owner { told += notices(known.id, owner, .transferredTo(agent)) }
        if !known.isOnScreen(of: agent) {
            told += notices(known.id, agent, .pop(known.subject, from: known.owner))
        } else if let owner = known.owner {
            told += notices(known.id, agent, .transferredFrom(owner))
        }
        return told
    }

    /// A call has ended; a repeat changes nothing.
    public mutating func hangUp(
        _ call: CallID, at now: UInt64
    ) throws(SwitchboardRefusal) -> [Notice<Subject>] {
        guard let known = calls[call] else { throw .noCall }
        return known.hasEnded ? [] : end(known, .said, at: now)
    }

    /// Ends calls that have lasted too long and forgets those whose wrap-up is over.
    ///
    /// - Returns: what the watchers have to be told, and the calls that have ended by it.
    public mutating func sweep(
        at now: UInt64
    ) -> (told: [Notice<Subject>], aged: [CallID]) {
        var told: [Notice<Subject>] = []
        var aged: [CallID] = []
        while let (call, serial) = ageing.next(at: now) {
            guard let known = calls[call], known.serial == serial, !known.hasEnded else { continue }
            told += end(known, .aged, at: now)
            aged.append(call)
        }
        while let (call, serial) = ended.next(at: now) { forget(call, serial) }
        return (told, aged)
    }

    private mutating func end(
        _ call: Call<Subject>, _ reason: HangUpReason, at now: UInt64
    ) -> [Notice<Subject>] {
        let told = call.agents.flatMap { notices(call.id, $0, .hangUp(reason)) }
        calls[call.id]?.hasEnded = true
        liveCount -= 1
        for agent in call.agents where agent != call.owner { hide(call.id, from: agent) }
        calls[call.id]?.ringing = []
        ended.append(call.id, call.serial, due: now + limits.wrapUpSeconds)
        return told
    }

    /// Gives up the call that ended first where the limit is reached; where none has ended, the
    /// oldest of all, because nobody seems to say when calls end.
    private mutating func makeRoom(at now: UInt64) -> [Notice<Subject>] {
        var told: [Notice<Subject>] = []
        while calls.count >= limits.calls {
            if let (call, serial) = ended.removeFirst() {
                forget(call, serial)
            } else if let (call, serial) = ageing.removeFirst() {
                guard let known = calls[call], known.serial == serial else { continue }
                if !known.hasEnded { told += end(known, .aged, at: now) }
            } else {
                preconditionFailure("every call is in one of the two lists")
            }
        }
        return told
    }

    private mutating func forget(_ call: CallID, _ serial: UInt64) {
        guard let known = calls[call], known.serial == serial else { return }
        clearScreens(of: call)
        unnote(known.subject, of: call)
        calls[call] = nil
    }
}

/// Customers and numbers that are on somebody's screen.
extension Switchboard {
    /// The calls that this customer or one of these numbers concerns.
    public func calls(
        concerning customer: CustomerID, _ numbers: some Sequence<PhoneNumber>
    ) -> Set<CallID> {
        guard !calls.isEmpty else { return [] }
        var concerned = byCustomer[customer] ?? []
        for number in numbers {
            if let calls = byNumber[number] { concerned.formUnion(calls) }
        }
        return concerned
    }

    /// All calls that are known.
    public var knownCalls: [CallID] { Array(calls.keys) }

    /// What is known of the caller is now this; nobody is told when that is what was known.
    public mutating func update(_ call: CallID, _ subject: Subject) -> [Notice<Subject>] {
        guard let known = calls[call], known.subject != subject else { return [] }
        unnote(known.subject, of: call)
        calls[call]?.subject = subject
        note(subject, of: call)
        return known.agents.flatMap { notices(call, $0, .update(subject)) }
    }

    private mutating func note(_ subject: Subject, of call: CallID) {
        for customer in subject.customers { byCustomer[customer, default: []].insert(call) }
        if let number = subject.number { byNumber[number, default: []].insert(call) }
    }

    private mutating func unnote(_ subject: Subject, of call: CallID) {
        for customer in subject.customers {
            byCustomer[customer]?.remove(call)
            if byCustomer[customer]?.isEmpty == true { byCustomer[customer] = nil }
        }
        if let number = subject.number {
            byNumber[number]?.remove(call)
            if byNumber[number]?.isEmpty == true { byNumber[number] = nil }
        }
    }
}

/// Screens.
extension Switchboard {
    /// The calls on an agent's screen, the oldest first.
    func screen(of agent: Agent) -> [CallID] { byAgent[agent] ?? [] }

    var agentsWithCalls: [Agent] { byAgent.keys.sorted { $0.text < $1.text } }

    private mutating func show(_ call: CallID, to agent: Agent) {
        calls[call]?.ringing.append(agent)
        byAgent[agent, default: []].append(call)
    }

    private mutating func hide(_ call: CallID, from agent: Agent) {
        byAgent[agent]?.removeAll { $0 == call }
        if byAgent[agent]?.isEmpty == true { byAgent[agent] = nil }
    }

    private mutating func clearScreens(of call: CallID) {
        for agent in calls[call]?.agents ?? [] { hide(call, from: agent) }
    }
}
