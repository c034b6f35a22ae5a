import Customers

/// A call as far as consoles have to know it; its name is its caller's channel's.
struct FollowedCall: Equatable, Sendable {
    /// A phone that rings.
    struct Leg: Equatable, Sendable {
        let channel: String
        let agent: Agent
    }

    /// A phone that has stopped ringing because somebody else was quicker, or the caller hangs up;
    /// what is to come says which.
    struct Fading: Equatable, Sendable {
        let agent: Agent
        var isOld = false
    }

    struct Speaker: Equatable, Sendable {
        let agent: Agent
        /// Channels by which the agent was joined with the caller, as long as they are there.
        var channels: [String]
    }

    var caller: CallerNumber
    var legs: [Leg] = []
    var fading: [Fading] = []
    /// Who speaks, or spoke last and has handed it to nobody.
    var speakers: [Speaker] = []
    /// The caller's side has hung up.
    var isEnding = false

    /// Everybody on whose screen it rings.
    var ringing: [Agent] {
        var agents: [Agent] = []
        for agent in legs.map(\.agent) + fading.map(\.agent) where !agents.contains(agent) {
            agents.append(agent)
        }
        return agents
    }

    func rings(at agent: Agent) -> Bool {
        legs.contains { $0.agent == agent } || fading.contains { $0.agent == agent }
    }

    func speaks(_ agent: Agent) -> Bool { speakers.contains { $0.agent == agent } }

    /// Whether one of those who spoke is still in the house.
    var hasLiveSpeaker: Bool { speakers.contains { !$0.channels.isEmpty } }
}
