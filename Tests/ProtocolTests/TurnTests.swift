import Customers
import ScreenPopServer
import SeededRandom
import Testing
import WireProtocol

/// Clients that speak in the same turn of the loop, whose lookups are answered together.
@Suite struct TurnTests {
    private static let requests = [
        "LOOKUP +442079460958", "LOOKUP +442079460958", "LOOKUP +447700900456",
        "LOOKUP +12125550123", "LOOKUP (020) 7946 0958", "LOOKUP anonymous", "PING", "VERSION",
        "FORMAT json", "FORMAT text", "CARD A1042", "HISTORY A1042 1", "NONSENSE",
        "NOTE A1042 <<\r\ntwo\u{1}words\r\n.", "NOTE A1042 <<\r\n.",
    ]
    private static let clients = ["a", "b", "c", "d"]

    /// However their bytes are cut and mixed, each gets the replies that it would get alone.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func everyClientGetsItsOwnRepliesInOrder(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (alone, together) = (try MemoryStage(), try MemoryStage())
        var unsent: [String: [UInt8]] = [:]
        for client in Self.clients {
            let script = (0..<30).map { _ in Self.requests.randomElement(using: &random)! + "\r\n" }
            unsent[client] = Array(script.joined().utf8)
            alone.send(Array(script.joined().utf8), from: client)
            _ = together.client(client)
        }
        while let client = unsent.keys.sorted().randomElement(using: &random) {
            let count = min(unsent[client]!.count, Int.random(in: 1...120, using: &random))
            let piece = Array(unsent[client]!.prefix(count))
            unsent[client]!.removeFirst(count)
            if unsent[client]!.isEmpty { unsent[client] = nil }
            together.client(client).receive(piece)
            if Int.random(in: 0..<3, using: &random) == 0 { together.pump() }
        }
        together.pump()
        for client in Self.clients {
            let (expected, seen) = (alone.allLines(for: client), together.allLines(for: client))
            #expect(!expected.isEmpty)
            #expect(seen == expected, "client \(client)")
        }
    }

    @Test func repliesOfOneWhoFailsDoNotReachAnother() throws {
        let stage = try MemoryStage()
        let (asking, failing) = (stage.client("asking"), stage.client("failing"))
        stage.send(Array("NOTE A1042 <<\r\n".utf8), from: "failing")
        asking.receive(Array("LOOKUP +442079460958\r\n".utf8))
        failing.receive(Array("\u{1}\r\n.\r\n".utf8))
        stage.pump()
        #expect(stage.allLines(for: "asking").map { $0.prefix(17) } == ["200 +442079460958"])
        #expect(stage.allLines(for: "failing").map { $0.first } == ["5"])
    }

    @Test func whoEndsInTheSameTurnIsAnsweredFirst() throws {
        let stage = try MemoryStage()
        let (one, other) = (stage.client("one"), stage.client("other"))
        for client in [one, other] {
            client.receive(Array("LOOKUP +442079460958\r\n".utf8))
        }
        one.endInput()
        other.breakOff()
        #expect(stage.allLines(for: "one").count == 1)
        #expect(stage.allLines(for: "other").count == 1)
        #expect(stage.isClosed("other"))
    }

    /// The latency of lookups is that of lookups, whoever else comes in between.
    @Test func everyLookupIsTimedOnce() throws {
        let stage = try MemoryStage()
        let client = stage.client("a")
        for _ in 0..<100 {
            client.receive(Array("LOOKUP +442079460958\r\n".utf8))
        }
        stage.pass(seconds: 5)
        stage.send(Array("PING\r\nSTATS\r\n".utf8), from: "b")
        let latency = stage.allLines(for: "b").first { $0.hasPrefix("latency ") }
        #expect(latency?.contains("p50_ns=0") == true, "\(latency ?? "none")")
    }
}
