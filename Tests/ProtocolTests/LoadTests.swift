import Foundation
import ScreenPopServer
import Testing
import WireProtocol

/// Clients that ask for much, send much, or take nothing.
@Suite(.serialized, .timeLimit(.minutes(30))) struct LoadTests {
    @Test func pipelinesOfAnyDepthAreAnsweredInOrder() throws {
        let stage = try MemoryStage()
        let count = 100_000
        var requests: [UInt8] = []
        for number in 0..<count {
            requests += Array("LOOKUP +4416329\(Self.digits(number))\n".utf8)
        }
        stage.send(requests, from: "a")
        let client = stage.client("a")
        for number in 0..<count {
            let prefix = "+4416329\(Self.digits(number)) "
            let line = client.lines.next() ?? "no line"
            guard line.dropFirst(4).hasPrefix(prefix) else {
                Issue.record("\(number): \(line)")
                return
            }
        }
        #expect(client.lines.isEmpty)
    }

    /// A client that writes everything before it reads: the server stops reading, then goes on.
    @Test func aPipelineOverASocketLosesNothing() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let count = 100_000
        let client = try SocketClient(port: server.port)
        let writer = Thread { [outlet = client.outlet] in
            var requests: [UInt8] = []
            for number in 0..<count {
                requests += Array("LOOKUP +4416329\(Self.digits(number))\n".utf8)
            }
            outlet.send(requests)
            outlet.endInput()
        }
        writer.start()
        for number in 0..<count {
            let line = client.nextLine() ?? "no line"
            guard line.dropFirst(4).hasPrefix("+4416329\(Self.digits(number)) ") else {
                Issue.record("\(number): \(line)")
                return
            }
        }
        #expect(client.isAtEnd())
    }

    @Test func aLineOfHundredMegabytesCostsNoMemory() throws {
        let stage = try MemoryStage()
        let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 64 * 1024)
        let client = stage.client("a")
        let before = Self.residentBytes
        for _ in 0..<1600 { client.receive(piece) }
        // Other tests of this process take memory at the same time.
        #expect(Self.residentBytes - before < 50 << 20)
        stage.send(Array("\nPING\n".utf8), from: "a")
        #expect(stage.nextLine(for: "a") == "504 the line is longer than 1024 bytes")
        #expect(stage.nextLine(for: "a") == "200 pong")
        #expect(stage.nextLine(for: "a") == nil)
    }

    @Test func aClientThatNeverReadsDisturbsNobody() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let greedy = try SocketClient(port: server.port)
        let requests = Array(String(repeating: "HELP\n", count: 10_000).utf8)
        // Until neither the server nor the kernel takes any more.
        while greedy.sendWithoutWaiting(requests) > 0 {}
        let other = try SocketClient(port: server.port)
        for _ in 0..<1000 {
            other.send(Array("LOOKUP +441632960999\n".utf8))
            #expect(other.nextLine() == "404 +441632960999 match=none")
        }
        // It is paused with what it had left untaken; all of that is there when it reads.
        #expect(greedy.nextLine()?.hasPrefix("210 verbs=") == true)
    }

    /// Six digits with leading zeros.
    private static func digits(_ number: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: 6 - text.utf8.count) + text
    }

    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
