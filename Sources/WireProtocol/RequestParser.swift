public import Customers

extension Request {
    /// Reads one request line without its line ending.
    ///
    /// Allocates nothing for a lookup. Grammar: `Protocol/grammar.abnf`, rule `request`.
    ///
    /// - Throws: the reply code to send back; the line has then had no effect.
    public init(parsing line: Span<UInt8>) throws(ReplyCode) {
        if let number = PhoneNumber(canonicalLookup: line) {
            self = .lookup(number)
            return
        }
        guard line.isText else { throw .notText }
        var arguments = Arguments(line)
        guard let word = arguments.nextWord(), let verb = Verb(line.extracting(word)) else {
            throw .unknownVerb
        }
        self = try Self.read(verb, &arguments)
        try arguments.end()
    }

    private static func read(
        _ verb: Verb, _ arguments: inout Arguments
    ) throws(ReplyCode) -> Request {
        switch verb {
        case .lookup: .lookupSpelled(try arguments.rest())
        case .matches: .matches(try arguments.rest())
        case .why: .why(try arguments.rest())
        case .card: .card(try arguments.customer())
        case .history:
            .history(
                try arguments.customer(),
                count: try arguments.count(
                    upTo: Limits.historyEntries, default: Limits.historyEntriesDefault))
        case .note: try note(&arguments)
        case .help: .help(try arguments.verb())
        case .ping: .ping
        case .version: .version
        case .stats: .stats
        case .clients: .clients
        case .link: try link(.link, &arguments)
        case .confirm: try link(.confirm, &arguments)
        case .unlink: try link(.unlink, &arguments)
        case .region: try region(&arguments)
        case .numbers: try numbers(&arguments)
        case .format: .format(try arguments.format())
        case .quit: .quit
        }
    }
}

extension PhoneNumber {
    /// Reads the request line `LOOKUP +<digits>`, the one shape that must be fast.
    ///
    /// - Returns: `nil` for every other line.
    public init?(canonicalLookup line: Span<UInt8>) {
        guard line.count > 8, line.extracting(..<6).isWord("LOOKUP"),
            line[6] == UInt8(ascii: " ")
        else { return nil }
        self.init(canonical: line.extracting(7...))
    }
}

extension Request {
    private static func note(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let reference = try arguments.reference()
        let agent = arguments.option("agent") ?? ""
        return .note(
            customer, reference: reference, agent: agent, text: try arguments.freeText())
    }
}

/// Takes the arguments of one line from left to right.
///
/// Holds a copy of the line; the one request that must be fast never comes here.
struct Arguments {
    let line: [UInt8]
    private var position = 0

    init(_ line: Span<UInt8>) {
        self.line = line.indices.map { line[$0] }
    }

    /// The bytes up to the next space; `nil` at the end of the line.
    mutating func nextWord() -> Range<Int>? {
        skipSpaces()
        let start = position
        while position < line.count, line[position] != UInt8(ascii: " ") { position += 1 }
        return start < position ? start..<position : nil
    }

    /// Everything after the verb and its space, without the spaces at its ends; may be empty.
    ///
    /// - Throws: `missingArgument` when not even the space is there.
    mutating func rest() throws(ReplyCode) -> Range<Int> {
        guard position < line.count else { throw .missingArgument }
        skipSpaces()
        var end = line.count
        while end > position, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
        defer { position = line.count }
        return position..<end
    }

    /// An optional argument `name=value`; nothing is taken when another one is next.
    mutating func option(_ name: StaticString) -> String? {
        let start = position
        if let word = nextWord() {
            let text = String(decoding: line[word], as: UTF8.self)
            if text.hasPrefix("\(name)=") {
                return String(text.dropFirst(name.utf8CodeUnitCount + 1))
            }
        }
        position = start
        return nil
    }

    /// The client's own name for a write, 1 to 64 bytes; `nil` when there is none.
    mutating func reference() throws(ReplyCode) -> String? {
        guard let reference = option("reference") else { return nil }
        guard (1...Limits.referenceBytes).contains(reference.utf8.count) else {
            throw .badArgument
        }
        return reference
    }

    /// The rest of the line, not empty.
    mutating func freeText() throws(ReplyCode) -> String {
        let range = try rest()
        guard !range.isEmpty else { throw .missingArgument }
        return String(decoding: line[range], as: UTF8.self)
    }

    mutating func text() throws(ReplyCode) -> String {
        guard let word = nextWord() else { throw .missingArgument }
        return String(decoding: line[word], as: UTF8.self)
    }

    /// `A1042` or `#17`.
    mutating func customer() throws(ReplyCode) -> CustomerReference {
        try Self.customer(try text())
    }

    static func customer(_ text: String) throws(ReplyCode) -> CustomerReference {
        if text.first == "#" {
            guard let id = Self.wholeNumber(text.dropFirst()), let small = UInt32(exactly: id),
                small > 0
            else { throw .badArgument }
            return .id(CustomerID(small))
        }
        guard let account = Account(text) else { throw .badArgument }
        return .account(account)
    }

    /// An optional whole number from 1 to `limit`.
    mutating func count(upTo limit: Int, default: Int) throws(ReplyCode) -> Int {
        guard let word = nextWord() else { return `default` }
        guard let count = Self.wholeNumber(String(decoding: line[word], as: UTF8.self)),
            (1...limit).contains(count)
        else { throw .badArgument }
        return count
    }

    /// Digits only; `Int` alone would also take a sign.
    private static func wholeNumber(_ text: some StringProtocol) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    mutating func verb() throws(ReplyCode) -> Verb? {
        guard let word = nextWord() else { return nil }
        guard let verb = Verb(line.span.extracting(word)) else { throw .badArgument }
        return verb
    }

    mutating func format() throws(ReplyCode) -> ReplyFormat {
        guard let format = ReplyFormat(rawValue: try text().lowercased()) else {
            throw .badArgument
        }
        return format
    }

    mutating func end() throws(ReplyCode) {
        skipSpaces()
        if position < line.count { throw .tooManyArguments }
    }

    private mutating func skipSpaces() {
        while position < line.count, line[position] == UInt8(ascii: " ") { position += 1 }
    }
}

extension String {
    /// - Parameter bytes: UTF-8.
    public init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension Span where Element == UInt8 {
    /// Whether the bytes are UTF-8 without control characters.
    public var isText: Bool {
        for index in indices where self[index] < 0x20 || self[index] == 0x7F { return false }
        return unsafe withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
            != nil
    }
}
