public import ProtocolWords

/// One reply of the server: a code, fields, and the lines of a block.
public struct Reply: Equatable, Sendable {
    /// A line of a block: its first word and its fields.
    public struct Line: Equatable, Sendable {
        public let word: String
        public let fields: Fields
    }

    /// `200 ... 599`.
    public let code: UInt16
    /// What stands after the code without a key: the number or the account asked for.
    public let subject: String
    public let fields: Fields
    public let lines: [Line]
    /// As it came, line by line, without the closing dot of a block.
    public let text: [String]

    /// What the code says; `nil` for one of a later version of the protocol.
    public var meaning: ReplyCode? { ReplyCode(rawValue: code) }
    /// Whether what was asked for is done, or there.
    public var isDone: Bool { ReplyCode.doneNumbers.contains(code) }
    /// Whether the same request may succeed a moment later.
    public var isForNow: Bool { meaning?.isForNow ?? false }

    /// - Parameter text: at least one line, which begins with a code.
    public init?(text: [String]) {
        guard let first = text.first, let code = UInt16(first.prefix(3)) else { return nil }
        self.code = code
        self.text = text
        let rest = Words(first.dropFirst(3))
        subject = rest.words.joined(separator: " ")
        fields = rest.fields
        lines = text.dropFirst().map { line in
            let words = Words(line[...])
            return Line(word: words.words.joined(separator: " "), fields: words.fields)
        }
    }

    /// The code of a reply in JSON, which every one begins with: `{"code":404,...`.
    public static func code(ofJSON line: String) -> UInt16? {
        let head = "{\"code\":"
        return line.hasPrefix(head) ? UInt16(line.dropFirst(head.count).prefix(3)) : nil
    }
}

/// Named values in the order in which they came.
public struct Fields: Equatable, Sendable {
    public private(set) var pairs: [(key: String, value: String)] = []
    /// Keys of values that are unknown: a `-` without quotation marks.
    private var unknown: Set<String> = []

    /// - Returns: `nil` for a key that is not there and for an unknown value (`-`).
    public subscript(key: String) -> String? {
        unknown.contains(key) ? nil : self[named: key]
    }

    /// The value of a field that is never unknown, such as the name of a call, which may be `-`.
    ///
    /// - Returns: `nil` for a key that is not there.
    public subscript(named key: String) -> String? { pairs.first { $0.key == key }?.value }

    /// None.
    public init() {}

    /// Reads `word key=value key="quoted"`.
    ///
    /// - Returns: the words that have no `=` and the fields.
    public static func reading(_ text: String) -> (words: [String], fields: Fields) {
        let words = Words(text[...])
        return (words.words, words.fields)
    }

    fileprivate mutating func append(_ key: String, _ value: String, isQuoted: Bool) {
        if value == "-", !isQuoted { unknown.insert(key) }
        pairs.append((key, value))
    }

    public static func == (left: Fields, right: Fields) -> Bool {
        left.pairs.elementsEqual(right.pairs, by: ==) && left.unknown == right.unknown
    }
}

/// Splits `word key=value key="quoted \"value\""`.
private struct Words {
    private(set) var words: [String] = []
    private(set) var fields = Fields()

    init(_ text: Substring) {
        var rest = text.drop { $0 == " " }
        while !rest.isEmpty {
            let word = rest.prefix { $0 != " " && $0 != "=" }
            rest = rest.dropFirst(word.count)
            if rest.first == "=" {
                rest = rest.dropFirst()
                let isQuoted = rest.first == "\""
                fields.append(String(word), Self.value(&rest), isQuoted: isQuoted)
            } else {
                words.append(String(word))
            }
            rest = rest.drop { $0 == " " }
        }
    }

    private static func value(_ rest: inout Substring) -> String {
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != " " }
            rest = rest.dropFirst(value.count)
            return String(value)
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            value.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
        }
        return value
    }
}
