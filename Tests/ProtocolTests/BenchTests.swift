import Foundation
import Testing
import TestSupport

/// `screenpop bench`, against the daemon and against servers that do wrong.
@Suite(.timeLimit(.minutes(30))) struct BenchTests {
    private static let known = "+442079460958"
    private static let unknown = "+441632960999"

    @Test func theCountsAreThoseOfTheServer() throws {
        let daemon = try Daemon(["--database", Base.shared.copy(), "--region", "GB"])
        let keys = try Self.file("\(Self.known)\r\n\n020 7946 0958\n \(Self.unknown) \nanonymous\n")
        let seen = try Self.bench(
            daemon.port,
            ["--keys", keys, "--requests", "4001", "--clients", "7", "--pipeline", "9"])
        #expect(seen.status == 0, "\(seen.complaints)")
        #expect(seen["replies"] == 4001 && seen["found"] == 2001 && seen["not_found"] == 2000)
        #expect(seen["errors"] == 0 && seen["wrong"] == 0)
        let client = try SocketClient(port: daemon.port)
        client.send(Array("FORMAT json\nSTATS\n".utf8))
        _ = client.nextLine()
        let statistics = client.nextLine() ?? "no line"
        #expect(
            statistics.contains(#""line":"lookups","total":4001,"found":2001"#), "\(statistics)")
    }

    @Test func theNumbersOfTheBaseAreFound() throws {
        let database = try Base.shared.copy()
        let daemon = try Daemon(["--database", database, "--region", "GB"])
        let seen = try Self.bench(
            daemon.port, ["--database", database, "--requests", "2000", "--clients", "2"])
        #expect(seen.status == 0, "\(seen.complaints)")
        #expect(seen["found"] == 2000)
    }

    @Test func whatPeopleReadHasThePercentiles() throws {
        let daemon = try Daemon(["--database", Base.emptyDatabase()])
        let outcome = try Self.run(
            daemon.port, ["--keys", Self.file(Self.known), "--requests", "500", "--clients", "1"])
        #expect(outcome.output.hasPrefix("500 replies in "), "\(outcome.output)")
        #expect(outcome.output.contains("found 0, not found 500, errors 0, wrong 0\n"))
        #expect(outcome.output.contains(#/latency in us: p50 [\d.]+, p90 .* p99\.9 .* max /#))
        #expect(outcome.output.contains(#/under +[\d.]+ us +[\d.]+ %  #/#))
        #expect(outcome.complaints.isEmpty)
    }

    @Test(arguments: [
        "200 +442079460959 account=A1", "200 +4420794609580 account=A1", "200 done",
        "404 +44207946095 match=none", "210 A1", "hello", "", "* POP call=1",
    ])
    func aWrongReplyIsNoticed(_ reply: String) throws {
        let server = try FakeServer { _, number in
            .line(number == 7 ? reply : "200 \(Self.known) account=A1 name=\"Kim Lee\"")
        }
        let seen = try Self.bench(server.port, Self.once(20))
        #expect(seen.status == 2)
        #expect(seen["wrong"] == 1 && seen["found"] == 19)
        #expect(seen.complaints.contains("to \(Self.known): \(reply)"), "\(seen.complaints)")
    }

    @Test func aRefusedRequestIsAnError() throws {
        let server = try FakeServer { _, number in
            .line(number == 3 ? "420 too many requests" : "404 \(Self.known) match=none")
        }
        let seen = try Self.bench(server.port, Self.once(10))
        #expect(seen.status == 2)
        #expect(seen["errors"] == 1 && seen["not_found"] == 9)
        #expect(seen.complaints.contains("420 too many requests"), "\(seen.complaints)")
    }

    @Test func aServerThatClosesIsNamedAndWhatWasSeenIsTold() throws {
        let server = try FakeServer { _, number in
            number == 5 ? .lastWords("441 stopping") : .line("404 \(Self.known) match=none")
        }
        let seen = try Self.bench(server.port, Self.once(1000))
        #expect(seen.status == 2)
        #expect(seen["not_found"] == 5)
        #expect(seen.complaints.contains("127.0.0.1:\(server.port) closed"), "\(seen.complaints)")
        #expect(seen.complaints.contains("441 stopping"))
    }

    @Test func aServerThatFallsSilentIsNotWaitedForForEver() throws {
        let server = try FakeServer { _, number in
            number == 5 ? .nothing : .line("404 \(Self.known) match=none")
        }
        let seen = try Self.bench(server.port, Self.once(1000))
        #expect(seen.status == 2)
        #expect(seen.complaints.contains("no reply from 127.0.0.1:\(server.port) for 5 s"))
    }

    @Test func anOpenLoopKeepsItsRate() throws {
        let daemon = try Daemon(["--database", Base.shared.copy(), "--region", "GB"])
        let keys = try Self.file(Self.known)
        let seen = try Self.bench(
            daemon.port, ["--keys", keys, "--rate", "2000", "--seconds", "2", "--clients", "10"])
        #expect(seen.status == 0, "\(seen.complaints)")
        // Due in two seconds are 4,000; a stalled machine may still owe some of them.
        #expect((3500...4100).contains(seen["replies"] ?? 0), "\(seen.output)")
    }

    /// A stall of 300 ms at 1,000 a second delays some 300 requests, not one.
    @Test func aStallIsChargedToAllThatItDelays() throws {
        let server = try FakeServer { _, number in
            let reply = "200 \(Self.known) account=A1"
            return number == 100 ? .late(milliseconds: 300, reply) : .line(reply)
        }
        let arguments = Self.once(1000) + ["--rate", "1000"]
        let seen = try Self.bench(server.port, arguments)
        #expect(seen.status == 0, "\(seen.complaints)")
        #expect(seen["replies"] == 1000)
        let p90 = try #require(seen.output.firstMatch(of: #/"latency.*?"p90":(\d+)/#)).1
        #expect((Int(p90) ?? 0) > 100_000, "\(seen.output)")
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let keys = try Self.file(Self.known)
        let empty = try Self.file(" \n\r\n")
        let binary = try Self.file("\(Self.known)\n\u{1}\n")
        let base = try Base.emptyDatabase()
        for (arguments, said) in [
            ([], "--keys FILE or --database FILE"),
            (["--keys", keys, "--database", base], "--keys FILE or --database FILE"),
            (["--keys", empty], "no numbers in \(empty)"), (["--database", base], "no numbers"),
            (["--keys", binary], "line 2"), (["--keys", keys + "x"], "no such file"),
            (["--database", keys], "SQLite"),
            (["--keys", keys, "--clients", "0"], "--clients must be from 1 to 10000"),
            (["--keys", keys, "--pipeline", "1001"], "--pipeline must be from 1 to 1000"),
            (["--keys", keys, "--rate", "0"], "--rate must be from 1"),
            (["--keys", keys, "--seconds", "0"], "--seconds must be from 0.1"),
            (["--keys", keys, "--requests", "0"], "--requests must be from 1"),
            (["--keys", keys, "--requests", "9", "--seconds", "9"], "not both"),
            (["--keys", keys, "--server", "pbx.example:1"], "pbx.example"),
            (["--keys", keys, "--server", "127.0.0.1:1"], "no server at 127.0.0.1:1"),
        ] {
            let outcome = try Program.run(Program.built("screenpop"), ["bench"] + arguments)
            #expect(outcome.status != 0)
            #expect(outcome.complaints.contains(said), "\(arguments): \(outcome.complaints)")
        }
    }
}

/// What a run has said.
extension BenchTests {
    private struct Seen {
        let status: Int32
        let output: String
        let complaints: String

        subscript(key: String) -> Int? {
            // The pattern is right for every key of letters, and those of this file are.
            output.firstMatch(of: try! Regex(#""\#(key)":(\d+)"#, as: (Substring, Substring).self))
                .flatMap { Int($0.1) }
        }
    }

    /// One connection that asks for one number so many times.
    private static func once(_ count: Int) -> [String] {
        let keys = try? file(known)
        return ["--keys", keys ?? "", "--requests", "\(count)", "--clients", "1"]
    }

    private static func bench(_ port: UInt16, _ arguments: [String]) throws -> Seen {
        let outcome = try run(port, arguments + ["--json"])
        return Seen(
            status: outcome.status, output: outcome.output, complaints: outcome.complaints)
    }

    private static func run(_ port: UInt16, _ arguments: [String]) throws -> Program.Outcome {
        try Program.run(
            Program.built("screenpop"), ["bench", "--server", "127.0.0.1:\(port)"] + arguments)
    }

    private static func file(_ text: String) throws -> String {
        let path = try Repository.scratchFolder().appending(path: "keys")
        try Data(text.utf8).write(to: path)
        return path.path
    }
}
