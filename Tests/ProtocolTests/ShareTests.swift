import EventLoop
import CustomerStore
import Foundation
import ProtocolWords
import ScreenPopServer
import TextDoor
import Testing
import WireProtocol

/// One client, or all of one address, cannot take the service from others.
@Suite struct ShareTests {
    private static let host = PeerHost.address("x")

    private static func bytes(_ line: String, _ count: Int = 1) -> [UInt8] {
        Array(String(repeating: line + "\n", count: count).utf8)
    }

    /// The value of a field on the line of `STATS` that begins with `word`.
    private static func statistic(_ word: String, _ key: String, _ stage: MemoryStage) -> Int? {
        stage.send(bytes("STATS"), from: "statistics")
        let line = stage.allLines(for: "statistics").first { $0.hasPrefix("\(word) ") }
        return line?.value(key).flatMap { Int($0) }
    }

    // Browsers.

    /// What stands before is carried out, what stands behind is not, however it is cut.
    @Test(arguments: [1, 7, 4096])
    func nothingBehindALineOfHTTPIsCarriedOut(piece: Int) throws {
        let stage = try MemoryStage()
        let form = "PING\nPOST / HTTP/1.1\r\nHost: x\r\n\r\nNOTE A1042 reference=evil text\nPING\n"
        var rest = Array(form.utf8)[...]
        while !rest.isEmpty {
            stage.send(Array(rest.prefix(piece)), from: "browser")
            rest = rest.dropFirst(piece)
        }
        #expect(
            stage.allLines(for: "browser")
                == ["200 pong", "509 this is neither HTTP nor TLS, closing"])
        #expect(stage.isClosed("browser"))
        stage.send(Self.bytes("HISTORY A1042"), from: "a")
        #expect(!stage.allLines(for: "a").contains { $0.contains("evil") })
        #expect(Self.statistic("connections", "foreign", stage) == 1)
    }

    // Turns.

    /// Costly requests of one client let others go between, and their order stays.
    @Test(arguments: ["CLIENTS", "STATS", "HELP", "HANGUP x", "WHY 02079460958", ""])
    func aPipelineOfCostlyRequestsGivesWay(request: String) throws {
        let stage = try MemoryStage()
        let (busy, other) = (stage.client("busy"), stage.client("other"))
        stage.slowDown(nanosecondsPerLook: 20_000)
        busy.receive(Self.bytes(request, 200) + Self.bytes("VERSION"))
        other.receive(Self.bytes("LOOKUP +441632960999"))
        stage.door.endTurn()
        #expect(other.lines.next() == "404 +441632960999 match=none")
        let first = stage.allLines(for: "busy")
        #expect(!first.isEmpty && !first.contains { $0.contains("server=") })
        stage.pump()
        let later = stage.allLines(for: "busy")
        #expect(later.last?.contains("server=") == true)
        stage.slowDown(nanosecondsPerLook: 0)
        stage.send(Self.bytes(request, 200) + Self.bytes("VERSION"), from: "other")
        #expect((first + later).count == stage.allLines(for: "other").count)
    }

    /// Many clients at once get no more of a turn than one.
    @Test func manyClientsWithOneCostlyRequestEachGiveWayToo() throws {
        let stage = try MemoryStage()
        let clients = (0..<100).map { stage.client("c\($0)") }
        stage.slowDown(nanosecondsPerLook: 20_000)
        for client in clients { client.receive(Self.bytes("STATS\nPING")) }
        let told = (0..<100).filter { !stage.allLines(for: "c\($0)").isEmpty }
        #expect((1..<50).contains(told.count), "\(told.count) of 100 in one turn")
        stage.pump()
        for client in 0..<100 where !told.contains(client) {
            let lines = stage.allLines(for: "c\(client)")
            #expect(lines.first?.hasPrefix("210 ") == true && lines.last == "200 pong")
        }
    }

    /// A long reply comes in pieces, whole and in its order, between the replies of others.
    @Test(arguments: ["text", "json"])
    func aLongReplyIsToldInPieces(format: String) throws {
        let stage = try MemoryStage()
        stage.send(Self.bytes("FORMAT \(format)\nHISTORY A1042 500\nPING"), from: "calm")
        let whole = stage.allLines(for: "calm")
        stage.send(Self.bytes("FORMAT \(format)"), from: "slow")
        stage.slowDown(nanosecondsPerLook: 100_000)
        stage.client("slow").receive(Self.bytes("HISTORY A1042 500\nPING"))
        stage.client("other").receive(Self.bytes("CLIENTS"))
        stage.pump()
        #expect(stage.allLines(for: "slow") == whole)
    }

    /// No more of a long reply is made than is taken.
    @Test func aLongReplyWaitsForItsReader() throws {
        let stage = try MemoryStage()
        for number in 0..<600 { stage.send(Self.bytes("HELLO"), from: "c\(number)") }
        let reader = stage.client("reader")
        reader.unsentByteCount = Limits.unsentReplyBytes + 1
        reader.receive(Self.bytes("CLIENTS\nPING"))
        stage.pump()
        let first = stage.allLines(for: "reader")
        #expect(first.count < 601, "\(first.count) lines")
        reader.unsentByteCount = 0
        reader.onDrained()
        stage.pump()
        let all = first + stage.allLines(for: "reader")
        #expect(all.count == 1 + 601 + 1 + 1 && all.last == "200 pong")
    }

    /// One replay at a time, no faster than it is taken, however often it is asked for.
    @Test func callsAreReplayedAsTheyAreTaken() throws {
        let stage = try MemoryStage()
        for call in 0..<1000 {
            stage.send(Self.bytes("RING c\(call) +4416329609 a\(call)"), from: "p")
        }
        let wall = stage.client("wall")
        wall.unsentByteCount = Limits.unsentReplyBytes + 1
        wall.receive(Self.bytes("WATCH *", 100))
        stage.pump()
        let first = stage.allLines(for: "wall")
        #expect(first.first == "200 calls=1000")
        #expect(first.count < 1000 && !wall.isClosed, "\(first.count) lines")
        wall.unsentByteCount = 0
        wall.onDrained()
        stage.pump()
        let all = first + stage.allLines(for: "wall")
        #expect(all.count { $0 == "200 calls=1000" } == 100)
        #expect(all.count { $0.hasPrefix("* POP ") } == 100 * 1000)
    }

    // Those who have gone.

    /// What a client has asked that is gone is not carried out, nor asked of the database.
    @Test func whatAClientAskedThatHasGoneIsDropped() throws {
        let stage = try MemoryStage()
        let clients = (0..<20).map { stage.client("c\($0)") }
        for client in clients {
            client.receive(Self.bytes("CARD A1042", 100))
            client.isPeerGone = true
        }
        stage.pump()
        #expect(stage.askedCount == 0)
        #expect(clients.allSatisfy { $0.isClosed })
        #expect(Self.statistic("requests", "waiting", stage) == 0)
    }

    /// Somebody who has only ended the own side is there.
    @Test func whoHasOnlyEndedItsSideIsAnswered() throws {
        let stage = try MemoryStage()
        stage.client("a").receive(Self.bytes("CARD X1", 3))
        stage.client("a").endInput()
        stage.pump()
        #expect(stage.allLines(for: "a").count == 3)
        #expect(stage.isClosed("a"))
    }

    // Shares.

    @Test func connectionsThatSayNothingMakeRoom() throws {
        let stage = try MemoryStage()
        let clients = (0..<Limits.connectionsPerAddress).map { _ in MemoryClient(host: Self.host) }
        for client in clients { stage.door.accept(client) }
        clients[0].receive(Self.bytes("PING"))
        let new = MemoryClient(host: Self.host)
        stage.door.accept(new)
        new.receive(Self.bytes("PING"))
        #expect(new.lines.next() == "200 pong")
        #expect(!clients[0].isClosed && clients[1].isClosed && !clients[2].isClosed)
        #expect(clients[1].lines.next() == "421 too many connections, try again")
        // Others are not concerned.
        stage.send(Self.bytes("PING"), from: "other")
        #expect(stage.nextLine(for: "other") == "200 pong")
    }

    /// Where all have said something, the new one is refused.
    @Test func oneConnectionTooManyOfAnAddressIsSentAway() throws {
        let stage = try MemoryStage()
        stage.door.connectionLimit = 3
        for name in ["a", "b", "c"] { stage.send(Self.bytes("PING"), from: name) }
        #expect(stage.nextLine(for: "d") == "421 too many connections, try again")
        #expect(stage.isClosed("d"))
        stage.door.connectionLimit = 10
        #expect(Self.statistic("connections", "refused", stage) == 1)
    }

    @Test func aClientAnnouncesNoMoreCallsThanItsShare() throws {
        let stage = try MemoryStage()
        for call in 0..<Limits.newCallsPerClient {
            stage.client("pbx").receive(Self.bytes("RING c\(call) anonymous kim"))
        }
        stage.pump()
        #expect(stage.allLines(for: "pbx").allSatisfy { $0.hasPrefix("410 ") })
        stage.send(Self.bytes("RING one-more anonymous kim"), from: "pbx")
        let refusal = "424 this client or its address has used up its share limit="
        #expect(stage.nextLine(for: "pbx") == refusal + "newCallsPerClient")
        // A call that is known already is none of them, and others have shares of their own.
        stage.send(Self.bytes("RING c1 anonymous lee"), from: "pbx")
        #expect(stage.nextLine(for: "pbx")?.hasPrefix("410 ") == true)
        stage.send(Self.bytes("RING other anonymous kim"), from: "other")
        #expect(stage.nextLine(for: "other")?.hasPrefix("410 ") == true)
        stage.pass(seconds: 60)
        stage.send(Self.bytes("RING one-more anonymous kim"), from: "pbx")
        #expect(stage.nextLine(for: "pbx")?.hasPrefix("410 ") == true)
        #expect(Self.statistic("requests", "over_share", stage) == 1)
    }

    @Test func aClientStoresNoMoreThanItsShare() throws {
        let stage = try MemoryStage()
        // What is refused later counts: it has cost the database its time.
        stage.trouble = .locked(path: "x.db")
        let line = String(repeating: "x", count: 16_000)
        let note = Self.bytes("NOTE A1042 <<\n\(line)\n.")
        let (fits, refusal) = (Limits.writtenBytesPerClient / 17_000, "424 ")
        for _ in 0..<fits { stage.send(note, from: "a") }
        #expect(stage.allLines(for: "a").allSatisfy { $0.hasPrefix("431 ") })
        for _ in 0..<fits { stage.send(note, from: "a") }
        let last = stage.allLines(for: "a").last
        #expect(last?.hasPrefix(refusal) == true && last?.value("limit") == "writtenBytesPerClient")
        // A second client has a share of its own, a third one of the same address has none left.
        for name in ["b", "c"] { for _ in 0..<2 * fits { stage.send(note, from: name) } }
        #expect(stage.allLines(for: "c").last?.value("limit") == "writtenBytesPerAddress")
        _ = stage.client("d", host: .address("elsewhere"))
        stage.send(note, from: "d")
        #expect(stage.nextLine(for: "d")?.hasPrefix("431 ") == true)
    }

    @Test func oneAddressLeavesRoomForOtherWatchers() throws {
        let stage = try MemoryStage()
        for (target, count) in [
            ("kim", Limits.watchersPerAgentAndAddress), ("*", Limits.wallboardsPerAddress),
        ] {
            for number in 0..<count { stage.send(Self.bytes("WATCH \(target)"), from: "\(number)") }
            stage.send(Self.bytes("WATCH \(target)"), from: "late \(target)")
            let refusal = stage.nextLine(for: "late \(target)")
            #expect(refusal?.hasPrefix("424 ") == true, "\(target)")
            // One that watches so already may say so again.
            stage.send(Self.bytes("WATCH \(target)"), from: "0")
            #expect(stage.allLines(for: "0").last == "200 calls=0")
            _ = stage.client("console \(target)", host: .address("elsewhere"))
            stage.send(Self.bytes("WATCH \(target)"), from: "console \(target)")
            #expect(stage.nextLine(for: "console \(target)") == "200 calls=0")
            for number in 0..<count {
                stage.send(Self.bytes("WATCH -"), from: "\(number)")
                _ = stage.allLines(for: "\(number)")
            }
            stage.send(Self.bytes("WATCH \(target)"), from: "late \(target)")
            #expect(stage.nextLine(for: "late \(target)") == "200 calls=0")
        }
    }

    @Test(arguments: ["NOTE A1042 <<\nsome", "PING\nPIN", "NOTE A1042 <<\n"])
    func whatIsNotEndedEndsTheConnection(begun: String) throws {
        let stage = try MemoryStage()
        stage.send(Array(begun.utf8), from: "a")
        stage.send(Self.bytes("PING"), from: "idle")
        stage.pass(seconds: 1)
        stage.pass(seconds: Limits.unfinishedRequestSeconds - 1)
        // A client that goes on with other requests meanwhile has begun another line.
        #expect(!stage.isClosed("a"))
        stage.pass(seconds: 1)
        let last = stage.allLines(for: "a").last
        #expect(last == "443 the request was not ended in time, closing")
        #expect(stage.isClosed("a") && !stage.isClosed("idle"))
    }

    // Memory.

    @Test func whoTakesMostOfTheMemoryIsDropped() throws {
        let stage = try MemoryStage { $0.memoryLimit = 160 << 20 }
        let clients = (0..<100).map { _ in MemoryClient(host: Self.host) }
        for (number, client) in clients.enumerated() {
            stage.door.accept(client)
            client.unsentByteCount = number == 7 ? 20 << 20 : 2 << 20
            client.receive(Self.bytes("PING"))
        }
        stage.pump()
        let dropped = clients.indices.filter { clients[$0].isClosed }
        #expect(dropped.contains(7) && (50..<90).contains(dropped.count), "\(dropped.count)")
        stage.send(Self.bytes("LOOKUP +441632960999"), from: "other")
        #expect(stage.nextLine(for: "other") == "404 +441632960999 match=none")
        #expect(Self.statistic("connections", "over_memory", stage) == dropped.count)
        #expect(Self.statistic("memory", "limit_bytes", stage) == 160 << 20)
    }

    /// One whose replies arrive is told.
    @Test func whoSendsAndNeverEndsIsTold() throws {
        let stage = try MemoryStage { $0.memoryLimit = 128 << 20 }
        let line = Self.bytes(String(repeating: "x", count: 16_000))
        let clients = (0..<1000).map { _ in MemoryClient(host: Self.host) }
        for client in clients {
            stage.door.accept(client)
            client.receive(Self.bytes("NOTE A1042 <<") + line)
        }
        stage.pump()
        #expect(!clients.contains { $0.isClosed })
        let big = stage.client("big")
        big.receive(Self.bytes("CARD A1042"))
        for _ in 0..<400 { big.receive(Self.bytes("PING", 10_000)) }
        stage.door.endTurn()
        #expect(big.lines.next() == "444 \(ReplyCode.tooMuchMemory.text)")
        #expect(big.isClosed && !clients.contains { $0.isClosed })
    }
}
