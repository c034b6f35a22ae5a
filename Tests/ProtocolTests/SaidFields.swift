import Foundation

/// A line that a server has sent, taken apart: text or JSON.
struct SaidLine {
    /// A value as it was said; `nil` is unknown.
    enum Value: Equatable {
        case unknown
        case word(String)
        case text(String)
        /// Only JSON tells numbers from words.
        case number(String)
    }

    /// The code, or the first word of a line of a block or of a pushed line.
    let head: String
    let isPushed: Bool
    let values: [String: Value]
    /// The value without a key; in JSON it has one.
    let keyless: String?
    /// The lines of a block in JSON.
    let lines: [SaidLine]

    init(text line: String) {
        isPushed = line.hasPrefix("* ")
        let words = line.dropFirst(isPushed ? 2 : 0)
        head = String(words.prefix { $0 != " " })
        let rest = words.dropFirst(head.count)
        var values: [String: Value] = [:]
        for match in rest.matches(of: #/ ([a-z][a-z0-9_]*)=("(?:[^"\\]|\\.)*"|[^ ]+)/#) {
            values[String(match.1)] =
                match.2 == "-"
                ? .unknown
                : match.2.hasPrefix("\"")
                    ? .text(String(match.2.dropFirst().dropLast())) : .word(String(match.2))
        }
        self.values = values
        keyless = rest.firstMatch(of: #/^ (\+?[A-Za-z0-9*]+)(?= |$)/#).map { String($0.1) }
        lines = []
    }

    init(json line: String) throws {
        let object = try JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))
        self.init(object)
    }

    private init(_ object: [String: JSONValue]) {
        var object = object
        let heads = ["code", "push", "line"].compactMap { object.removeValue(forKey: $0) }
        head = heads.first.map { "\($0.text)" } ?? ""
        isPushed = object.isEmpty ? false : heads.count == 1 && Int(head) == nil
        keyless = nil
        var lines: [SaidLine] = []
        if case .lines(let objects)? = object.removeValue(forKey: "lines") {
            lines = objects.map { SaidLine($0) }
        }
        self.lines = lines
        values = object.mapValues(\.said)
    }
}

/// What may stand in our JSON.
enum JSONValue: Decodable {
    case null
    case number(Int)
    case string(String)
    case lines([[String: JSONValue]])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else {
            self = .lines(try container.decode([[String: JSONValue]].self))
        }
    }

    var text: String {
        switch self {
        case .null, .lines: ""
        case .number(let number): "\(number)"
        case .string(let text): text
        }
    }

    var said: SaidLine.Value {
        switch self {
        case .null: .unknown
        case .number(let number): .number("\(number)")
        case .string(let text): .text(text)
        case .lines: .word("lines")
        }
    }
}
