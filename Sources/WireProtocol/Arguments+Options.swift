import Customers
import ProtocolWords

/// Options `name=value` that stand before the last arguments, in any order.
struct Options {
    private var values: [String: String] = [:]

    subscript(name: StaticString) -> String? { values["\(name)"] }

    /// - Returns: `false` when this name was given before.
    mutating func set(_ name: StaticString, _ value: String) -> Bool {
        values.updateValue(value, forKey: "\(name)") == nil
    }

    /// The client's own name for a write, 1 to 64 bytes.
    func reference() throws(ReplyCode) -> String? {
        try text("reference", upTo: Limits.referenceBytes)
    }

    /// A text of 1 to `limit` bytes.
    func text(_ name: StaticString, upTo limit: Int) throws(ReplyCode) -> String? {
        guard let text = self[name] else { return nil }
        guard (1...limit).contains(text.utf8.count) else { throw .badArgument }
        return text
    }

    func moment(_ name: StaticString) throws(ReplyCode) -> Moment? {
        guard let text = self[name] else { return nil }
        guard let moment = Moment(iso8601: text) else { throw .badArgument }
        return moment
    }

    /// `1` or `0`.
    func flag(_ name: StaticString) throws(ReplyCode) -> Bool? {
        switch self[name] {
        case nil: nil
        case "1": true
        case "0": false
        default: throw .badArgument
        }
    }
}

extension Arguments {
    /// Takes options up to the first argument that is none of these.
    mutating func options(_ names: [StaticString]) throws(ReplyCode) -> Options {
        var options = Options()
        while let name = try nextName(of: names) {
            guard options.set(name, try valueOfOption()) else { throw .badArgument }
        }
        return options
    }

    /// What follows `name=`; in quotation marks when it has spaces.
    private mutating func valueOfOption() throws(ReplyCode) -> String {
        isAtQuote ? try quoted() : restOfWord()
    }

    /// The rest of the line and the block behind it; may be empty.
    mutating func optionalText() throws(ReplyCode) -> String {
        let first = isAtEnd ? "" : word(of: try rest())
        guard let block = takeBlock() else { return first }
        let text = String(decoding: block, as: UTF8.self)
        return first.isEmpty ? text : first + "\n" + text
    }

    /// The rest of the line and the block behind it, not empty.
    mutating func freeText() throws(ReplyCode) -> String {
        let text = try optionalText()
        guard !text.isEmpty else { throw .missingArgument }
        return text
    }

    /// One word, or a text in quotation marks.
    mutating func wordOrQuoted(upTo limit: Int) throws(ReplyCode) -> String {
        skipSpaces()
        let text = isAtQuote ? try quoted() : try self.text()
        guard (1...limit).contains(text.utf8.count) else { throw .badArgument }
        return text
    }

    /// Whether the next argument is a text in quotation marks.
    mutating func isQuotedNext() -> Bool {
        skipSpaces()
        return isAtQuote
    }

    /// A moment when there is one more argument.
    mutating func optionalMoment() throws(ReplyCode) -> Moment? {
        guard let word = nextWord() else { return nil }
        guard let moment = Moment(iso8601: self.word(of: word)) else { throw .badArgument }
        return moment
    }
}
