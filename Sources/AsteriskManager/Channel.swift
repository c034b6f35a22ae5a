import Customers

/// One of Asterisk's channels, known by its `Uniqueid`.
struct Channel: Equatable, Sendable {
    var name: String
    var kind: ChannelKind
    /// Names what it belongs to: the caller's channel as a rule.
    var linkedID: String
    /// Where it is joined with others.
    var bridge: String?
    /// Who has it rung.
    var dialedBy: String?
    /// Whom it has rung, as long as they are there.
    var dialed: [String] = []
    /// The call that it rings for.
    var ringsFor: String?
    /// It has rung: what is said of that once more is late.
    var hasRung = false
    /// The calls whose caller it has been joined with.
    var spokeIn: [String] = []

    var agent: Agent? {
        guard case .agent(let agent) = kind else { return nil }
        return agent
    }
}

/// What an event says of one channel.
struct ChannelReport {
    /// - Source: Asterisk, `channelstate.h`.
    enum State: Int {
        case down
        case reserved
        case offHook
        case dialing
        case ring
        case ringing
        case up
    }

    let id: String
    let name: String
    let linkedID: String
    let state: State?

    /// - Parameter prefix: `Dest` for the channel that is dialled.
    /// - Returns: `nil` where the event has no such channel, or says two things of it: a caller has
    ///   forged one of them.
    init?(_ message: ManagerMessage, prefix: String = "") {
        guard let id = message.only("\(prefix)Uniqueid"), !id.isEmpty,
            let name = message[prefix + "Channel"]
        else { return nil }
        self.id = id
        self.name = name
        linkedID = message.only("\(prefix)Linkedid") ?? id
        state = message["\(prefix)ChannelState"].flatMap { Int($0) }.flatMap(State.init)
    }

    /// Whether it is dialled, and has not been answered; what comes in is in another state.
    var isUnanswered: Bool {
        switch state {
        case .down, .reserved, .dialing, .ringing: true
        case .offHook, .ring, .up, nil: false
        }
    }
}
