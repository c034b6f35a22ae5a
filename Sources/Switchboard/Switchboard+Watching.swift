public import Customers

/// A call on an agent's screen.
public struct ScreenedCall: Equatable, Sendable {
    /// Which leg of which call: `subject(ofLeg:)`.
    public let leg: UInt64
    public let agent: Agent
}

/// A way through the calls that are on some screens when it begins; those that come later are not
/// on it, nor those that have gone by then.
public struct ScreenWalk {
    /// What one step comes to.
    public struct Step {
        public let call: ScreenedCall?
    }

    enum Screens {
        /// Those that are still to come.
        case listed(ArraySlice<Agent>)
        case everybody
    }

    var screens: Screens
    /// How many calls there are when it begins.
    public let count: Int
    /// The last place that is on the way.
    let lastPlace: UInt64
    /// Whose screen it has come to, and the call there.
    private(set) var agent: Agent?
    var place: UInt64 = 0

    init(_ screens: Screens, until lastPlace: UInt64, count: Int) {
        self.screens = screens
        self.lastPlace = lastPlace
        self.count = count
    }

    mutating func enter(_ agent: Agent) { (self.agent, place) = (agent, 0) }
}

/// Who is told what happens on whose screen.
extension Switchboard {
    /// What a watcher watches.
    public enum Watched: Equatable {
        case agents([Agent])
        /// A supervisor's wallboard.
        case everybody
    }

    public var watcherCount: Int { watched.count }

    /// A watcher watches these agents from now on and no others; an empty list: nobody.
    ///
    /// The calls that are there already may be many: they are told one by one by `advance(_:)`
    /// and `notices(of:to:)`.
    ///
    /// - Throws: `tooManyWatchers`; the watcher then watches what it did before.
    public mutating func beginWatching(
        _ target: Watched, by watcher: WatcherID
    ) throws(SwitchboardRefusal) {
        let before = watched[watcher]
        unwatch(watcher)
        guard hasRoom(for: target) else {
            if let before { enter(before, watcher) }
            throw .tooManyWatchers
        }
        if target != .agents([]) { enter(target, watcher) }
    }

    /// The calls that are on these screens now, screen by screen, to be listed by `advance(_:)`.
    public func walk(through target: Watched) -> ScreenWalk {
        switch target {
        case .agents(let agents):
            let count = agents.reduce(0) { $0 + screens.count(of: $1) }
            return ScreenWalk(.listed(agents[...]), until: screens.lastPlace, count: count)
        case .everybody:
            return ScreenWalk(.everybody, until: screens.lastPlace, count: screens.count)
        }
    }

    /// Goes on to the next call; costs the same however many there are.
    ///
    /// - Returns: `nil` at the end; no call where there is none on the screen that it has come to.
    public func advance(_ walk: inout ScreenWalk) -> ScreenWalk.Step? {
        if let step = step(of: &walk) { return step }
        guard let agent = nextAgent(of: &walk) else { return nil }
        walk.enter(agent)
        return step(of: &walk) ?? ScreenWalk.Step(call: nil)
    }

    private func step(of walk: inout ScreenWalk) -> ScreenWalk.Step? {
        guard let agent = walk.agent,
            let next = screens.call(of: agent, behind: walk.place), next.place <= walk.lastPlace
        else { return nil }
        walk.place = next.place
        return ScreenWalk.Step(call: ScreenedCall(leg: next.call, agent: agent))
    }

    private func nextAgent(of walk: inout ScreenWalk) -> Agent? {
        switch walk.screens {
        case .everybody: return screens.agent(behind: walk.agent)
        case .listed(var rest):
            let agent = rest.popFirst()
            walk.screens = .listed(rest)
            return agent
        }
    }

    /// A call as a console must see it that has missed everything; nothing when it is no more on
    /// that screen.
    public func notices(of screened: ScreenedCall, to watcher: WatcherID) -> [Notice<Subject>] {
        let agent = screened.agent
        guard let call = calls[screened.leg], call.state.isOnScreen(of: agent) else { return [] }
        let state = call.state
        func notice(_ event: Notice<Subject>.Event) -> Notice<Subject> {
            Notice(watcher, state.id, agent, event)
        }
        var told = [notice(.pop(state.subject, from: nil, began: state.began))]
        if let speaker = state.speaking.first(where: { $0.agent == agent }) {
            told.append(notice(.answered(since: speaker.since)))
        }
        if let end = call.end { told.append(notice(.hangUp(end.reason, at: end.at))) }
        return told
    }

    /// Forgets a watcher that has gone; harmless when it is not known.
    public mutating func unwatch(_ watcher: WatcherID) {
        switch watched.removeValue(forKey: watcher) {
        case nil: return
        case .everybody: wallboards.removeAll { $0 == watcher }
        case .agents(let agents):
            for agent in agents {
                watchers[agent]?.removeAll { $0 == watcher }
                if watchers[agent]?.isEmpty == true { watchers[agent] = nil }
            }
        }
    }

    /// What everybody who watches `agent` is told.
    func notices(
        _ call: CallID, _ agent: Agent, _ event: Notice<Subject>.Event
    ) -> NoticeList<Subject> {
        var told = NoticeList<Subject>()
        told.append(
            .init(
                call: call, agent: agent, event: event, watchers: watchers[agent] ?? [],
                wallboards: wallboards))
        return told
    }

    private mutating func enter(_ target: Watched, _ watcher: WatcherID) {
        watched[watcher] = target
        switch target {
        case .everybody: wallboards.append(watcher)
        case .agents(let agents):
            for agent in agents { watchers[agent, default: []].append(watcher) }
        }
    }

    private func hasRoom(for target: Watched) -> Bool {
        switch target {
        case .everybody: wallboards.count < limits.wallboards
        case .agents(let agents):
            agents.count <= limits.agentsPerWatcher
                && agents.allSatisfy { (watchers[$0]?.count ?? 0) < limits.watchersPerAgent }
        }
    }
}
