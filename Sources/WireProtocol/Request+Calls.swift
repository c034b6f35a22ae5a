public import Customers
import ProtocolWords

/// Whose calls a console wants to be told of.
public enum WatchTarget: Equatable, Sendable {
    /// These agents'; an empty list: nobody's.
    case agents([Agent])
    /// Everybody's: a supervisor's wallboard.
    case everybody
}

/// What the telephony system says of a call.
public enum CallEvent: Equatable, Sendable {
    /// It rings at an agent; the number is these bytes of the line.
    case ring(CallID, number: Range<Int>, Agent)
    case answer(CallID, Agent)
    case transfer(CallID, Agent)
    case hangUp(CallID)
}

/// Requests about calls.
extension Request {
    /// The number stands in the middle and may have spaces or be empty: two spaces then.
    static func ring(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let call = try arguments.call()
        let rest = try arguments.rest(leavingSpaces: true)
        guard let agent = arguments.lastWord(of: rest), agent.lowerBound > rest.lowerBound else {
            throw .missingArgument
        }
        let number = arguments.trimmed(rest.lowerBound..<agent.lowerBound)
        guard let agent = Agent(arguments.text(agent)) else { throw .badArgument }
        return .call(.ring(call, number: number, agent))
    }

    static func answer(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        .call(.answer(try arguments.call(), try arguments.agentName()))
    }

    static func transfer(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        .call(.transfer(try arguments.call(), try arguments.agentName()))
    }

    static func watch(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let first = try arguments.requiredWord()
        if first == "*" { return .watch(.everybody) }
        if first == "-" { return .watch(.agents([])) }
        var agents: [Agent] = []
        var next: String? = first
        while let word = next {
            guard let agent = Agent(word) else { throw .badArgument }
            if !agents.contains(agent) { agents.append(agent) }
            next = arguments.word()
        }
        guard agents.count <= Limits.watchedAgents else { throw .badArgument }
        return .watch(.agents(agents))
    }
}
