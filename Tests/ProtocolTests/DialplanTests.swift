import CustomerStore
import FastAGI
import Foundation
import GRDB
import ScreenPopServer
import Testing
import TestSupport

/// `Tools/asterisk/extensions.conf`, carried out against the daemon as Asterisk would.
@Suite(.serialized, .timeLimit(.minutes(30))) struct DialplanTests {
    private static let variables = [
        "STATUS", "VALUE", "COMPLAINTS", "OPEN", "REFERRALS", "INTERRUPTIONS", "DOWN", "ACCOUNT",
        "NAME", "SUMMARY",
    ]

    private static func server() throws -> RunningServer {
        try RunningServer { $0.fastAGI = .tcp(host: "127.0.0.1", port: 0) }
    }

    private static func asterisk(_ server: RunningServer) throws -> PlayedAsterisk {
        PlayedAsterisk(try .example(), port: try #require(server.gatewayPort))
    }

    private static func watch(_ agent: String, _ server: RunningServer) throws -> SocketClient {
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH \(agent)\n".utf8))
        #expect(console.nextLine() == "200 calls=0")
        return console
    }

    /// The word of the next pushed line; what has not been pushed by then is not waited for.
    private static func push(_ console: SocketClient) -> String {
        console.send(Array("PING\n".utf8))
        let line = console.nextLine() ?? "none"
        guard line.hasPrefix("* ") else { return "nothing" }
        while let next = console.nextLine(), next != "200 pong" {
            Issue.record("more: \(next)")
        }
        return String(line.dropFirst(2).prefix { $0 != " " })
    }

    @Test(arguments: ["screenpop-lookup", "screenpop-lookup-by-agi"])
    func everyVariableIsSet(by context: String) throws {
        let server = try Self.server()
        defer { server.stop() }
        let store = try CustomerStore(path: server.database)
        let name = #"Ann, "x" (y\ & ${Z}"#
        try store.write {
            try $0.execute(
                sql: "UPDATE customers SET name = ? WHERE account = 'A1042'", arguments: [name])
        }
        let talk = try Conversation(server)
        while talk.line("LOOKUP +442079460958").contains("Acme") {}
        let asterisk = try Self.asterisk(server)
        let shown = name.replacing("${", with: "$ {")
        for (number, expected) in [
            (
                "+442079460958",
                [
                    "FOUND", "5", "2", "1", "3", "1", "0", "A1042", shown,
                    "\(shown), value 5, complaints 2 (1 open), referrals 3, interruptions 1",
                ]
            ),
            ("+441632960999", ["UNKNOWN", "", "", "", "", "", "0", "", "", ""]),
        ] {
            let caller = PlayedChannel("PJSIP/trunk-00000001", call: "1.1", number: number)
            try asterisk.run(context, on: caller)
            for leg in [caller, caller.leg("PJSIP/1001-00000002")] {
                #expect(Self.variables.map { leg.variables["SCREENPOP_\($0)"] ?? "-" } == expected)
            }
            #expect(caller.callerName == expected[8])
            try asterisk.hangUp(caller)
        }
    }

    /// Queue strategies and hunt groups: one phone stops ringing, the next one answers.
    @Test func thePopsFollowTheCall() throws {
        let server = try Self.server()
        defer { server.stop() }
        let consoles = try ["anna-lee", "2001", "2002"].map { try Self.watch($0, server) }
        let asterisk = try Self.asterisk(server)
        let caller = PlayedChannel("PJSIP/trunk-00000001", call: "1.1", number: "+442079460958")
        asterisk.onDial = { caller, arguments in
            #expect(caller.variables["QUEUE_PRIO"] == "10", "value 5, a complaint is open")
            #expect(arguments.contains("b(screenpop-rings^s^1)"))
            let legs = [
                "PJSIP/anna-lee-00000002", "Local/2001@from-queue-00000003;1",
                "PJSIP/2002-00000004",
            ].map { caller.leg($0) }
            for leg in legs { try asterisk.run("screenpop-rings", on: leg) }
            #expect(consoles.map(Self.push) == ["POP", "POP", "POP"])
            try asterisk.hangUp(legs[0], cause: "19")
            #expect(consoles.map(Self.push) == ["WITHDRAW", "nothing", "nothing"])
            try asterisk.hangUp(legs[2], cause: "26")
            #expect(consoles.map(Self.push) == ["nothing", "nothing", "nothing"])
            try asterisk.run("screenpop-answers", on: legs[1])
            #expect(consoles.map(Self.push) == ["nothing", "ANSWERED", "WITHDRAW"])
            try asterisk.hangUp(legs[1])
            let names = legs.map(\.callerName)
            #expect(names == ["", "", ""], "the caller would be sent it")
        }
        try asterisk.run("screenpop-example", "+441632960000", on: caller)
        #expect(caller.callerName == "Acme Ltd")
        try asterisk.hangUp(caller)
        #expect(consoles.map(Self.push) == ["nothing", "HANGUP", "nothing"])
    }

    @Test func aTransferGoesToTheNextAgent() throws {
        let server = try Self.server()
        defer { server.stop() }
        let asterisk = try Self.asterisk(server)
        let caller = PlayedChannel("PJSIP/trunk-00000001", call: "1.1", number: "+442079460958")
        try asterisk.run("screenpop-lookup", on: caller)
        let first = caller.leg("PJSIP/2001-00000002")
        try asterisk.run("screenpop-rings", on: first)
        try asterisk.run("screenpop-answers", on: first)
        let console = try Self.watch("2003", server)
        var told: [String] = []
        asterisk.onDial = { caller, arguments in
            #expect(arguments == "PJSIP/2003,30,b(screenpop-rings^s^1)U(screenpop-answers)")
            let leg = caller.leg("PJSIP/2003-00000003")
            told.append(Self.push(console))
            try asterisk.run("screenpop-rings", on: leg)
            told.append(Self.push(console))
            try asterisk.run("screenpop-answers", on: leg)
            told.append(Self.push(console))
        }
        try asterisk.run("screenpop-agents", "2003", on: caller)
        #expect(told == ["POP", "nothing", "ANSWERED"])
    }

    /// Agents who call each other are nobody's customers.
    @Test func aCallBetweenAgentsAsksNothing() throws {
        let asterisk = PlayedAsterisk(try .example(), port: 9)
        let agent = PlayedChannel("PJSIP/2001-00000001", call: "1.1", number: "2001")
        asterisk.onDial = { agent, _ in
            let leg = agent.leg("PJSIP/2003-00000003")
            try asterisk.run("screenpop-rings", on: leg)
            try asterisk.run("screenpop-answers", on: leg)
            try asterisk.hangUp(leg)
        }
        try asterisk.run("screenpop-agents", "2003", on: agent)
        try asterisk.hangUp(agent)
        #expect(asterisk.asked.isEmpty)
    }

    /// A daemon that has started again does not know the call; the agent's number is no caller's.
    @Test(arguments: ["screenpop-lookup", "screenpop-lookup-by-agi"])
    func theCallersNumberIsSentAlong(by context: String) throws {
        let server = try Self.server()
        defer { server.stop() }
        let asterisk = try Self.asterisk(server)
        let console = try Self.watch("1001", server)
        for (presentation, lookup) in [
            ("allowed_not_screened", "200 number=+442079460958 account=A1042 "),
            ("prohib_passed_screen", "410 "),
        ] {
            let caller = PlayedChannel(
                "PJSIP/trunk-00000001", call: presentation, number: "+442079460958")
            caller.presentation = presentation
            asterisk.port = 9  // Nobody is there.
            try asterisk.run(context.replacing("-by-agi", with: ""), on: caller)
            #expect(caller.variables["SCREENPOP_STATUS"] == "")
            asterisk.port = try #require(server.gatewayPort)
            let leg = caller.leg("PJSIP/1001-00000002")
            leg.number = "+447700900123"  // Another customer's.
            try asterisk.run("screenpop-rings", on: leg)
            let pop = console.nextLine() ?? "none"
            #expect(pop.contains(" agent=1001 lookup=\(lookup)"), "\(pop)")
        }
    }

    /// However often it would be asked, a call waits a second for a daemon that hangs, and not at
    /// all for one that is not there.
    @Test func nothingOfACallHangs() throws {
        let database = try Base.shared.copy()
        let daemon = try Daemon(database: database, ["--fastagi", "127.0.0.1:0"])
        let line = try #require(daemon.nextLine(with: "FastAGI"))
        let port = try #require(line.firstMatch(of: #/127\.0\.0\.1:(\d+) /#)).1
        let asterisk = PlayedAsterisk(try .example(), port: UInt16(port)!)
        asterisk.onDial = { caller, _ in
            for number in 1...5 {
                let leg = caller.leg("PJSIP/200\(number)-0000000\(number)")
                try asterisk.run("screenpop-rings", on: leg)
                if number == 5 { try asterisk.run("screenpop-answers", on: leg) }
                try asterisk.hangUp(leg)
            }
        }
        func call(_ name: String) throws -> (Duration, String, asked: Int) {
            let caller = PlayedChannel("PJSIP/trunk-00000001", call: name, number: "+442079460958")
            let before = asterisk.asked.count
            let taken = try ContinuousClock().measure {
                try asterisk.run("screenpop-example", "100", on: caller)
                try asterisk.hangUp(caller)
            }
            let status = caller.variables["SCREENPOP_STATUS"] ?? "-"
            return (taken, status, asterisk.asked.count - before)
        }
        daemon.send(SIGSTOP)
        asterisk.slowness = 1
        let hung = try call("1.1")
        #expect(hung.0 >= .milliseconds(900) && hung.0 < .seconds(20) && hung.1 == "")
        #expect(hung.asked == 1)
        let spared = try call("1.2")
        #expect(spared.0 < .milliseconds(900) && spared.asked == 0)
        daemon.send(SIGCONT)
        asterisk.now += 11
        asterisk.slowness = 30
        let known = try call("1.3")
        #expect(known.1 == "FOUND" && known.asked > 10)
        daemon.send(SIGSTOP)
        asterisk.slowness = 1
        let twice = PlayedChannel("PJSIP/trunk-00000001", call: "1.5", number: "+442079460958")
        twice.set("~HASH~SCREENPOP~STATUS~", "FOUND")
        for _ in 1...2 {
            try asterisk.run("screenpop-lookup", on: twice)
            #expect(twice.variables["SCREENPOP_STATUS"] == "", "of an earlier question")
        }
        daemon.end()
        asterisk.now += 11
        let dead = try call("1.4")
        #expect(dead.1 == "" && dead.asked > 10)
    }

    @Test(arguments: [
        ("FOUND", "", "0", "", "1"), ("FOUND", "1", "0", "0", "1"), ("FOUND", "5", "0", "", "5"),
        ("FOUND", "1", "0", "1", "6"), ("FOUND", "1", "1", "0", "6"),
        ("FOUND", "5", "1", "3", "10"), ("FOUND", "", "1", "", "6"),
        ("SHARED", "4", "0", "", "4"), ("SHARED", "", "0", "", "1"), ("UNKNOWN", "", "0", "", "0"),
        ("", "", "", "", "0"), ("WITHHELD", "", "0", "", "0"), ("BUSY", "", "0", "", "0"),
    ])
    func prioritiesAreWhatTheirCommentSays(
        status: String, value: String, down: String, open: String, priority: String
    ) throws {
        let caller = PlayedChannel("PJSIP/trunk-00000001", call: "1.1", number: "1")
        for (name, value) in [("STATUS", status), ("VALUE", value), ("DOWN", down), ("OPEN", open)]
        {
            caller.set("SCREENPOP_\(name)", value)
        }
        try PlayedAsterisk(.example(), port: 9).run("screenpop-priority", on: caller)
        #expect(caller.variables["QUEUE_PRIO"] == priority)
    }
}
