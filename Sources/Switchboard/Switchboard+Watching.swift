public import Customers

/// A call on an agent's screen.
public struct ScreenedCall: Equatable, Sendable {
    /// Which leg of which call: `subject(ofLeg:)`.
    public let leg: UInt64
    public let agent: Agent
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
    /// The calls that are there already may be many: they are told one by one by `screens(of:)`
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

    /// The calls that are on these screens now, screen by screen.
    public func screens(of target: Watched) -> [ScreenedCall] {
        let agents =
            switch target {
            case .agents(let agents): agents
            case .everybody: screens.agents
            }
        return agents.flatMap { agent in
            screens.calls(of: agent).map { ScreenedCall(leg: $0, agent: agent) }
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
    ) -> [Notice<Subject>] {
        ((watchers[agent] ?? []) + wallboards).map { Notice($0, call, agent, event) }
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
