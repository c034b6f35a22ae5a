import CustomerStore
import Foundation
import GRDB
import ScreenPopServer
import Testing
import TestSupport

/// What `Tools/` shows other telephony systems, as far as it can be run here.
@Suite(.timeLimit(.minutes(30))) struct TelephonyExampleTests {
    private static func oneShot() throws -> RunningServer {
        let address = try ListenAddress(parsing: "127.0.0.1:0,one-shot")
        return try RunningServer { $0.listen = [address] }
    }

    private static let acme = "200 +442079460958 account=A1042 value=5 "

    @Test func aOneShotConnectionEndsAfterTheFirstReply() throws {
        let server = try Self.oneShot()
        defer { server.stop() }
        for request in ["LOOKUP +442079460958", "LOOKUP 020 7946 0958", "CARD A1042", "NONSENSE"] {
            let client = try SocketClient(port: server.port)
            client.send(Array("\(request)\r\nPING\r\n".utf8))
            let text = String(decoding: client.rest(), as: UTF8.self)
            #expect(text.hasPrefix("2") || text.hasPrefix("500 "), "\(text)")
            #expect(!text.contains("pong"))
        }
    }

    @Test(.enabled(if: Program.installed("nc") != nil))
    func aLookupByNetcat() throws {
        let server = try Self.oneShot()
        defer { server.stop() }
        let outcome = try Program.run(
            Program.installed("nc")!, ["127.0.0.1", "\(server.port)"],
            input: "LOOKUP +442079460958\r\n")
        #expect(outcome.output.hasPrefix(Self.acme), "\(outcome)")
    }

    /// What Asterisk's CURL() function does with the same address.
    @Test(.enabled(if: Program.installed("curl") != nil))
    func aLookupByCurl() throws {
        let server = try Self.oneShot()
        defer { server.stop() }
        let address = "gopher://127.0.0.1:\(server.port)/_LOOKUP%20%2B442079460958"
        let outcome = try Program.run(Program.installed("curl")!, ["-s", "-m", "10", address])
        #expect(outcome.output.hasPrefix(Self.acme), "\(outcome)")
        #expect(outcome.status == 0)
    }

    @Test(.enabled(if: Program.installed("lua") != nil))
    func theFreeSwitchScript() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let script = Repository.root.appending(path: "Tools/freeswitch/screenpop.lua").path
        let outcome = try Program.run(
            Program.installed("lua")!, [script, "+442079460958", "\(server.port)"])
        #expect(outcome.output.contains("screenpop_value=5\n"), "\(outcome)")
        #expect(outcome.output.contains("effective_caller_id_name=Acme Ltd\n"), "\(outcome)")
    }

    /// A name may look like anything: it is text from its first quotation mark to its last.
    @Test(
        .enabled(if: Program.installed("lua") != nil),
        arguments: [
            (
                "200 +442079460958 account=A1 value=2 name=\"Best value=5 Deals Ltd\"",
                "FOUND", "2", "A1", "Best value=5 Deals Ltd"
            ),
            (
                "200 +442079460958 account=A1 value=- name=\"Say \\\"account=Z1\\\" now\"",
                "FOUND", "-", "A1", "Say \"account=Z1\" now"
            ),
            (
                "200 +442079460958 account=A1 value=3 name=\"Back\\\\\"",
                "FOUND", "3", "A1", "Back\\"
            ),
            (
                "200 +442079460958 account=a=b value=3 name=\"\" later=\"x value=9\"",
                "FOUND", "3", "a=b", nil
            ),
            (
                "200 +442079460958 account=A1 value=4 name=\"${hangup()}\"",
                "FOUND", "4", "A1", "{hangup()}"
            ),
            ("200 +441632960101 customers=2 value=4 match=shared", "SHARED", "4", "-", nil),
            ("404 +441632960999 match=none", "UNKNOWN", "-", "-", nil),
            ("410 match=withheld", "WITHHELD", "-", "-", nil),
            ("420 busy", "BUSY", "-", "-", nil), ("430 database", "ERROR", "-", "-", nil),
        ])
    func theFreeSwitchScriptReadsFields(
        _ reply: String, status: String, value: String, account: String, name: String?
    ) throws {
        let server = try FakeServer { _, _ in .lastWords(reply) }
        let script = Repository.root.appending(path: "Tools/freeswitch/screenpop.lua").path
        let outcome = try Program.run(
            Program.installed("lua")!, [script, "+442079460958", "\(server.port)"])
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.contains("screenpop_status=\(status)"), "\(lines)")
        #expect(lines.contains("screenpop_value=\(value)"), "\(lines)")
        #expect(lines.contains("screenpop_account=\(account)"), "\(lines)")
        let shown = lines.first { $0.hasPrefix("effective_caller_id_name=") }
        #expect(shown == name.map { "effective_caller_id_name=\($0)" })
    }

    /// The script in a stand-in for FreeSWITCH's session, against the daemon.
    @Test(
        .enabled(if: Program.installed("lua5.4") != nil),
        arguments: [
            "Best value=5 Deals Ltd", " account=Z1", "Ends so\\", "\"", "x\" value=\"1",
            "${hangup()}",
            "Ünal & Söhne", "a\\\"b\\\\", "",
        ])
    func freeSwitchIsToldWhatStandsInTheDatabase(_ name: String) throws {
        let server = try RunningServer()
        defer { server.stop() }
        let store = try CustomerStore(path: server.database)
        try store.write {
            try $0.execute(
                sql: "UPDATE customers SET name = ? WHERE account = 'A1042'", arguments: [name])
        }
        let talk = try Conversation(server)
        while talk.line("LOOKUP +442079460958").contains("Acme") {}
        var expected = [
            "screenpop_status=FOUND", "screenpop_account=A1042", "screenpop_value=5",
            "screenpop_complaints=2", "screenpop_referrals=3", "screenpop_interruptions=1",
            "screenpop_code=200",
        ]
        let shown = name.replacing("$", with: "")
        if !name.isEmpty { expected.append("effective_caller_id_name=\(shown)") }
        #expect(
            try Self.freeSwitchVariables(of: "+442079460958", server).sorted() == expected.sorted())
        let shared = try Self.freeSwitchVariables(of: "+441632960101", server)
        #expect(shared.contains("screenpop_status=SHARED"))
        #expect(shared.contains("screenpop_account=-"))
        #expect(!shared.contains { $0.hasPrefix("effective_caller_id_name=") })
    }

    private static func freeSwitchVariables(
        of number: String, _ server: RunningServer
    ) throws -> [String] {
        let script = Repository.root.appending(path: "Tools/freeswitch/screenpop.lua").path
        let stub = """
            session = {}
            function session:getVariable(name)
                return name == "caller_id_number" and "\(number)" or nil
            end
            function session:setVariable(name, value) io.write(name, "=", value, "\\n") end
            arg = { [2] = "\(server.port)" }
            dofile("\(script)")
            """
        let outcome = try Program.run("lua5.4", ["-e", stub])
        if outcome.status != 0 { throw Program.Failure(outcome) }
        return outcome.output.split(separator: "\n").map(String.init)
    }
}
