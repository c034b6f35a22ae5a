public import Customers

/// Decides who sees which call, knowing no socket, no clock and no disk.
///
/// Every input is a method call with the time as an argument where time matters, every output
/// is a list of notices in sending order; so a whole day can be replayed in memory. What one input
/// costs grows with the agents of that one call and its watchers, not with the calls that there
/// are.
public struct Switchboard<Subject: CallSubject> {
    typealias Serial = Call<Subject>.Serial

    let limits: SwitchboardLimits
    var calls: [Serial: Call<Subject>] = [:]
    /// The latest leg of each call.
    var names: [CallID: Serial] = [:]
    var concerned = ConcernedCalls()
    var screens = Screens()
    var ageing = DueList()
    var ended = DueList()
    var lastSerial: Serial = 0
    /// Calls that have not ended.
    public internal(set) var liveCount = 0

    var watchers: [Agent: [WatcherID]] = [:]
    var wallboards: [WatcherID] = []
    var watched: [WatcherID: Watched] = [:]

    public init(limits: SwitchboardLimits) { self.limits = limits }

    /// Calls known, the ended ones in their wrap-up included.
    public var callCount: Int { calls.count }

    /// Who calls; `nil` for a call that is not known.
    public func subject(of call: CallID) -> Subject? { leg(of: call)?.state.subject }

    /// Where a call stands; `nil` for a call that is not known.
    public func stage(of call: CallID) -> CallStage? { leg(of: call)?.stage }

    /// Who is on a call; `nil` for one that has ended or is not known.
    public func state(of call: CallID) -> CallState<Subject>? {
        leg(of: call).flatMap { $0.end == nil ? $0.state : nil }
    }

    /// A call that a PBX without a name has announced is this one's; it keeps its name.
    public mutating func adopt(_ call: CallID, by pbx: PBX) {
        guard let serial = names[call], calls[serial]?.state.pbx == nil else { return }
        calls[serial]?.state.pbx = pbx
    }

    /// Whether this is the full name of a call that a PBX with a name has announced.
    public func isFullName(_ call: CallID) -> Bool {
        leg(of: call)?.state.pbx.map(call.isNamed) == true
    }

    func leg(of call: CallID) -> Call<Subject>? { names[call].flatMap { calls[$0] } }

    /// The latest leg, which has not ended.
    ///
    /// - Returns: `nil` when it has ended.
    func liveLeg(of call: CallID) throws(SwitchboardRefusal) -> Call<Subject>? {
        guard let leg = self.leg(of: call) else { throw .noCall }
        return leg.end == nil ? leg : nil
    }

    /// A call has arrived and rings nowhere yet; a repeat changes nothing. One that has ended and
    /// comes again is another leg of the call.
    ///
    /// - Throws: `noRoom`; nothing has changed then.
    public mutating func arrive(
        _ call: CallID, from pbx: PBX?, _ subject: @autoclosure () -> Subject,
        at now: SwitchboardTime
    ) throws(SwitchboardRefusal) {
        _ = try liveSerial(of: call, from: pbx, subject(), at: now)
    }

    private mutating func liveSerial(
        of call: CallID, from pbx: PBX?, _ subject: @autoclosure () -> Subject,
        at now: SwitchboardTime
    ) throws(SwitchboardRefusal) -> Serial {
        let previous = leg(of: call)
        if let previous, previous.end == nil { return previous.serial }
        try makeRoom()
        // Two legs are enough: who wrote about the one before the last has had the time.
        if let oldest = previous?.previous { forget(oldest) }
        let state = CallState<Subject>(call, of: pbx, began: now.moment, subject())
        return add(state, behind: previous?.serial, due: now.seconds + limits.callSeconds)
    }

    /// A call rings at an agent; a repeat changes nothing.
    ///
    /// - Throws: `isAnswered`, `noRoom` or `tooManyAgents`; it is on no more screens then.
    public mutating func ring(
        _ call: CallID, at agent: Agent, from pbx: PBX?, _ subject: @autoclosure () -> Subject,
        now: SwitchboardTime
    ) throws(SwitchboardRefusal) -> NoticeList<Subject> {
        let serial = try liveSerial(of: call, from: pbx, subject(), at: now)
        guard let known = calls[serial], !known.state.isOnScreen(of: agent) else { return [] }
        guard known.state.speaking.isEmpty else { throw .isAnswered }
        try requireRoom(known)
        calls[serial]?.state.ringing.append(agent)
        show(known, to: agent)
        return pop(known, at: agent, from: nil)
    }

    /// An agent speaks with the caller; a repeat changes nothing, nor what comes after the end.
    ///
    /// Where it only rang so far, the others lose it; whoever speaks already goes on: a
    /// conference.
    public mutating func answer(
        _ call: CallID, by agent: Agent, at now: SwitchboardTime
    ) throws(SwitchboardRefusal) -> NoticeList<Subject> {
        guard let known = try liveLeg(of: call), !known.state.speaks(agent) else { return [] }
        let isThere = known.state.isOnScreen(of: agent)
        if !known.state.speaking.isEmpty, !isThere { try requireRoom(known) }
        var told = withdraw(known, from: known.state.ringing.filter { $0 != agent }, by: agent)
        if !isThere {
            show(known, to: agent)
            told += pop(known, at: agent, from: nil)
        }
        told += notices(call, agent, .answered(since: now.moment))
        calls[known.serial]?.state.ringing = []
        calls[known.serial]?.state.speaking.append(.init(agent, since: now.moment))
        calls[known.serial]?.state.spoke.append(agent)
        return told
    }

    /// A call goes to another agent, where it rings; a repeat changes nothing, nor what comes
    /// after the end. One who speaks with the caller already goes on without the others.
    public mutating func transfer(
        _ call: CallID, to agent: Agent
    ) throws(SwitchboardRefusal) -> NoticeList<Subject> {
        guard let known = try liveLeg(of: call), !isOnly(agent, of: known.state) else { return [] }
        let state = known.state
        var told = withdraw(known, from: state.ringing.filter { $0 != agent }, by: agent)
        for speaker in state.speaking where speaker.agent != agent {
            told += notices(call, speaker.agent, .transferredTo(agent))
            screens.hide(known.serial, from: speaker.agent)
        }
        let staying = state.speaking.filter { $0.agent == agent }
        let former = state.speaking.last { $0.agent != agent }?.agent
        if !state.isOnScreen(of: agent) {
            show(known, to: agent)
            told += pop(known, at: agent, from: former)
        } else if let former {
            told += notices(call, agent, .transferredFrom(former))
        }
        calls[known.serial]?.state.ringing = staying.isEmpty ? [agent] : []
        calls[known.serial]?.state.speaking = staying
        calls[known.serial]?.state.spoke = staying.map { $0.agent }
        return told
    }

    private func isOnly(_ agent: Agent, of state: CallState<Subject>) -> Bool {
        state.agents == [agent]
    }

    /// A call rings no more at an agent, or the agent has left it; the others keep it.
    ///
    /// - Throws: `noCall` when it is not at this agent, or has ended.
    public mutating func withdraw(
        _ call: CallID, from agent: Agent
    ) throws(SwitchboardRefusal) -> NoticeList<Subject> {
        guard let known = try liveLeg(of: call), known.state.isOnScreen(of: agent) else {
            throw .noCall
        }
        calls[known.serial]?.state.ringing.removeAll { $0 == agent }
        calls[known.serial]?.state.speaking.removeAll { $0.agent == agent }
        return withdraw(known, from: [agent], by: nil)
    }

    private mutating func withdraw(
        _ known: Call<Subject>, from agents: [Agent], by taker: Agent?
    ) -> NoticeList<Subject> {
        var told = NoticeList<Subject>()
        for agent in agents {
            screens.hide(known.serial, from: agent)
            told += notices(known.state.id, agent, .withdraw(by: taker))
        }
        return told
    }

    private func pop(
        _ known: Call<Subject>, at agent: Agent, from former: Agent?
    ) -> NoticeList<Subject> {
        let event = Notice<Subject>.Event.pop(
            known.state.subject, from: former, began: known.state.began)
        return notices(known.state.id, agent, event)
    }

    /// Puts a leg on a screen, in place of the one before.
    private mutating func show(_ known: Call<Subject>, to agent: Agent) {
        if let previous = known.previous { screens.hide(previous, from: agent) }
        screens.show(known.serial, to: agent)
    }

    private func requireRoom(_ known: Call<Subject>) throws(SwitchboardRefusal) {
        let count = known.state.speaking.count + known.state.ringing.count
        guard count < limits.agentsPerCall else { throw .tooManyAgents }
    }
}
