public import Customers
public import ProtocolWords

extension Request {
    /// Reads one request line without its line ending.
    ///
    /// Allocates nothing for a lookup. Grammar: `Protocol/grammar.abnf`, rule `request`.
    ///
    /// - Parameter block: the text that stood behind the line; `nil` where no block did.
    /// - Throws: the reply code to send back; the line has then had no effect.
    public init(parsing line: Span<UInt8>, block: [UInt8]? = nil) throws(ReplyCode) {
        if let number = PhoneNumber(canonicalLookup: line) {
            self = .lookup(number)
            return
        }
        var arguments = Arguments(line, block: block)
        let verb = arguments.nextWord().flatMap { Verb(line.extracting($0)) }
        if block == nil, verb?.takesText == true, let block = TextBlock(openedBy: line) {
            self = .block(block)
            return
        }
        guard line.isText else { throw .notText }
        guard let verb else { throw .unknownVerb }
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
        case .explain: .explain(try arguments.customer())
        case .note: try note(&arguments)
        case .contact: try contact(&arguments)
        case .complaint: try complaint(&arguments)
        case .referral: try referral(&arguments)
        case .outage: try outage(&arguments)
        case .override: try override(&arguments)
        case .score: .score
        case .verify: .verify
        case .ring: try ring(&arguments)
        case .answer: try answer(&arguments)
        case .transfer: try transfer(&arguments)
        case .hangup: .call(.hangUp(try arguments.call()))
        case .watch: try watch(&arguments)
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
        guard line.count > 8, line.beginsWithLookup else { return nil }
        self.init(canonical: line.extracting(7...))
    }
}

/// Takes the arguments of one line from left to right.
///
/// Holds a copy of the line; the one request that must be fast never comes here.
struct Arguments {
    let line: [UInt8]
    private var block: [UInt8]?
    private var position = 0

    /// - Parameter block: the text behind the line; somebody must take it.
    init(_ line: Span<UInt8>, block: [UInt8]? = nil) {
        self.line = line.indices.map { line[$0] }
        self.block = block
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
    ///
    /// - Parameter leavingSpaces: whether further spaces at its beginning belong to it.
    mutating func rest(leavingSpaces: Bool = false) throws(ReplyCode) -> Range<Int> {
        guard position < line.count else { throw .missingArgument }
        if leavingSpaces { position += 1 } else { skipSpaces() }
        var end = line.count
        while end > position, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
        defer { position = line.count }
        return position..<end
    }

    mutating func text() throws(ReplyCode) -> String {
        guard let word = nextWord() else { throw .missingArgument }
        return String(decoding: line[word], as: UTF8.self)
    }

    /// `A1042` or `#17`.
    mutating func customer() throws(ReplyCode) -> CustomerReference {
        try CustomerReference(parsing: text())
    }

    /// An optional whole number from 1 to `limit`.
    mutating func count(upTo limit: Int, default: Int) throws(ReplyCode) -> Int {
        guard let word = nextWord() else { return `default` }
        guard let count = wholeNumber(self.word(of: word)),
            (1...limit).contains(count)
        else { throw .badArgument }
        return count
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
        if position < line.count || block != nil { throw .tooManyArguments }
    }

    mutating func skipSpaces() {
        while position < line.count, line[position] == UInt8(ascii: " ") { position += 1 }
    }
}

/// Words that mean something, texts in quotation marks, and the block behind the line.
extension Arguments {
    var isAtEnd: Bool { !line[position...].contains { $0 != UInt8(ascii: " ") } }
    var isAtQuote: Bool { position < line.count && line[position] == UInt8(ascii: "\"") }

    func word(of range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }

    /// Takes the next word if it is this one, in any mixture of cases.
    mutating func takeWord(_ expected: String) -> Bool {
        let start = position
        if let word = nextWord(), line.span.extracting(word).isWord(expected) { return true }
        position = start
        return false
    }

    /// Takes `name=` if the next word begins with one of these names.
    mutating func nextName(of names: [StaticString]) throws(ReplyCode) -> StaticString? {
        skipSpaces()
        for name in names {
            let end = position + name.utf8CodeUnitCount
            guard end < line.count, line[end] == UInt8(ascii: "="),
                word(of: position..<end) == "\(name)"
            else { continue }
            position = end + 1
            return name
        }
        return nil
    }

    /// What is left up to the next space; may be empty.
    mutating func restOfWord() -> String {
        let start = position
        while position < line.count, line[position] != UInt8(ascii: " ") { position += 1 }
        return word(of: start..<position)
    }

    /// A text in quotation marks; `\"` and `\\` stand for the two characters.
    mutating func quoted() throws(ReplyCode) -> String {
        var text: [UInt8] = []
        position += 1
        while position < line.count, !isAtQuote {
            if line[position] == UInt8(ascii: "\\") { position += 1 }
            guard position < line.count else { throw .badArgument }
            text.append(line[position])
            position += 1
        }
        position += 1
        guard position == line.count || position < line.count && line[position] == 0x20 else {
            throw .badArgument
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func takeBlock() -> [UInt8]? {
        defer { block = nil }
        return block
    }
}

/// Digits only; `Int` alone would also take a sign.
func wholeNumber(_ text: some StringProtocol) -> Int? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
    }
    return Int(text)
}

extension String {
    /// - Parameter bytes: UTF-8.
    public init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension Span where Element == UInt8 {
    /// Whether the first seven of at least eight bytes are `LOOKUP ` in any mixture of cases.
    ///
    /// Compares them at once; for letters, only the bit 0x20 tells the cases apart.
    @inline(__always)
    fileprivate var beginsWithLookup: Bool {
        precondition(count >= 8)
        let head = unsafe withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
        return UInt64(littleEndian: head) & 0x00FF_DFDF_DFDF_DFDF == 0x0020_5055_4B4F_4F4C
    }

    /// Whether the bytes are UTF-8 without control characters.
    public var isText: Bool {
        for index in indices where self[index] < 0x20 || self[index] == 0x7F { return false }
        return unsafe withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
            != nil
    }
}
