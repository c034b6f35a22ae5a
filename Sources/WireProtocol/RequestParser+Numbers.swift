import Customers
import ProtocolWords

/// Requests about numbers.
extension Request {
    static func region(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        guard let word = arguments.word() else { return .lineSettings }
        return .region(word == "-" ? nil : word)
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

    /// The number comes first and may have spaces, so the rest is taken from the end.
    static func link(
        _ verb: LinkVerb, _ arguments: inout Arguments
    ) throws(ReplyCode) -> Request {
        var rest = try arguments.rest()
        var agent = ""
        if let word = arguments.lastWord(of: rest), arguments.text(word).hasPrefix("agent=") {
            agent = String(arguments.text(word).dropFirst("agent=".utf8.count))
            rest = rest.lowerBound..<word.lowerBound
        }
        guard let account = arguments.lastWord(of: rest) else { throw .missingArgument }
        let customer = try CustomerReference(parsing: arguments.text(account))
        guard let end = arguments.lastWord(of: rest.lowerBound..<account.lowerBound)?.upperBound
        else { throw .missingArgument }
        guard agent.utf8.count <= Limits.agentBytes else { throw .badArgument }
        return .link(verb, number: rest.lowerBound..<end, customer, agent: agent)
    }
}

extension Arguments {
    /// The next word as text; `nil` at the end of the line.
    mutating func word() -> String? { nextWord().map(text) }

    func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }

    /// The last word within `range`; `nil` when there are only spaces.
    func lastWord(of range: Range<Int>) -> Range<Int>? {
        let space = UInt8(ascii: " ")
        guard let last = line[range].lastIndex(where: { $0 != space }) else { return nil }
        let start = line[range.lowerBound...last].lastIndex(of: space).map { $0 + 1 }
        return (start ?? range.lowerBound)..<(last + 1)
    }
}
