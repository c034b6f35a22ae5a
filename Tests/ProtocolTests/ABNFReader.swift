/// Reads the right side of one ABNF rule.
struct ABNFReader {
    private let rule: String
    private var rest: Substring

    init(_ definition: String, rule: String) {
        self.rule = rule
        rest = definition[...]
    }

    mutating func definition() throws -> ABNF.Element {
        let element = try alternatives()
        guard rest.isEmpty else { throw ABNF.SyntaxError(rule: rule, rest: String(rest)) }
        return element
    }

    private mutating func alternatives() throws -> ABNF.Element {
        var parts = [try sequence()]
        while take("/") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .oneOf(parts)
    }

    private mutating func sequence() throws -> ABNF.Element {
        var parts: [ABNF.Element] = []
        skipSpaces()
        while let next = rest.first, !"/)]".contains(next) {
            parts.append(try repetition())
            skipSpaces()
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// `element`, `*element`, `1*element`, `*31element`, `2element`.
    private mutating func repetition() throws -> ABNF.Element {
        let least = number()
        guard take("*") else {
            let element = try element()
            return least.map { .repeated(element, $0...$0) } ?? element
        }
        let most = number()
        return .repeated(try element(), (least ?? 0)...(most ?? .max))
    }

    private mutating func element() throws -> ABNF.Element {
        if take("(") {
            let group = try alternatives()
            try expect(")")
            return group
        }
        if take("[") {
            let option = try alternatives()
            try expect("]")
            return .repeated(option, 0...1)
        }
        if rest.hasPrefix("%s\"") {
            rest = rest.dropFirst(2)
            return .string(try quoted(), ignoresCase: false)
        }
        if rest.first == "\"" { return .string(try quoted(), ignoresCase: true) }
        if rest.hasPrefix("%x") { return try byteRange() }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        guard !name.isEmpty else { throw ABNF.SyntaxError(rule: rule, rest: String(rest)) }
        rest = rest.dropFirst(name.count)
        return .rule(String(name))
    }

    private mutating func quoted() throws -> [UInt8] {
        rest = rest.dropFirst()
        let text = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(text.count)
        try expect("\"")
        return Array(text.utf8)
    }

    /// `%x41` or `%x41-5A`.
    private mutating func byteRange() throws -> ABNF.Element {
        rest = rest.dropFirst(2)
        let text = rest.prefix { $0.isHexDigit || $0 == "-" }
        let bounds = text.split(separator: "-").compactMap { UInt8($0, radix: 16) }
        guard let first = bounds.first, let last = bounds.last, bounds.count <= 2 else {
            throw ABNF.SyntaxError(rule: rule, rest: String(rest))
        }
        rest = rest.dropFirst(text.count)
        return .bytes(first...last)
    }

    private mutating func number() -> Int? {
        let digits = rest.prefix { $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return Int(digits)
    }

    private mutating func expect(_ character: Character) throws {
        guard take(character) else { throw ABNF.SyntaxError(rule: rule, rest: String(rest)) }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpaces()
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }
}
