import Customers
import Foundation
public import Numbering

/// One row of `Protocol/numbers.tsv`.
public struct NumberRow: CustomStringConvertible, Sendable {
    public let line: Int
    public let received: String
    public let settings: LineSettings
    public let outcome: String
    public let number: String
    public let digits: String

    public var description: String { "line \(line)" }

    /// Every row of the table.
    public static let all: [NumberRow] = {
        let file = repositoryRoot.appending(path: "Protocol/numbers.tsv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        return lines.filter { !$0.element.isEmpty && $0.element.first != "#" }.dropFirst()
            .map { NumberRow(line: $0.offset + 1, text: $0.element) }
    }()

    init(line: Int, text: Substring) {
        let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        precondition(fields.count == 7 && !fields[6].isEmpty, "line \(line) has not seven fields")
        self.line = line
        received = fields[0] == "\\e" ? "" : Self.unescaped(fields[0])
        settings = LineSettings(
            region: fields[1] == "-" ? nil : Region(fields[1])!,
            format: NumberFormat(word: fields[2])!)
        outcome = fields[3]
        number = fields[4]
        digits = fields[5]
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing(/\\u\{([0-9A-F]+)\}/) { match in
            String(Character(Unicode.Scalar(UInt32(match.1, radix: 16)!)!))
        }
    }

    private static var repositoryRoot: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }
}
