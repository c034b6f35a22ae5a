import ArgumentParser
import Foundation
import ProtocolWords
import ReplyReading
import ScreenPopClient

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How a customer's four figures came about, as a table.")

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp("The account, or #id.", valueName: "account"))
    var account: String

    func run() throws { try options.ask(["EXPLAIN \(account)"]) { ExplainTable.text($0) } }
}

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares the server's index with its database.",
        discussion: "Exit code 0: no difference; 1: differences; 2: an error.")

    /// Millions of customers take minutes.
    private static let patience = Duration.seconds(3600)

    @OptionGroup var options: ServerOptions

    func run() throws {
        var differences = 0
        try options.ask(
            ["VERIFY"], patience: Self.patience,
            text: { reply in
                differences = reply.fields["differences"].flatMap { Int($0) } ?? 0
                let counts = reply.fields.pairs.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", ")
                return reply.lines.isEmpty ? counts : counts + "\n" + ReplyText.block(reply)
            },
            outcome: { line in
                let counts = try? JSONDecoder().decode(Counts.self, from: Data(line.utf8))
                return (counts?.differences ?? 0) > 0 ? .notFound : nil
            })
        if differences > 0 { throw ExitCode(1) }
    }

    /// What a reply in JSON says of the comparison.
    private struct Counts: Decodable {
        let differences: Int
    }
}

/// The lines of `EXPLAIN` under headings.
enum ExplainTable {
    static func text(_ reply: Reply) -> String {
        guard reply.meaning == .block else { return reply.text.joined(separator: "\n") }
        var sections = [reply.subject + "  as of " + (reply.fields["as_of"] ?? "-")]
        sections += reply.lines.filter { ["figures", "value", "override"].contains($0.word) }
            .map { line in
                let fields = line.fields.pairs.map { "  \(padded($0.key, 20))\($0.value)" }
                return ([line.word] + fields).joined(separator: "\n")
            }
        for word in ["component", "complaint", "referral", "interruption"] {
            let lines = reply.lines.filter { $0.word == word }
            if !lines.isEmpty { sections.append(table(word, lines)) }
        }
        return sections.joined(separator: "\n\n")
    }

    /// One row a line, one column a field; a line may lack some.
    private static func table(_ word: String, _ lines: [Reply.Line]) -> String {
        var columns: [String] = []
        for key in lines.flatMap(\.fields.pairs).map(\.key) where !columns.contains(key) {
            columns.append(key)
        }
        let rows = lines.map { line in columns.map { line.fields[$0] ?? "-" } }
        let widths = columns.indices.map { index in
            ([columns] + rows).map { $0[index].count }.max() ?? 0
        }
        return ([columns] + rows).enumerated().map { row, cells in
            let text = zip(cells, widths).map { padded($0, $1) }.joined(separator: "  ")
            return (row == 0 ? padded(word, 13) : padded("", 13)) + text
        }.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
