import EventLoop
import CustomerStore
import Foundation
import ProtocolWords
import ScreenPopServer
import TextDoor
import Testing
import WireProtocol

/// What happens when a limit is reached that no transcript can reach.
@Suite struct LimitTests {
    @Test func oneConnectionTooManyIsSentAway() throws {
        let stage = try MemoryStage()
        let clients = (0..<Limits.connections).map {
            MemoryClient(host: .address("host \($0 % 2)"))
        }
        for client in clients {
            stage.door.accept(client)
            client.receive(Array("PING\n".utf8))
            #expect(client.lines.next() == "200 pong")
        }
        #expect(stage.nextLine(for: "late") == "421 too many connections, try again")
        #expect(stage.isClosed("late"))
        clients[0].receive(Array("PING\n".utf8))
        #expect(clients[0].lines.next() == "200 pong")
    }

    @Test func tooManyWaitingRequestsAreRefused() throws {
        let stage = try MemoryStage()
        for _ in 0..<Limits.waitingRequests {
            let client = MemoryClient()
            stage.door.accept(client)
            client.receive(Array("CARD X1\n".utf8))
            client.breakOff()
        }
        let client = MemoryClient()
        stage.door.accept(client)
        client.receive(Array("CARD A1042\nLOOKUP +441632960999\n".utf8))
        #expect(client.lines.next() == "420 too many requests are waiting, try again")
        #expect(client.lines.next() == "404 +441632960999 match=none")
        stage.pump()
        stage.send(Array("CARD X1\n".utf8), from: "next")
        #expect(stage.nextLine(for: "next") == "405 no such customer")
    }

    @Test func aDatabaseInTroubleIsSaid() throws {
        let stage = try MemoryStage()
        stage.trouble = .locked(path: "x.db")
        stage.send(Array("CARD A1042\nNOTE A1042 text\nLOOKUP +441632960999\n".utf8), from: "a")
        #expect(
            stage.nextLine(for: "a")
                == "430 the database cannot be read now, try again reason=locked"
        )
        #expect(
            stage.nextLine(for: "a")
                == "431 the database did not take it, nothing was stored reason=locked")
        #expect(stage.nextLine(for: "a") == "404 +441632960999 match=none")
        stage.trouble = nil
        stage.send(Array("CARD X1\n".utf8), from: "a")
        #expect(stage.nextLine(for: "a") == "405 no such customer")
    }

    @Test func aConnectionThatNeverAsksIsEnded() throws {
        let stage = try MemoryStage()
        stage.send([], from: "silent")
        stage.send(Array("PING\n".utf8), from: "idle")
        stage.pass(seconds: Limits.firstRequestSeconds - 1)
        #expect(!stage.isClosed("silent"))
        stage.pass(seconds: 1)
        #expect(stage.nextLine(for: "silent") == "440 no request came, closing")
        #expect(stage.isClosed("silent"))
        #expect(stage.nextLine(for: "idle") == "200 pong")
        #expect(!stage.isClosed("idle"))
    }

    @Test func clocksRunOnWhileTheDatabaseIsAway() throws {
        let stage = try MemoryStage()
        stage.send([], from: "silent")
        stage.trouble = .locked(path: "x.db")
        stage.pass(seconds: Limits.firstRequestSeconds)
        #expect(stage.nextLine(for: "silent") == "440 no request came, closing")
    }

    @Test func aClientThatTakesNothingIsDropped() throws {
        let stage = try MemoryStage()
        stage.send(Array("PING\n".utf8), from: "slow")
        let client = stage.client("slow")
        client.unsentByteCount = Limits.unsentReplyBytes + 1
        stage.send(Array("PING\nPING\n".utf8), from: "slow")
        _ = (client.lines.next(), client.lines.next(), client.lines.next())
        stage.send(Array("PING\n".utf8), from: "slow")
        #expect(client.lines.next() == nil, "carried out though replies are untaken")
        stage.pass(seconds: Limits.slowClientSeconds - 1)
        #expect(!client.isClosed)
        stage.pass(seconds: 1)
        #expect(client.isClosed)
    }

    @Test func aClientThatTakesItsRepliesInTimeGoesOn() throws {
        let stage = try MemoryStage()
        let client = stage.client("slow")
        client.unsentByteCount = Limits.unsentReplyBytes + 1
        stage.send(Array("PING\n".utf8), from: "slow")
        stage.send(Array("PING\n".utf8), from: "slow")
        #expect(client.lines.next() == "200 pong")
        #expect(client.lines.next() == nil)
        stage.pass(seconds: Limits.slowClientSeconds - 1)
        client.unsentByteCount = 0
        client.onDrained()
        #expect(client.lines.next() == "200 pong")
        stage.pass(seconds: Limits.slowClientSeconds)
        #expect(!client.isClosed)
    }

    @Test func aServerThatStopsAnswersWhatItHasRead() throws {
        let stage = try MemoryStage()
        let client = stage.client("a")
        client.receive(Array("CARD X1\n".utf8))
        stage.door.stop()
        #expect(!client.isClosed)
        stage.pump()
        #expect(client.lines.next() == "405 no such customer")
        #expect(client.isClosed)
        #expect(stage.nextLine(for: "late") == "441 the server is stopping")
        #expect(stage.isClosed("late"))
    }

    @Test func historyTakesItsLargestCount() throws {
        let stage = try MemoryStage()
        stage.send(Array("HISTORY A1042 \(Limits.historyEntries)\n".utf8), from: "a")
        #expect(stage.nextLine(for: "a") == "210 A1042 entries=24")
    }
}
