import Foundation
import GRDB
import TestSupport
import Testing

/// Calls outlive the daemon: the real program, ended in every way.
@Suite(.timeLimit(.minutes(30))) struct CallRestartTests {
    /// A house with two telephony systems, in the middle of a day.
    private static let day = [
        "PBX north", "RING 1 020 7946 0958 kim", "RING 1 020 7946 0958 lee", "ANSWER 1 kim",
        "RING 2 anonymous lee", "RING 3 +441632960999 sam", "HANGUP 3",
        "RING 4 +441632960999 kim", "ANSWER 4 kim", "ANSWER 4 \"Anna Schmidt\"",
        "RING 5 +441632960999 sam", "ANSWER 5 sam", "TRANSFER 5 lee", "PBX -",
        "REGION DE", "RING 6 030 23125 042 PJSIP/anna-maria-0000002a",
        // Without its access code this number would be one in Greece.
        "ACCESS 0", "RING 7 0030 23125042 max",
    ]

    private static func start(_ database: String) throws -> Daemon {
        try Daemon(["--database", database, "--region", "GB", "--snapshot", "off"])
    }

    private static func say(_ lines: [String], to daemon: Daemon) throws -> [String] {
        let client = try SocketClient(port: daemon.port)
        return lines.map { line in
            client.send(Array("\(line)\n".utf8))
            return client.nextLine() ?? "no line"
        }
    }

    /// Waits until the index is there and what happened to calls is stored.
    private static func settle(_ daemon: Daemon) throws {
        let client = try SocketClient(port: daemon.port)
        client.send(Array("FORMAT json\n".utf8))
        _ = client.nextLine()
        while true {
            client.send(Array("STATS\n".utf8))
            let said = try #require(client.nextLine())
            let isSettled = said.contains(#""line":"index","state":"complete""#)
            if isSettled, said.contains(#""facts_waiting":0"#) { return }
        }
    }

    /// What is on the screens of these agents, behind the reply, once callers are known again:
    /// for some moments the server says that it cannot look them up.
    private static func screens(_ agents: String, _ daemon: Daemon) throws -> [String] {
        while true {
            let lines = try screensNow(agents, daemon)
            if !lines.contains(where: { $0.contains(" lookup=430 ") }) { return lines }
        }
    }

    private static func screensNow(_ agents: String, _ daemon: Daemon) throws -> [String] {
        let console = try SocketClient(port: daemon.port)
        console.send(Array("WATCH \(agents)\n".utf8))
        var lines = [console.nextLine() ?? "no line"]
        // Pushed lines come when all that was asked is answered.
        console.send(Array("PING\n".utf8))
        while let line = console.nextLine(), line != "200 pong" { lines.append(line) }
        // What was not known when the calls were taken up may follow.
        return lines.filter { !$0.hasPrefix("* UPDATE ") }
    }

    private static func rows(_ sql: String, _ database: String) throws -> [String] {
        try DatabaseQueue(path: database).write { try String.fetchAll($0, sql: sql) }
    }

    /// All moments in the database become so many seconds older: time passes while nobody runs.
    private static func pass(seconds: Int, _ database: String) throws {
        try DatabaseQueue(path: database).write {
            try $0.execute(
                sql: """
                    UPDATE calls SET rang_at = rang_at - \(seconds);
                    UPDATE live_calls SET began_at = began_at - \(seconds);
                    """)
        }
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGINT])
    func callsOutliveTheDaemon(_ signal: Int32) throws {
        let database = try Base.shared.copy()
        let first = try Self.start(database)
        for line in try Self.say(Self.day, to: first) {
            #expect(!line.hasPrefix("5") && !line.hasPrefix("409"), "\(line)")
        }
        try Self.settle(first)
        first.send(signal)
        _ = first.status()
        try Self.pass(seconds: 240, database)
        let second = try Self.start(database)
        try Self.settle(second)
        let kim = try Self.screens("kim", second)
        try #require(kim.count == 5 && kim[0] == "200 calls=2", "\(kim)")
        let pop = try Regex(
            #"\* POP call=north/1 agent=kim lookup=200 number=\+442079460958 account=A1042 .*"#
                + #" began=\S+Z"#)
        #expect(kim[1].wholeMatch(of: pop) != nil, "\(kim)")
        #expect(kim[2].hasPrefix("* ANSWERED call=north/1 agent=kim"))
        #expect(kim[3].hasPrefix("* POP call=north/4 agent=kim ") && kim[3].contains(" began="))
        let lee = try Self.screens("lee", second)
        try #require(lee.count == 3 && lee[0] == "200 calls=2", "\(lee)")
        #expect(lee[1].contains(" lookup=410 ") && lee[2].contains("call=north/5 "))
        let anna = try Self.screens("anna-maria", second)
        #expect(anna.last?.contains("number=+493023125042 account=A1045 ") == true, "\(anna)")
        let max = try Self.screens("max", second)
        #expect(max.last?.contains("number=+493023125042 account=A1045 ") == true, "\(max)")
        try check(second, database)
    }

    /// What is said late finds its call.
    private func check(_ daemon: Daemon, _ database: String) throws {
        let said = try Self.say(
            [
                "PBX north", "HANGUP 1", "ANSWER 2 lee", "HANGUP 3", "ANSWER 5 lee",
                "WITHDRAW 4 kim", "HANGUP *", "PBX -", "HANGUP *",
            ], to: daemon)
        #expect(
            said == [
                "200 pbx=north", "200 call=north/1 stage=ended agent=kim",
                "200 call=north/2 stage=answered agent=lee", "409 no such call",
                "200 call=north/5 stage=answered agent=lee",
                #"200 call=north/4 stage=answered agent="Anna Schmidt""#, "200 calls=3",
                "200 pbx=-", "200 calls=2",
            ])
        try Self.settle(daemon)
        daemon.end()
        let history = try Self.rows(
            """
            SELECT call_id || ' ' || agent || ' ' || (ended_at - rang_at >= 240) FROM calls
            WHERE call_id <> '1763721000.17' ORDER BY call_id
            """, database)
        #expect(
            history == [
                "6  1", "7  1", "north/1 kim 1", "north/2 lee 1", "north/3  1",
                "north/4 kim, Anna Schmidt 1", "north/5 lee 1",
            ])
        #expect(try Self.rows("SELECT call_id FROM live_calls", database) == [])
    }

    /// What the agent writes in the wrap-up is stored once, whatever has become of the call.
    @Test(arguments: [SIGKILL, SIGTERM])
    func aWrapUpOutlivesTheDaemonInTheHistoryOnly(_ signal: Int32) throws {
        let database = try Base.shared.copy()
        let first = try Self.start(database)
        let call = ["RING 9 020 7946 0958 kim", "ANSWER 9 kim", "HANGUP 9"]
        #expect(try Self.say(call, to: first).last == "200 call=9 stage=ended agent=kim")
        try Self.settle(first)
        first.send(signal)
        _ = first.status()
        let second = try Self.start(database)
        #expect(try Self.screens("kim", second) == ["200 calls=0"])
        let note = "NOTE A1042 reference=late agent=kim Was cut off."
        let said = try Self.say(
            [note, "ANSWER 9 kim", "TRANSFER 9 lee", "WITHDRAW 9 kim", "HANGUP 9", note],
            to: second)
        let unknown = "409 no such call"
        #expect(
            said == [
                #"201 reference="late""#, unknown, unknown, unknown, unknown,
                #"202 reference="late""#,
            ])
        try Self.settle(second)
        second.end()
        #expect(
            try Self.rows(
                "SELECT agent || (ended_at >= answered_at) FROM calls WHERE call_id = '9'",
                database) == ["kim1"])
        #expect(
            try Self.rows("SELECT text FROM notes WHERE reference = 'late'", database)
                == ["Was cut off."])
    }

    @Test func whatHasLastedTooLongHasEnded() throws {
        let database = try Base.shared.copy()
        let first = try Self.start(database)
        _ = try Self.say(["RING 1 +441632960999 kim"], to: first)
        try Self.settle(first)
        first.end()
        try Self.pass(seconds: 4 * 3600, database)
        let second = try Self.start(database)
        #expect(try Self.screens("kim", second) == ["200 calls=0"])
        #expect(try Self.say(["HANGUP 1"], to: second) == ["409 no such call"])
        try Self.settle(second)
        second.end()
        #expect(try Self.rows("SELECT call_id FROM live_calls", database) == [])
        let ended = try Self.rows(
            "SELECT call_id FROM calls WHERE call_id = '1' AND ended_at IS NOT NULL", database)
        #expect(ended == ["1"])
    }

    /// Who cannot read the calls answers lookups all the same.
    @Test func callsThatCannotBeReadStopNothing() throws {
        let database = try Base.shared.copy()
        _ = try Self.rows("DROP TABLE live_calls", database)
        _ = try Self.rows("CREATE VIEW live_calls AS SELECT 1 AS call_id", database)
        let daemon = try Self.start(database)
        try Self.settle(daemon)
        #expect(
            try Self.say(["LOOKUP +441632960999"], to: daemon) == ["404 +441632960999 match=none"])
        #expect(daemon.hasSaid("before the start cannot be read"))
    }

    @Test func aReloadTakesNoCallAway() throws {
        let daemon = try Self.start(try Base.shared.copy())
        _ = try Self.say(["RING 1 +441632960999 kim", "ANSWER 1 kim"], to: daemon)
        #expect(try daemon.reload().contains("configuration read again"), "\(daemon.log)")
        #expect(
            try Self.say(["HANGUP 1"], to: daemon) == ["200 call=1 stage=ended agent=kim"])
    }
}
