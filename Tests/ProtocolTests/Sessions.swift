import Foundation
import TestSupport
import WireProtocol

/// Sessions as a person sees them on a terminal, in the fenced blocks of the documents.
///
/// A line that begins with a verb in capitals was typed; every other one was received.
enum Sessions {
    /// The telnet sessions of `Protocol/README.md`, as transcripts.
    // A static cannot throw; a file that is missing is to stop the tests.
    static let all = try! telnet(in: Repository.text("Protocol/README.md"), of: "README")

    /// - Parameter text: Markdown.
    static func telnet(in text: String, of document: String) throws -> [Transcript] {
        try fences("console", in: text).enumerated().compactMap { number, lines in
            guard lines.first?.hasPrefix("$ telnet ") == true else { return nil }
            return try transcript(lines.filter { !isTelnets($0) }, "\(document)-\(number + 1)")
        }
    }

    /// - Parameter lines: typed and received, in their order.
    static func transcript(_ lines: [String], _ name: String) throws -> Transcript {
        let steps = lines.map { isTyped($0) ? "me> \($0)" : "me< \($0)" }
        return try Transcript(name: name, text: steps.joined(separator: "\n"))
    }

    static func isTyped(_ line: String) -> Bool {
        Verb(rawValue: String(line.prefix { $0 != " " })) != nil
    }

    /// What telnet itself says.
    static func isTelnets(_ line: String) -> Bool {
        ["$ telnet ", "Trying ", "Connected to ", "Escape character ", "Connection closed "]
            .contains { line.hasPrefix($0) }
    }

    /// The contents of the blocks between "```language" and "```".
    static func fences(_ language: String, in text: String) -> [[String]] {
        var blocks: [[String]] = []
        var open: [String]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "```\(language)" {
                open = []
            } else if line == "```", let block = open {
                blocks.append(block)
                open = nil
            } else {
                open?.append(line)
            }
        }
        return blocks
    }
}
