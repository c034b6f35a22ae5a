/// A grammar in ABNF (RFC 5234, with the `%s` strings of RFC 7405) that can say whether bytes
/// match one of its rules.
struct ABNF: Sendable {
    indirect enum Element: Sendable {
        case rule(String)
        case oneOf([Element])
        case sequence([Element])
        case repeated(Element, ClosedRange<Int>)
        case bytes(ClosedRange<UInt8>)
        case string([UInt8], ignoresCase: Bool)
    }

    struct SyntaxError: Error {
        let rule: String
        let rest: String
    }

    private(set) var rules: [String: Element] = [:]
    /// Names in the order of the text.
    private(set) var names: [String] = []

    init(_ text: String) throws {
        for (name, definition) in Self.definitions(in: text) {
            var reader = ABNFReader(definition, rule: name)
            rules[name] = try reader.definition()
            names.append(name)
        }
        rules.merge(Self.core) { own, _ in own }
    }

    /// The rules that `name` needs, itself among them.
    func reachable(from name: String) -> Set<String> {
        var found: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            if found.insert(next).inserted, let element = rules[next] {
                open += Self.references(element)
            }
        }
        return found
    }

    private static func references(_ element: Element) -> [String] {
        switch element {
        case .rule(let name): [name]
        case .oneOf(let parts), .sequence(let parts): parts.flatMap(references)
        case .repeated(let part, _): references(part)
        case .bytes, .string: []
        }
    }

    /// Lines that begin with a space go on with the rule before; comments are dropped.
    private static func definitions(in text: String) -> [(String, String)] {
        var definitions: [(String, String)] = []
        for line in text.split(separator: "\n") {
            let bare = withoutComment(line)
            guard bare.contains(where: { $0 != " " }) else { continue }
            if bare.first == " " {
                definitions[definitions.count - 1].1 += bare
            } else {
                let parts = bare.split(separator: "=", maxSplits: 1)
                let name = parts[0].filter { $0 != " " }
                definitions.append((name, String(parts[1])))
            }
        }
        return definitions
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        var isQuoted = false
        for place in line.indices {
            if line[place] == "\"" { isQuoted.toggle() }
            if line[place] == ";", !isQuoted { return line[..<place] }
        }
        return line
    }

    private static let core: [String: Element] = [
        "ALPHA": .oneOf([.bytes(0x41...0x5A), .bytes(0x61...0x7A)]), "DIGIT": .bytes(0x30...0x39),
        "SP": .bytes(0x20...0x20), "DQUOTE": .bytes(0x22...0x22), "CR": .bytes(0x0D...0x0D),
        "LF": .bytes(0x0A...0x0A),
    ]
}

/// Matching by all ends at once: no order of alternatives matters, nothing is tried twice.
extension ABNF {
    func matches(_ text: String, _ rule: String) -> Bool { matches(Array(text.utf8), rule) }

    func matches(_ bytes: [UInt8], _ rule: String) -> Bool {
        var run = Run(grammar: self, bytes: bytes)
        return run.ends(.rule(rule), from: 0).contains(bytes.count)
    }

    private struct Run {
        struct Question: Hashable {
            let rule: String
            let start: Int
        }

        let grammar: ABNF
        let bytes: [UInt8]
        var known: [Question: Set<Int>] = [:]

        mutating func ends(_ element: Element, from start: Int) -> Set<Int> {
            switch element {
            case .bytes(let range):
                return start < bytes.count && range.contains(bytes[start]) ? [start + 1] : []
            case .string(let wanted, let ignoresCase):
                return has(wanted, at: start, ignoresCase) ? [start + wanted.count] : []
            case .oneOf(let parts):
                return parts.reduce(into: []) { $0.formUnion(ends($1, from: start)) }
            case .sequence(let parts):
                return parts.reduce([start]) { ends($1, from: $0) }
            case .repeated(let part, let times):
                return ends(part, times, from: start)
            case .rule(let name):
                let question = Question(rule: name, start: start)
                if let answer = known[question] { return answer }
                let answer = ends(grammar.rules[name]!, from: start)
                known[question] = answer
                return answer
            }
        }

        private mutating func ends(_ element: Element, from starts: Set<Int>) -> Set<Int> {
            starts.reduce(into: []) { $0.formUnion(ends(element, from: $1)) }
        }

        private mutating func ends(
            _ part: Element, _ times: ClosedRange<Int>, from start: Int
        ) -> Set<Int> {
            var all: Set<Int> = times.lowerBound == 0 ? [start] : []
            var latest: Set<Int> = [start]
            for count in 1...max(1, times.upperBound) where times.upperBound > 0 {
                latest = ends(part, from: latest).subtracting(all)
                if latest.isEmpty { break }
                if count >= times.lowerBound { all.formUnion(latest) }
            }
            return all
        }

        private func has(_ wanted: [UInt8], at start: Int, _ ignoresCase: Bool) -> Bool {
            guard start + wanted.count <= bytes.count else { return false }
            return zip(wanted, bytes[start...]).allSatisfy { wanted, byte in
                wanted == byte || (ignoresCase && Self.folded(wanted) == Self.folded(byte))
            }
        }

        private static func folded(_ byte: UInt8) -> UInt8 {
            (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        }
    }
}
