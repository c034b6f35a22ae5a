public import Customers
import ProtocolWords

/// Whose calls a console wants to be told of.
public enum WatchTarget: Equatable, Sendable {
    /// These agents'; an empty list: nobody's.
    case agents([Agent])
    /// Everybody's: a supervisor's wallboard.
    case everybody
}

/// Whose calls a connection names.
public enum NamedPBX: Equatable, Sendable {
    case pbx(PBX)
    /// A PBX without a name.
    case none
}

/// What the telephony system says of a call.
public enum CallEvent: Equatable, Sendable {
    /// It rings at an agent; the number is these bytes of the line. Where it may hold a part of the
    /// agent's name, that was not put in quotation marks: words, or one behind two spaces.
    case ring(CallID, number: Range<Int>, mayHoldName: Bool, Agent)
    case answer(CallID, Agent)
    case transfer(CallID, Agent)
    case withdraw(CallID, Agent)
    case hangUp(CallID)
    /// All calls of this connection's PBX are over.
    case allOver
}

/// Requests about calls.
extension Request {
    /// The number stands in the middle and may have spaces or be empty: two spaces then.
    static func ring(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let call = try arguments.call()
        let rest = try arguments.rest(leavingSpaces: true)
        guard let place = arguments.lastName(of: rest), place.lowerBound > rest.lowerBound else {
            throw .missingArgument
        }
        let before = rest.lowerBound..<place.lowerBound
        let number = arguments.trimmed(before)
        guard let agent = Agent(arguments.unquoted(place)) else { throw .badArgument }
        let said = arguments.line[number]
        let isBare = !said.contains { "<@:\"".utf8.contains($0) }
        let hasWords = said.contains(UInt8(ascii: " ")) || number.lowerBound > before.lowerBound
        return .call(
            .ring(call, number: number, mayHoldName: isBare && hasWords && !said.isEmpty, agent))
    }

    static func answer(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        .call(.answer(try arguments.call(), try arguments.agentName()))
    }

    static func transfer(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        .call(.transfer(try arguments.call(), try arguments.agentName()))
    }

    static func withdraw(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        .call(.withdraw(try arguments.call(), try arguments.agentName()))
    }

    static func hangUp(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        if arguments.takeWord("*") { return .call(.allOver) }
        return .call(.hangUp(try arguments.call()))
    }

    static func watch(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        if arguments.takeWord("*") { return .watch(.everybody) }
        if arguments.takeWord("-") { return .watch(.agents([])) }
        var agents: [Agent] = []
        repeat {
            let agent = try arguments.agentName()
            if !agents.contains(agent) { agents.append(agent) }
        } while !arguments.isAtEnd
        guard agents.count <= Limits.watchedAgents else { throw .badArgument }
        return .watch(.agents(agents))
    }
}
