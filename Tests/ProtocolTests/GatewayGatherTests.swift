import ProtocolWords
import ScreenPopServer
import Testing

/// Environments whose lines gather before they are read, as Asterisk sends them: one by one.
@Suite(.serialized, .timeLimit(.minutes(30))) struct GatewayGatherTests {
    private static func status(_ lines: [String], _ server: RunningServer) throws -> String {
        let client = try SocketClient(port: try #require(server.gatewayPort))
        for line in lines + [""] { client.send(Array("\(line)\n".utf8)) }
        let said = String(decoding: client.rest(), as: UTF8.self)
        return said.firstMatch(of: /SCREENPOP_STATUS "([A-Z]+)"/).map { String($0.1) } ?? said
    }

    private static let lines = ["agi_network: yes", "agi_callerid: +442079460958"]

    /// One that is shorter than all before waits for nothing but a moment.
    @Test func noneWaitsForWhatDoesNotCome() throws {
        let server = try RunningServer { $0.fastAGI = .tcp(host: "127.0.0.1", port: 0) }
        defer { server.stop() }
        let long =
            Self.lines + (0..<20).map { "agi_x_\($0): \(String(repeating: "x", count: 40))" }
        for _ in 0..<3 { #expect(try Self.status(long, server) == "FOUND") }
        let clock = ContinuousClock()
        var taken: [Duration] = []
        for _ in 0..<3 {
            // Each is the shortest of all; otherwise it would be as usual.
            let lines =
                Array(Self.lines.prefix(2)) + Array(long.dropFirst(2).prefix(9 - taken.count))
            var status = ""
            taken.append(try clock.measure { status = try Self.status(lines, server) })
            #expect(status == "FOUND")
        }
        // With the deadline of the environment it would be an error, a quarter of a second later.
        #expect(taken.min()! < .milliseconds(Limits.gatewayEnvironmentMilliseconds / 2), "\(taken)")
    }

    /// Lengths that differ, in any order, by any cut.
    @Test func environmentsOfAllLengthsAreAnswered() throws {
        let server = try RunningServer { $0.fastAGI = .tcp(host: "127.0.0.1", port: 0) }
        defer { server.stop() }
        for count in [0, 30, 1, 29, 7, 7, 7, 0, 15, 3, 40] {
            let more = (0..<count).map { "agi_x_\($0): \($0)" }
            #expect(try Self.status(Self.lines + more, server) == "FOUND")
        }
    }
}
