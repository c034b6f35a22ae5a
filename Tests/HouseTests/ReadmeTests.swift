import Foundation
import Testing
import TestSupport

/// What the first page promises is what a stranger gets.
@Suite struct ReadmeTests {
    /// The sample of `Tools/run`, the daemon and `telnet`: today, like at the reader's desk.
    @Test func theTelnetSessionRunsAsPrinted() throws {
        let database = try Self.sampleDatabase()
        let daemon = try Daemon(["--database", database, "--region", "GB"])
        let session = try Self.session()
        let typed = Self.typedLines(session)
        #expect(typed.count > 3 && typed.last == "QUIT")
        // telnet makes CRLF of it.
        let input = typed.map { "\($0)\n" }.joined()
        let seen = try Program.run(
            "telnet", ["127.0.0.1", "\(daemon.port)"], input: input, closesInput: false)
        let expected = session.filter { !typed.contains($0) }
        #expect(
            Self.withoutDates(Self.lines(seen.output + seen.complaints))
                == Self.withoutDates(expected))
        #expect(daemon.stop() == 0)
    }

    @Test func theSampleIsTheOneThatToolsRunMakes() throws {
        #expect(try Repository.text("Tools/run").contains("sample --customers 10000 --seed 1 "))
    }

    private static func sampleDatabase() throws -> String {
        let folder = try Repository.scratchFolder()
        let files = folder.appending(path: "sample").path
        let database = folder.appending(path: "customers.db").path
        let client = Program.built("screenpop")
        let made = try Program.run(
            client, ["sample", "--customers", "10000", "--seed", "1", files])
        try #require(made.status == 0, "\(made.complaints)")
        let imported = try Program.run(client, ["import", "--database", database, files])
        try #require(imported.status == 0, "\(imported.complaints)")
        let scored = try Program.run(client, ["score", "--database", database])
        try #require(scored.status == 0, "\(scored.complaints)")
        return database
    }

    /// What follows `$ telnet` in the first page.
    private static func session() throws -> [String] {
        let block = #/```text\n\$ telnet [^\n]*\n(.*?)```/#.dotMatchesNewlines()
        let text = try Repository.text("README.md")
        return lines(String(try #require(text.firstMatch(of: block)).1))
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Requests begin with a letter, replies with a digit; a block ends with a dot.
    private static func typedLines(_ session: [String]) -> [String] {
        var isInBlock = false
        return session.dropFirst(3).dropLast().filter { line in
            let isReply = isInBlock || line.first?.isNumber == true
            isInBlock = isReply && (line.hasPrefix("210") || isInBlock && line != ".")
            return !isReply
        }
    }

    /// Days move with the day on which the sample is made, and the ranks behind a value with them.
    private static func withoutDates(_ lines: [String]) -> [String] {
        lines.map {
            $0.replacing(#/\d{4}-\d\d-\d\d(T[\d:]+Z)?/#, with: "DAY")
                .replacing(#/(days|tenure_months|value)=\d+/#) { "\($0.1)=N" }
        }
    }
}
