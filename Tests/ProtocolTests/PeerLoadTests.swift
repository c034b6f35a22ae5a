import Foundation
import TestSupport
import Testing

/// `screenpop bench` against servers of other protocols, as `Tools/bench` uses it.
@Suite(.timeLimit(.minutes(30))) struct PeerLoadTests {
    private static let line = "200 +44123 account=A1"

    /// Redis: a length, so many bytes, and a line ending, which the server's `.line` adds.
    @Test func repliesOfRedisAreCountedAndChecked() throws {
        let server = try FakeServer { line, _ in
            // Words of a request come as lines of their own; the last one is the key.
            line != "+44123" ? .nothing : .line("$21\r\n\(Self.line)")
        }
        let seen = try Self.bench(
            server.port,
            [
                "--template", #"*2\r\n$3\r\nGET\r\n${len}\r\n{key}\r\n"#, "--framing", "resp",
                "--expect", "$21", "--requests", "4",
            ])
        #expect(seen.status == 0, "\(seen.complaints)")
        #expect(seen.output.contains(#""found":4,"#) && seen.output.contains(#""wrong":0}"#))
    }

    @Test func repliesOfMemcachedAreCountedAndChecked() throws {
        let value = "VALUE +44123 0 21\r\n\(Self.line)\r\n"
        let server = try FakeServer { line, number in
            .line(line == "get +44123" && number != 2 ? value + "END" : "END")
        }
        let seen = try Self.bench(
            server.port,
            [
                "--template", #"get {key}\r\n"#, "--framing", "memcache", "--expect", "VALUE ",
                "--requests", "9",
            ])
        #expect(seen.status == 2)
        #expect(seen.output.contains(#""found":8,"#) && seen.output.contains(#""wrong":1}"#))
        #expect(seen.complaints.contains("to +44123: END"), "\(seen.complaints)")
    }

    @Test func whatIsNoReplyOfTheProtocolEndsTheLoad() throws {
        let server = try FakeServer { _, _ in .line("-ERR unknown command") }
        let seen = try Self.bench(
            server.port,
            ["--template", #"{key}\r\n"#, "--framing", "resp", "--expect", "$", "--requests", "9"])
        #expect(seen.status == 2 && seen.complaints.contains("closed the connection"))
    }

    @Test func eachRequestMayHaveAConnectionOfItsOwn() throws {
        let daemon = try Daemon(["--database", Base.shared.copy(), "--region", "GB"])
        let seen = try Program.run(
            Program.built("screenpop"),
            [
                "bench", "--server", "127.0.0.1:\(daemon.port)", "--keys",
                Self.keys("+442079460958"),
                "--requests", "300", "--clients", "7", "--sources", "3", "--json",
            ])
        #expect(seen.status == 0, "\(seen.complaints)")
        #expect(seen.output.contains(#""found":300,"#), "\(seen.output)")
        let client = try SocketClient(port: daemon.port)
        client.send(Array("FORMAT json\nSTATS\n".utf8))
        _ = client.nextLine()
        let statistics = client.nextLine() ?? "no line"
        #expect(statistics.contains(#""line":"lookups","total":300"#), "\(statistics)")
    }

    @Test func whatWarmsUpDoesNotCount() throws {
        let daemon = try Daemon(["--database", Base.shared.copy(), "--region", "GB"])
        let seen = try Program.run(
            Program.built("screenpop"),
            [
                "bench", "--server", "127.0.0.1:\(daemon.port)", "--keys",
                Self.keys("+442079460958"),
                "--seconds", "0.2", "--warm-up", "0.2", "--polling", "--json",
            ])
        #expect(seen.status == 0, "\(seen.complaints)")
        let counts = try #require(
            seen.output.firstMatch(of: #/"replies":(\d+),.*"requests":(\d+)/#))
        let (replies, requests) = (Int(counts.1) ?? 0, Int(counts.2) ?? 0)
        #expect(replies > 0 && replies < requests, "\(seen.output)")
    }

    private static func bench(_ port: UInt16, _ arguments: [String]) throws -> Program.Outcome {
        try Program.run(
            Program.built("screenpop"),
            [
                "bench", "--server", "127.0.0.1:\(port)", "--keys", keys("+44123"), "--clients",
                "1", "--json",
            ] + arguments)
    }

    private static func keys(_ number: String) throws -> String {
        let path = try Repository.scratchFolder().appending(path: "keys")
        try Data(number.utf8).write(to: path)
        return path.path
    }
}
