import CustomerStore
import Foundation
import GRDB
import Testing
import TestSupport

/// Holds `Protocol/schema.md` against a real database and a real daemon.
@Suite struct SchemaDocumentTests {
    @Test func everyTableAndColumnIsExplained() throws {
        let sections = try Self.sections()
        for (table, columns) in try Self.schema() {
            let section = try #require(sections[table], "no section for \(table)")
            let explained = Self.explained(in: section)
            #expect(explained == columns, "\(table)")
        }
    }

    /// The examples in their order, each followed by what the daemon then says.
    @Test(.enabled(if: Program.installed("sqlite3") != nil))
    func everyExampleRunsAndReachesTheDaemon() throws {
        let text = try Repository.text("Protocol/schema.md")
        let prologue = Sessions.fences("sql prologue", in: text)[0].joined(separator: "\n")
        let server = try RunningServer(database: Base.emptyDatabase())
        defer { server.stop() }
        let examples = Self.examples(in: text)
        #expect(examples.count > 20)
        for example in examples {
            switch example {
            case .sql(let lines):
                let outcome = try Program.run(
                    Program.installed("sqlite3")!, ["-bail", server.database],
                    input: ([prologue] + lines).joined(separator: "\n") + "\n")
                #expect(outcome.status == 0 && outcome.complaints == "", "\(outcome)")
            case .session(let lines):
                try Self.expect(lines, of: server)
            }
        }
    }

    private enum Example {
        case sql([String])
        case session([String])
    }

    private static func examples(in text: String) -> [Example] {
        var examples: [Example] = []
        var rest = text[...]
        while let fence = rest.firstMatch(of: /```(sql|console)\n((?s).*?)\n```/) {
            let lines = fence.2.split(separator: "\n").map(String.init)
            examples.append(fence.1 == "sql" ? .sql(lines) : .session(lines))
            rest = rest[fence.range.upperBound...]
        }
        return examples
    }

    /// Asks until the daemon has seen the write; gives up after `patience`.
    private static func expect(_ lines: [String], of server: RunningServer) throws {
        let session = try Sessions.transcript(lines, lines[0])
        let patience = ContinuousClock.now + .seconds(10)
        var seen: [String] = []
        repeat {
            seen = try answers(to: session, of: server)
            if seen == session.received.map(\.description) { return }
        } while ContinuousClock.now < patience
        #expect(seen == session.received.map(\.description))
    }

    private static func answers(
        to session: Transcript, of server: RunningServer
    ) throws -> [String] {
        let client = try SocketClient(port: server.port)
        for line in session.sentLines { client.send(Array("\(line)\n".utf8)) }
        client.endInput()
        return Array(sequence(state: client) { $0.nextLine() })
    }

    /// Tables and their columns, as the code creates them.
    private static func schema() throws -> [String: [String]] {
        try CustomerStore(path: Base.emptyDatabase()).read { database in
            let tables = try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM sqlite_schema
                    WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                    """)
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try database.columns(in: table).map(\.name))
                })
        }
    }

    /// The text below each heading that is the name of a table.
    private static func sections() throws -> [String: String] {
        let parts = try Repository.text("Protocol/schema.md").split(separator: #/\n##+\x20/#)
        var sections: [String: String] = [:]
        for part in parts {
            let name = part.prefix { $0 != "\n" }
            sections[String(name)] = String(part.dropFirst(name.count))
        }
        return sections
    }

    /// The names in the first cell of each row of a section's table.
    private static func explained(in section: String) -> [String] {
        section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            row.dropFirst().prefix { $0 != "|" }.matches(of: /`(\w+)`/).map { String($0.1) }
        }
    }
}
