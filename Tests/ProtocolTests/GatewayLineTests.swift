import Foundation
import ScreenPopServer
import Testing

/// The gateway asked in one line, as a dialplan does by `CURL`.
@Suite(.serialized, .timeLimit(.minutes(30))) struct GatewayLineTests {
    private static func server() throws -> RunningServer {
        try RunningServer { $0.fastAGI = .tcp(host: "127.0.0.1", port: 0) }
    }

    /// The whole reply to what a client sends.
    private static func say(_ text: String, _ server: RunningServer) throws -> String {
        let client = try SocketClient(port: try #require(server.gatewayPort))
        client.send(Array(text.utf8))
        return String(decoding: client.rest(), as: UTF8.self)
    }

    @Test func theReplyIsThatOfAScript() throws {
        let server = try Self.server()
        defer { server.stop() }
        let numbers = ["+442079460958", "020 7946 0958", "+441632960101", "+441632960999", ""]
        for (call, number) in numbers.enumerated() {
            let line = try Self.say("lookup call=\(call) number=\(number)\r\n", server)
            let block = try Self.say(
                "agi_network_script: lookup\nagi_callerid: \(number)\n\n", server)
            #expect(line.hasPrefix("STATUS=") && line.hasSuffix("\n"))
            for pair in line.dropLast().split(separator: "&") {
                let halves = pair.split(separator: "=", omittingEmptySubsequences: false)
                let value = halves[1].removingPercentEncoding?.removingPercentEncoding ?? "?"
                #expect(block.contains("SET VARIABLE __SCREENPOP_\(halves[0]) \"\(value)\"\n"))
            }
        }
    }

    @Test func aCallIsToldFromItsBeginningToItsEnd() throws {
        let server = try Self.server()
        defer { server.stop() }
        let (anna, bob) = (try SocketClient(port: server.port), try SocketClient(port: server.port))
        anna.send(Array("WATCH anna-lee\n".utf8))
        bob.send(Array("WATCH 2001\n".utf8))
        #expect(anna.nextLine() == "200 calls=0" && bob.nextLine() == "200 calls=0")
        let channel = "agent=PJSIP/anna-lee-0000002a"
        let steps = [
            ("lookup call=17.4 number=+442079460958", "STATUS=FOUND&"),
            ("ring call=17.4 \(channel)", "STATUS=FOUND&"),
            ("ring call=17.4 agent=Local/2001@from-queue-0000002a;1 ", "STATUS=FOUND&"),
            ("withdraw call=17.4 agent=Local/2001@from-queue-0000002a;1", "STATUS=DONE\n"),
            ("withdraw call=17.4 agent=2001", "STATUS=UNKNOWN\n"),
            ("answer call=17.4 \(channel)", "STATUS=DONE\n"),
            ("transfer call=17.4 agent=2001", "STATUS=DONE\n"),
            ("hangup call=17.4", "STATUS=DONE\n"), ("hangup call=17.9", "STATUS=UNKNOWN\n"),
        ]
        for (asked, reply) in steps {
            let said = try Self.say("\(asked)\r\n", server)
            #expect(said.hasPrefix(reply), "\(asked): \(said)")
        }
        let annas = (0..<3).map { _ in anna.nextLine()?.prefix { $0 != "=" } ?? "none" }
        #expect(annas == ["* POP call", "* ANSWERED call", "* TRANSFER call"])
        let bobs = (0..<4).map { _ in bob.nextLine()?.prefix { $0 != "=" } ?? "none" }
        #expect(bobs == ["* POP call", "* WITHDRAW call", "* POP call", "* HANGUP call"])
    }

    @Test func aPBXThatStartsHasNoCalls() throws {
        let server = try Self.server()
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH 1001\n".utf8))
        #expect(console.nextLine() == "200 calls=0")
        for pbx in ["", "pbx=north "] {
            _ = try Self.say("ring call=1 agent=1001 \(pbx)number=999\n", server)
            _ = console.nextLine()
        }
        #expect(try Self.say("started pbx=north\n", server) == "STATUS=DONE\n")
        let told = console.nextLine() ?? "no line"
        #expect(told.hasPrefix("* HANGUP call=north/1 ") && told.hasSuffix(" reason=all-over"))
        console.send(Array("PING\n".utf8))
        #expect(console.nextLine() == "200 pong")
    }

    @Test(arguments: [
        "answer agent=1001", "answer call=1", "hangup", "nonsense call=1",
        "lookup pbx=a/b number=1",
    ])
    func whatIsMissingIsAnError(_ asked: String) throws {
        let server = try Self.server()
        defer { server.stop() }
        #expect(try Self.say("\(asked)\n", server).hasPrefix("STATUS=ERROR"))
    }

    /// A page may make a browser send anything behind a first line that is the browser's.
    @Test func aBrowserTellsNothing() throws {
        let server = try Self.server()
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH *\n".utf8))
        #expect(console.nextLine() == "200 calls=0")
        let block = "agi_network_script: ring?call=1&agent=1001\nagi_callerid: 999\n\n"
        let head = "POST /ring HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        #expect(try Self.say(head + block, server).hasPrefix("STATUS=ERROR"))
        #expect(
            try Self.say(head + "ring call=1 agent=1001 number=9\n", server)
                .hasPrefix("STATUS=ERROR"))
        console.send(Array("PING\n".utf8))
        #expect(console.nextLine() == "200 pong")
    }
}
