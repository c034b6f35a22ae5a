import Foundation
import ScreenPopServer
import Testing
import TestSupport

/// `screenpop` as people and scripts run it: what it prints, and its exit codes, in both forms.
@Suite(.serialized) struct AskingProgramTests {
    /// A command line without the server, and how it must end.
    struct Ask: Sendable, CustomTestStringConvertible {
        let words: [String]
        let status: Int32
        let code: Int

        init(_ line: String, _ status: Int32, _ code: Int) {
            words = line.split(separator: " ").map(String.init)
            self.status = status
            self.code = code
        }

        var testDescription: String { words.joined(separator: " ") }
    }

    private static let asks = [
        Ask("ping", 0, 200), Ask("stats", 0, 210), Ask("verify", 0, 210),
        Ask("lookup +442079460958", 0, 200), Ask("lookup +441632960999", 1, 404),
        Ask("lookup anonymous", 1, 410), Ask("lookup abc", 1, 412),
        Ask("card A1042", 0, 210), Ask("card NOBODY", 1, 405), Ask("card #0", 2, 503),
        Ask("history A1042 --count 2", 0, 210), Ask("history A1042 --count 0", 2, 503),
        Ask("history NOBODY", 1, 405), Ask("explain A1042", 0, 210), Ask("explain NOBODY", 1, 405),
        Ask("matches +442079460958", 0, 210), Ask("matches +441632960999", 1, 404),
        Ask("why +442079460958", 0, 210), Ask("why +441632960999", 0, 210),
    ]

    private static let triedElsewhere = [
        "bench": "BenchTests", "import": "ExchangeProgramTests",
        "list": "AccessProgramTests",
    ]

    private static func screenpop(_ words: [String]) throws -> Program.Outcome {
        try Program.run(Program.built("screenpop"), words)
    }

    @Test func bothFormsEndAlikeAndJSONIsOneObjectAReply() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let where_ = ["--server", "127.0.0.1:\(server.port)"]
        for ask in Self.asks {
            let text = try Self.screenpop(ask.words + where_)
            #expect(text.status == ask.status, "\(ask.words): \(text)")
            let json = try Self.screenpop(ask.words + where_ + ["--json"])
            #expect(json.status == ask.status, "\(ask.words): \(json)")
            #expect(json.complaints == "")
            let lines = json.output.split(separator: "\n")
            #expect(lines.count == 1)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8))
                    as? [String: Any])
            #expect(object["code"] as? Int == ask.code, "\(ask.words): \(json.output)")
        }
        let several = try Self.screenpop(
            ["lookup", "+442079460958", "+441632960999", "--json"] + where_)
        #expect(several.status == 1)
        #expect(several.output.split(separator: "\n").count == 2)
    }

    /// Whoever adds a command with this flag adds it here.
    @Test func everyCommandThatPrintsJSONIsTried() throws {
        let help = try Self.screenpop(["--help"]).output
        let commands = help.split(separator: "\n").drop { !$0.contains("SUBCOMMANDS") }.dropFirst()
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(commands.contains("lookup") && commands.contains("import"))
        for command in commands where command != "help" {
            guard try Self.screenpop([command, "--help"]).output.contains("--json") else {
                continue
            }
            let isTried =
                Self.asks.contains { $0.words[0] == command }
                || Self.triedElsewhere[command] != nil
            #expect(isTried, "\(command)")
        }
    }

    @Test func withoutAServerNothingIsPrinted() throws {
        for form in [[], ["--json"]] {
            let ping = try Self.screenpop(["ping", "--server", "127.0.0.1:1"] + form)
            #expect((ping.status, ping.output) == (2, ""))
            #expect(ping.complaints.contains("127.0.0.1:1"))
        }
    }

    @Test(arguments: [
        (#"{"code":210,"differences":3,"lines":[]}"#, Int32(1)),
        (#"{"code":210,"differences":0,"lines":[]}"#, 0),
        (#"{"code":430,"text":"database"}"#, 2), ("441 the server stops", 2), ("hello", 2),
    ])
    func whatAReplyInJSONSaysMakesTheExitCode(reply: String, status: Int32) throws {
        let server = try FakeServer { line, _ in
            .line(line.hasPrefix("FORMAT") ? #"{"code":200,"text":"done"}"# : reply)
        }
        let outcome = try Self.screenpop(
            ["verify", "--json", "--server", "127.0.0.1:\(server.port)"])
        #expect(outcome.status == status, "\(outcome)")
        // What is no reply is told, and not handed on to a script.
        #expect(outcome.output == (reply == "hello" ? "" : "\(reply)\n"))
    }
}
