import Customers
import ProtocolWords

/// Requests about numbers.
extension Request {
    static func region(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        guard let word = arguments.word() else { return .lineSettings }
        return .region(word == "-" ? nil : word)
    }

    static func access(_ arguments: inout Arguments) -> Request {
        guard let word = arguments.word() else { return .lineSettings }
        return .accessCode(word == "-" ? nil : word)
    }

    static func numbers(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        guard let word = arguments.word()?.lowercased() else { return .lineSettings }
        switch word {
        case "bad": return .badNumbers(count: try listed(&arguments))
        case "changed": return .changedNumbers(count: try listed(&arguments))
        default: return .numberFormat(word)
        }
    }

    private static func listed(_ arguments: inout Arguments) throws(ReplyCode) -> Int {
        try arguments.count(upTo: Limits.listedNumbers, default: Limits.listedNumbersDefault)
    }

    /// The number comes first and may have spaces: the customer is the last word before the
    /// options.
    static func link(
        _ verb: LinkVerb, _ arguments: inout Arguments
    ) throws(ReplyCode) -> Request {
        let rest = try arguments.rest()
        arguments.position = arguments.firstOption(in: rest)
        let named = rest.lowerBound..<arguments.position
        guard let account = arguments.lastWord(of: named),
            let end = arguments.lastWord(of: named.lowerBound..<account.lowerBound)?.upperBound
        else { throw .missingArgument }
        let customer = try CustomerReference(parsing: arguments.text(account))
        let options = try arguments.options(of: .link)
        return .link(
            verb, number: named.lowerBound..<end, customer, agent: options.text(.agent) ?? "")
    }
}
