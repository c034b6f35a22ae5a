import Customers
import ProtocolWords

/// Arguments that are read into something: who, which, how many.
extension Arguments {
    /// `A1042` or `#17`.
    mutating func customer() throws(ReplyCode) -> CustomerReference {
        try CustomerReference(parsing: requiredWord())
    }

    /// An optional whole number from 1 to `limit`.
    mutating func count(upTo limit: Int, default: Int) throws(ReplyCode) -> Int {
        guard let word = word() else { return `default` }
        guard let count = wholeNumber(word), (1...limit).contains(count) else {
            throw .badArgument
        }
        return count
    }

    mutating func verb() throws(ReplyCode) -> Verb? {
        guard let word = nextWord() else { return nil }
        guard let verb = Verb(line.span.extracting(word)) else { throw .badArgument }
        return verb
    }

    mutating func format() throws(ReplyCode) -> ReplyFormat {
        guard let format = ReplyFormat(rawValue: try requiredWord().lowercased()) else {
            throw .badArgument
        }
        return format
    }

    /// The telephony system's name for a call.
    mutating func call() throws(ReplyCode) -> CallID {
        guard let call = CallID(try requiredWord()) else { throw .badArgument }
        return call
    }

    /// A person, or what a telephony system names instead; with spaces in quotation marks.
    mutating func agentName() throws(ReplyCode) -> Agent {
        skipSpaces()
        let said = isAtQuote ? try quoted() : try requiredWord()
        guard let agent = Agent(said) else { throw .badArgument }
        return agent
    }

    /// A name, or `-`; `nil` at the end of the line.
    mutating func pbx() throws(ReplyCode) -> NamedPBX? {
        guard let word = word() else { return nil }
        if word == "-" { return NamedPBX.none }
        guard let pbx = PBX(word) else { throw .badArgument }
        return .pbx(pbx)
    }
}

extension CustomerReference {
    /// Reads `A1042` or `#17`.
    init(parsing text: some StringProtocol) throws(ReplyCode) {
        if text.first == "#" {
            guard let id = wholeNumber(text.dropFirst()), let small = UInt32(exactly: id), small > 0
            else { throw .badArgument }
            self = .id(CustomerID(small))
        } else {
            guard let account = Account(String(text)) else { throw .badArgument }
            self = .account(account)
        }
    }
}

/// Digits only; `Int` alone would also take a sign.
func wholeNumber(_ text: some StringProtocol) -> Int? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
    }
    return Int(text)
}
