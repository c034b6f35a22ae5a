import AGICaptures
import AsteriskDoor
import CustomerStore
import Customers
import EventLoop
import FastAGI
import Foundation
import FrontDesk
import GRDB
import Numbering
import ProtocolWords
import ScreenPopServer
import Testing
import WireProtocol

/// The daemon as Asterisk sees it.
@Suite(.serialized, .timeLimit(.minutes(30))) struct GatewayTests {
    private static func server() throws -> RunningServer {
        try RunningServer { $0.fastAGI = .tcp(host: "127.0.0.1", port: 0) }
    }

    /// What comes back when Asterisk sends these pieces.
    private static func ask(_ server: RunningServer, _ pieces: [[UInt8]]) throws -> [String] {
        let client = try SocketClient(port: try #require(server.gatewayPort))
        for piece in pieces { client.send(piece) }
        let text = String(decoding: client.rest(), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    private static func environment(
        _ script: String, _ number: String, _ more: [String] = []
    ) -> [UInt8] {
        let lines = ["network: yes", "network_script: \(script)", "callerid: \(number)"] + more
        return Array((lines.map { "agi_\($0)\n" }.joined() + "\n").utf8)
    }

    private static func variables(_ lines: [String]) -> [String: String] {
        var variables: [String: String] = [:]
        for line in lines {
            guard let match = line.wholeMatch(of: /SET VARIABLE (\S+) "(.*)"/) else { continue }
            variables[String(match.1)] = String(match.2)
        }
        return variables
    }

    @Test func everyCapturedCallIsAnswered() throws {
        let server = try Self.server()
        defer { server.stop() }
        // Those that name no script of ours.
        let statuses = [
            "5": "ERROR", "8": "ERROR", "7": "ERROR", "17": "ERROR", "18": "ERROR",
            "19": "ERROR", "20": "ERROR", "23": "ERROR", "25": "ERROR", "26": "ERROR",
            "28": "ERROR", "S2": "ERROR", "S3": "ERROR", "S7": "ERROR",
        ]
        for capture in Capture.all {
            let said = Self.variables(try Self.ask(server, capture.reads))
            let expected = statuses[capture.name] ?? "FOUND"
            // A script of ours that says what has happened, and sets nothing.
            if capture.name == "12" {
                #expect(said.isEmpty)
                continue
            }
            #expect(said["__SCREENPOP_STATUS"] == expected, "\(capture)")
            if expected == "FOUND" { #expect(said["CALLERID(name)"] == "Acme Ltd") }
        }
    }

    /// The same calls to a script that we have.
    @Test func everyCapturedCallerIsLookedUp() throws {
        let server = try Self.server()
        defer { server.stop() }
        for capture in Capture.all {
            // The first occurrence of a key wins.
            let pieces = [Array("agi_network_script: lookup\n".utf8)] + capture.reads
            let said = Self.variables(try Self.ask(server, pieces))
            let expected = ["25", "S3"].contains(capture.name) ? "WITHHELD" : "FOUND"
            #expect(said["__SCREENPOP_STATUS"] == expected, "\(capture)")
        }
    }

    @Test func statusesAreThoseOfLookup() throws {
        let server = try Self.server()
        defer { server.stop() }
        for (number, status) in [
            ("+442079460958", "FOUND"), ("020 7946 0958", "FOUND"), ("+441632960101", "SHARED"),
            ("+441632960999", "UNKNOWN"), ("unknown", "WITHHELD"), ("anonymous", "WITHHELD"),
            ("", "WITHHELD"), ("999", "UNKNOWN"), ("abc", "UNKNOWN"), ("<x>;${Y}", "UNKNOWN"),
        ] {
            let lines = try Self.ask(server, [Self.environment("lookup", number)])
            #expect(Self.variables(lines)["__SCREENPOP_STATUS"] == status, "\(number)")
        }
        let shared = Self.variables(try Self.ask(server, [Self.environment("", "+441632960101")]))
        #expect(shared["__SCREENPOP_SUMMARY"]?.hasPrefix("2 customers, value 4") == true)
        #expect(shared["CALLERID(name)"] == nil && shared["__SCREENPOP_NAME"] == "")
    }

    /// The arriving call is asked about; the agent's leg shows another number and rings.
    @Test func aCallFromAsteriskPopsAtTheAgent() throws {
        let server = try Self.server()
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH 1001\n".utf8))
        #expect(console.nextLine() == "200 calls=0")
        let arrived = Self.environment("lookup", "+442079460958", ["arg_1: 1795.4"])
        _ = try Self.ask(server, [arrived])
        let leg = Self.environment(
            "ring", "1001", ["arg_1: 1795.4", "arg_2: PJSIP/1001-0000002a"])
        let said = Self.variables(try Self.ask(server, [leg]))
        #expect(said["__SCREENPOP_ACCOUNT"] == "A1042")
        #expect(said["CALLERID(name)"] == nil, "the caller may be sent it")
        let pop = console.nextLine() ?? "no line"
        #expect(pop.hasPrefix("* POP call=1795.4 agent=1001 lookup=200 number=+442079460958 "))
        let forged = Self.environment("ring", "1", ["arg_1: c\n\nagi_x: 1", "arg_2: 1001"])
        _ = try Self.ask(server, [forged])
        console.send(Array("PING\n".utf8))
        #expect(console.nextLine() == "200 pong")
    }

    /// Two Asterisks that share the daemon and count alike.
    @Test func callsOfTwoAsterisksAreNotMixed() throws {
        let server = try Self.server()
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH 1001\n".utf8))
        #expect(console.nextLine() == "200 calls=0")
        for (pbx, number) in [("north", "+442079460958"), ("south", "+447700900123")] {
            let script = "lookup?call=1795.4&pbx=\(pbx)"
            _ = try Self.ask(server, [Self.environment(script, number)])
        }
        for (pbx, account) in [("south", "A1043"), ("north", "A1042")] {
            let leg = Self.environment(
                "ring?call=1795.4&agent=Local%2F1001%40from-queue%2Fn&pbx=\(pbx)", "1001")
            let said = Self.variables(try Self.ask(server, [leg]))
            #expect(said["__SCREENPOP_ACCOUNT"] == account)
            let pop = console.nextLine() ?? "no line"
            #expect(pop.hasPrefix("* POP call=\(pbx)/1795.4 agent=1001 "), "\(pop)")
            #expect(pop.contains("account=\(account) "), "\(pop)")
        }
        let wrong = Self.environment("ring?call=1&agent=1001&pbx=a%2Fb", "+442079460958")
        let said = Self.variables(try Self.ask(server, [wrong]))
        #expect(said["__SCREENPOP_STATUS"] == "ERROR")
    }

    @Test func aListenerNamesItsPBX() throws {
        let server = try RunningServer {
            $0.fastAGI = .tcp(host: "127.0.0.1", port: 0)
            $0.fastAGI?.pbx = PBX("north")
            $0.listen[0].pbx = PBX("south")
        }
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH 1001\nPBX\nRING 1 999 1001\n".utf8))
        #expect(console.nextLine() == "200 calls=0" && console.nextLine() == "200 pbx=south")
        _ = console.nextLine()
        #expect(console.nextLine()?.hasPrefix("* POP call=south/1 ") == true)
        let leg = Self.environment("ring?call=1&agent=1001", "+442079460958")
        _ = try Self.ask(server, [leg])
        #expect(console.nextLine()?.hasPrefix("* POP call=north/1 ") == true)
    }

    /// What an agent's own leg shows is the agent's number, never a caller's.
    @Test func anAgentsOwnNumberIsNobodysCall() throws {
        let server = try Self.server()
        defer { server.stop() }
        let channel = "channel: PJSIP/1001-0000002a"
        let script = "ring?call=9.1&agent=PJSIP%2F1001-0000002a"
        let leg = Self.environment(script, "+442079460958", [channel])
        #expect(
            Self.variables(try Self.ask(server, [leg]))["__SCREENPOP_STATUS"] == "UNKNOWN")
        // The caller's number, sent along; the caller's own channel asks.
        let told = Self.environment(script + "&number=%2B447700900123", "+442079460958", [channel])
        #expect(
            Self.variables(try Self.ask(server, [told]))["__SCREENPOP_ACCOUNT"] == "A1043")
        let caller = Self.environment(
            "ring?call=9.3&agent=1001", "+447700900123", ["channel: PJSIP/trunk-0000002a"])
        #expect(
            Self.variables(try Self.ask(server, [caller]))["__SCREENPOP_ACCOUNT"] == "A1043")
    }

    @Test func anEnvironmentThatNeverEndsIsAnsweredInTime() throws {
        let server = try Self.server()
        defer { server.stop() }
        let clock = ContinuousClock()
        let start = clock.now
        let client = try SocketClient(port: try #require(server.gatewayPort))
        client.send(Array("agi_network: yes\nagi_callerid: +44".utf8))
        let text = String(decoding: client.rest(), as: UTF8.self)
        let taken = clock.now - start
        #expect(text.contains("SET VARIABLE __SCREENPOP_STATUS \"ERROR\"\n"))
        #expect(taken > .milliseconds(200) && taken < .milliseconds(900), "\(taken)")
    }

    @Test func anAsteriskThatNeverEndsIsCutOff() throws {
        let server = try Self.server()
        defer { server.stop() }
        let client = try SocketClient(port: try #require(server.gatewayPort))
        client.send(Self.environment("lookup", "+442079460958"))
        _ = client.rest()
        // Our side has ended; theirs does not. Soon nobody is there any more.
        let clock = ContinuousClock()
        let start = clock.now
        while client.sendWithoutWaiting(Array("200 result=1\n".utf8)) > 0 {
            if clock.now - start > .seconds(5) {
                Issue.record("still open")
                break
            }
        }
    }

    @Test func tooLongAnEnvironmentIsAnError() throws {
        let server = try Self.server()
        defer { server.stop() }
        let long = "agi_x: " + String(repeating: "x", count: Limits.gatewayLineBytes)
        let said = Self.variables(try Self.ask(server, [Array(long.utf8)]))
        #expect(said["__SCREENPOP_STATUS"] == "ERROR")
        #expect(EnvironmentReader.lineByteLimit == Limits.gatewayLineBytes)
        #expect(EnvironmentReader.byteLimit == Limits.gatewayEnvironmentBytes)
    }

    /// Whoever says nothing takes nobody's place: neither at once nor in the quarter of a second
    /// for which it may be silent.
    @Test func silentConnectionsMakeRoomForACall() throws {
        let server = try Self.server()
        defer { server.stop() }
        let port = try #require(server.gatewayPort)
        let silent = try (0..<2 * Limits.gatewaySessions).map { _ in try SocketClient(port: port) }
        let call = Self.environment("lookup", "+442079460958")
        let said = Self.variables(try Self.ask(server, [call]))
        #expect(said["__SCREENPOP_STATUS"] == "FOUND")
        // The oldest ones are gone, and were told nothing.
        #expect(silent[0].rest().isEmpty)
    }

    /// As many calls wait for the database as may; the next one is told so at once.
    @Test func oneCallTooManyIsToldSo() throws {
        let stage = try MemoryStage(isWarm: false)
        let loop = try Loop()
        let gateway = try AsteriskDoor(stage.desk, on: loop)
        defer { gateway.close() }
        let call = Self.environment("lookup", "+442079460958")
        let calls = (0...Limits.gatewaySessions).map { _ in HearingCall() }
        for client in calls {
            gateway.accept(client, line: LineOverride(), pbx: nil)
            client.onBytes(call.span)
        }
        func said(_ client: HearingCall) -> String? {
            let text = String(decoding: client.heard, as: UTF8.self)
            return Self.variables(text.split(separator: "\n").map(String.init))[
                "__SCREENPOP_STATUS"]
        }
        #expect(said(calls[Limits.gatewaySessions]) == "BUSY")
        #expect(calls.dropLast().allSatisfy { said($0) == nil })
        stage.pump()
        #expect(calls.dropLast().allSatisfy { said($0) == "FOUND" })
    }

    @Test func aNameCannotSayAnythingToAsterisk() throws {
        let server = try Self.server()
        defer { server.stop() }
        let names = [
            "a\nSET VARIABLE X \"y\"\n", "\u{0}\u{1B}[2J", "\"\\\"", "${SHELL(id)}",
            String(repeating: "ü", count: 150),
        ]
        let store = try CustomerStore(path: server.database)
        for name in names {
            try store.write {
                try $0.execute(
                    sql: "UPDATE customers SET name = ? WHERE account = 'A1042'",
                    arguments: [name])
            }
            // The index follows within 250 ms.
            let talk = try Conversation(server)
            while talk.line("LOOKUP +442079460958").contains("Acme") {}
            let lines = try Self.ask(server, [Self.environment("lookup", "+442079460958")])
            let command = /(SET VARIABLE [A-Z_()a-z]+|VERBOSE) "(?:[^"\\]|\\["\\])*"( 3)?/
            #expect(lines.count == 12)
            #expect(lines.allSatisfy { $0.wholeMatch(of: command) != nil })
            #expect(lines.allSatisfy { !$0.contains("${") && $0.utf8.allSatisfy { $0 >= 0x20 } })
        }
    }
}

/// A connection that keeps what it is told.
private final class HearingCall: Connection {
    let peer = "memory"
    let peerHost = PeerHost.loopback
    let isPeerGone = false
    let unsentByteCount = 0
    private(set) var isClosed = false
    private(set) var heard: [UInt8] = []
    var onBytes: (Span<UInt8>) -> Void = { _ in }
    var onEnd: (LoopError?) -> Void = { _ in }
    var onDrained: () -> Void = {}
    var onFinished: (LoopError?) -> Void = { _ in }

    func send(_ bytes: Span<UInt8>) { for index in bytes.indices { heard.append(bytes[index]) } }
    func pauseReading() {}
    func resumeReading() {}
    func finish() {}
    func close() { isClosed = true }
}
