import ProtocolWords

/// Takes the arguments of one line from left to right.
///
/// Holds a copy of the line; the one request that must be fast never comes here.
struct Arguments {
    private(set) var line: [UInt8]
    private var block: [UInt8]?
    var position = 0

    /// - Parameter block: the text behind the line; somebody must take it.
    init(_ line: Span<UInt8>, block: [UInt8]? = nil) {
        self.line = line.indices.map { line[$0] }
        self.block = block
    }

    var isAtEnd: Bool { !line[position...].contains { $0 != UInt8(ascii: " ") } }
    var isAtQuote: Bool { position < line.count && line[position] == UInt8(ascii: "\"") }

    func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }

    /// Overwrites the copy of the line.
    mutating func wipe() { line.wipe() }

    mutating func takeBlock() -> [UInt8]? {
        defer { block = nil }
        return block
    }

    /// - Throws: `tooManyArguments` when something is left.
    mutating func end() throws(ReplyCode) {
        skipSpaces()
        if position < line.count || block != nil { throw .tooManyArguments }
    }

    mutating func skipSpaces() {
        while position < line.count, line[position] == UInt8(ascii: " ") { position += 1 }
    }
}

/// Words.
extension Arguments {
    /// The bytes up to the next space; `nil` at the end of the line.
    mutating func nextWord() -> Range<Int>? {
        skipSpaces()
        let start = position
        while position < line.count, line[position] != UInt8(ascii: " ") { position += 1 }
        return start < position ? start..<position : nil
    }

    /// The next word as text; `nil` at the end of the line.
    mutating func word() -> String? { nextWord().map(text) }

    mutating func requiredWord() throws(ReplyCode) -> String {
        guard let word = word() else { throw .missingArgument }
        return word
    }

    /// Takes the next word if it is this one, in any mixture of cases.
    mutating func takeWord(_ expected: String) -> Bool {
        let start = position
        if let word = nextWord(), line.span.extracting(word).isWord(expected) { return true }
        position = start
        return false
    }

    /// What is left up to the next space; may be empty.
    mutating func restOfWord() -> String {
        let start = position
        while position < line.count, line[position] != UInt8(ascii: " ") { position += 1 }
        return text(start..<position)
    }

    /// A text in quotation marks; `\"` and `\\` stand for the two characters, and nothing else
    /// may stand behind a backslash.
    mutating func quoted() throws(ReplyCode) -> String {
        var text: [UInt8] = []
        position += 1
        while position < line.count, !isAtQuote {
            if line[position] == UInt8(ascii: "\\") {
                position += 1
                guard isAtQuote || position < line.count && line[position] == UInt8(ascii: "\\")
                else { throw .badArgument }
            }
            text.append(line[position])
            position += 1
        }
        guard isAtQuote else { throw .badArgument }
        position += 1
        guard position == line.count || line[position] == UInt8(ascii: " ") else {
            throw .badArgument
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// What stands at the end of a line, or up to it.
extension Arguments {
    /// Everything after the verb and its space, without the spaces at its ends; may be empty.
    ///
    /// - Parameter leavingSpaces: whether further spaces at its beginning belong to it.
    /// - Throws: `missingArgument` when not even the space is there.
    mutating func rest(leavingSpaces: Bool = false) throws(ReplyCode) -> Range<Int> {
        guard position < line.count else { throw .missingArgument }
        if leavingSpaces { position += 1 } else { skipSpaces() }
        var end = line.count
        while end > position, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
        defer { position = line.count }
        return position..<end
    }

    /// The last word within `range`; `nil` when there are only spaces.
    func lastWord(of range: Range<Int>) -> Range<Int>? {
        let space = UInt8(ascii: " ")
        guard let last = line[range].lastIndex(where: { $0 != space }) else { return nil }
        let start = line[range.lowerBound...last].lastIndex(of: space).map { $0 + 1 }
        return (start ?? range.lowerBound)..<(last + 1)
    }

    /// The last word within `range`, or the text in quotation marks at its end, these included;
    /// `nil` when there are only spaces.
    func lastName(of range: Range<Int>) -> Range<Int>? {
        let (space, quote) = (UInt8(ascii: " "), UInt8(ascii: "\""))
        guard let word = lastWord(of: range) else { return nil }
        let end = word.upperBound
        guard line[end - 1] == quote,
            let open = line[range.lowerBound..<(end - 1)].lastIndex(of: quote),
            open == range.lowerBound || line[open - 1] == space
        else { return word }
        return open..<end
    }

    /// The text of a range, without the quotation marks around it.
    func unquoted(_ range: Range<Int>) -> String {
        let quote = UInt8(ascii: "\"")
        let isQuoted =
            range.count > 1 && line[range.lowerBound] == quote
            && line[range.upperBound - 1] == quote
        return text(isQuoted ? (range.lowerBound + 1)..<(range.upperBound - 1) : range)
    }

    /// `range` without the spaces at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        let space = UInt8(ascii: " ")
        guard let last = line[range].lastIndex(where: { $0 != space }),
            let first = line[range].firstIndex(where: { $0 != space })
        else { return range.lowerBound..<range.lowerBound }
        return first..<(last + 1)
    }
}
