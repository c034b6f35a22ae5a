import Customers
import Foundation
import Numbering
import Testing

/// One row of `Protocol/numbers.tsv`.
struct NumberRow: CustomTestStringConvertible {
    let line: Int
    let received: String
    let settings: LineSettings
    let outcome: String
    let number: String
    let digits: String

    var testDescription: String { "line \(line)" }

    /// Every row of the table.
    static let all: [NumberRow] = {
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

extension Reading {
    /// As the columns `outcome`, `e164` and `extension` of the table.
    var row: [String] {
        switch self {
        case .number(let read): ["number", read.number.description, read.extension ?? ""]
        case .withheld: ["withheld", "", ""]
        case .shortCode(let digits): ["short-code", "", digits]
        case .internalExtension(let digits): ["extension", "", digits]
        case .unreadable(let problem): ["unreadable", "\(problem.reason.word)", ""]
        }
    }
}

extension NumberReader {
    func trace(_ text: String, on line: LineSettings) -> (reading: Reading, steps: [ReadingStep]) {
        trace(Array(text.utf8).span, on: line)
    }
}
