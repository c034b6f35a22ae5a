import EventLoop
import CustomerStore
import Customers
import Foundation
import GRDB
import ProtocolWords
import ScreenPopServer
import Testing
import WireProtocol

/// What an agent's console can count on.
@Suite(.timeLimit(.minutes(30))) struct ConsoleTests {
    @Test func aConsoleThatReadsTooSlowlyIsToldAndDropped() throws {
        let stage = try MemoryStage()
        stage.send(Array("WATCH kim\n".utf8), from: "slow")
        stage.send(Array("WATCH kim\n".utf8), from: "quick")
        stage.client("slow").unsentByteCount = Limits.unsentPushBytes + 1
        stage.send(Array("RING c1 +441632960999 kim\n".utf8), from: "pbx")
        #expect(stage.nextLine(for: "pbx") == "404 +441632960999 match=none")
        #expect(stage.nextLine(for: "slow") == "200 calls=0")
        #expect(stage.nextLine(for: "slow")?.hasPrefix("* POP call=c1 ") == true)
        #expect(stage.nextLine(for: "slow") == "442 pushed lines were not taken, closing")
        #expect(stage.isClosed("slow"))
        #expect(stage.nextLine(for: "quick") == "200 calls=0")
        #expect(stage.nextLine(for: "quick")?.hasPrefix("* POP call=c1 ") == true)
        #expect(!stage.isClosed("quick"))
    }

    /// A wallboard over a socket that is never read does not hold up the telephony system.
    @Test func aConsoleThatNeverReadsDelaysNobody() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let slow = try SocketClient(port: server.port)
        slow.send(Array("WATCH *\n".utf8))
        #expect(slow.nextLine() == "200 calls=0")
        let pbx = try SocketClient(port: server.port)
        var call = 0
        var isDropped = false
        while !isDropped, call < 100_000 {
            for _ in 0..<100 {
                call += 1
                pbx.send(Array("RING c\(call) +442079460958 kim\nHANGUP c\(call)\n".utf8))
            }
            for _ in 0..<200 { #expect(pbx.nextLine() != nil) }
            pbx.send(Array("FORMAT json\nSTATS\nFORMAT text\n".utf8))
            _ = pbx.nextLine()
            isDropped = pbx.nextLine()?.contains(#""dropped_slow":1"#) == true
            _ = pbx.nextLine()
        }
        #expect(isDropped)
        var last = "no line"
        while let line = slow.nextLine() { last = line }
        #expect(last == "442 pushed lines were not taken, closing")
    }

    @Test func oneWatcherTooManyIsRefused() throws {
        let stage = try MemoryStage()
        for number in 0..<Limits.watchersPerAgent {
            _ = stage.client("a\(number)", host: .address("host \(number % 2)"))
            stage.send(Array("WATCH kim\n".utf8), from: "a\(number)")
        }
        stage.send(Array("WATCH kim\n".utf8), from: "late")
        #expect(stage.nextLine(for: "late") == "422 too many watchers")
        for number in 0..<Limits.wallboards {
            _ = stage.client("w\(number)", host: .address("host \(number % 2)"))
            stage.send(Array("WATCH *\n".utf8), from: "w\(number)")
        }
        stage.send(Array("WATCH *\n".utf8), from: "late")
        #expect(stage.nextLine(for: "late") == "422 too many watchers")
        let agents = (0...Limits.watchedAgents).map { "a\($0)" }.joined(separator: " ")
        stage.send(Array("WATCH \(agents)\n".utf8), from: "late")
        #expect(stage.nextLine(for: "late")?.hasPrefix("503 ") == true)
    }

    @Test func aCallThatIsNotHungUpAgesOut() throws {
        let stage = try MemoryStage()
        stage.send(Array("WATCH kim\n".utf8), from: "kim")
        stage.send(Array("RING c1 +441632960999 kim\n".utf8), from: "pbx")
        _ = stage.nextLine(for: "kim")
        _ = stage.nextLine(for: "kim")
        stage.pass(seconds: Limits.callSeconds - 1)
        #expect(stage.nextLine(for: "kim") == nil)
        stage.pass(seconds: 1)
        #expect(stage.nextLine(for: "kim") == "* HANGUP call=c1 agent=kim reason=aged")
        stage.pass(seconds: Limits.wrapUpSeconds)
        stage.send(Array("HANGUP c1\n".utf8), from: "pbx")
        _ = stage.nextLine(for: "pbx")
        #expect(stage.nextLine(for: "pbx") == "409 no such call")
    }

    /// A long reply and pushes to the same connection: each whole, also in JSON.
    @Test(arguments: ["text", "json"])
    func pushesNeverComeBetweenTheLinesOfAReply(_ format: String) throws {
        let server = try RunningServer()
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("FORMAT \(format)\nWATCH kim\n".utf8))
        _ = console.nextLine()
        _ = console.nextLine()
        let pbx = try SocketClient(port: server.port)
        let count = 300
        for call in 0..<count {
            pbx.send(Array("RING c\(call) +442079460958 kim\n".utf8))
            console.send(Array("CARD A1042\nHELP\n".utf8))
        }
        var (pushes, replies, isInBlock) = (0, 0, false)
        while pushes < count || replies < 2 * count {
            guard let line = console.nextLine() else { break }
            if line.hasPrefix("* ") || line.hasPrefix(#"{"push":"#) {
                #expect(!isInBlock)
                pushes += 1
            } else if line.hasPrefix("210") {
                #expect(!isInBlock)
                isInBlock = true
            } else if line == "." {
                isInBlock = false
                replies += 1
            } else if line.hasPrefix(#"{"code":210"#), line.hasSuffix("]}") {
                replies += 1
            } else {
                #expect(isInBlock, "\(line)")
            }
        }
        #expect(pushes == count && replies == 2 * count)
    }

    @Test func callsAreInTheHistory() throws {
        let stage = try MemoryStage()
        for line in ["RING c1 +442079460958 kim", "ANSWER c1 lee", "HANGUP c1"] {
            stage.send(Array("\(line)\n".utf8), from: "pbx")
        }
        stage.pass(seconds: 1)
        stage.send(Array("HISTORY A1042 1\n".utf8), from: "kim")
        #expect(stage.nextLine(for: "kim") == "210 A1042 entries=1")
        #expect(
            stage.nextLine(for: "kim")
                == #"call at=2026-11-21T12:00:00Z reference="c1" agent="lee" outcome="answered""#)
    }

    @Test func factsThatCannotBeStoredWaitAndHoldUpNobody() throws {
        let stage = try MemoryStage()
        stage.trouble = .locked(path: "x.db")
        stage.send(Array("RING c1 +442079460958 kim\n".utf8), from: "pbx")
        #expect(stage.nextLine(for: "pbx")?.hasPrefix("200 ") == true)
        stage.pass(seconds: 1)
        stage.send(Array("FORMAT json\nSTATS\n".utf8), from: "me")
        _ = stage.nextLine(for: "me")
        let said = stage.nextLine(for: "me") ?? "no line"
        #expect(said.contains(#""facts_waiting":2,"facts_lost":0"#), "\(said)")
        stage.trouble = nil
        stage.pass(seconds: 2)
        stage.send(Array("STATS\nHISTORY A1042 1\n".utf8), from: "me")
        let later = stage.nextLine(for: "me") ?? "no line"
        #expect(later.contains(#""facts_waiting":0,"facts_lost":0"#), "\(later)")
        #expect(stage.nextLine(for: "me")?.contains(#""reference":"c1""#) == true)
    }

    /// A colleague closes the complaint while the agent speaks with the customer.
    @Test func aFactThatChangesIsOnTheScreen() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let console = try SocketClient(port: server.port)
        console.send(Array("WATCH kim\nRING c1 +442079460958 kim\nANSWER c1 kim\n".utf8))
        var lines = (0..<5).map { _ in console.nextLine() ?? "no line" }
        #expect(lines.contains { $0.hasPrefix("* POP ") && $0.contains(" open=1 ") }, "\(lines)")
        try CustomerStore(path: server.database).write {
            try $0.execute(
                sql: """
                    UPDATE complaints SET status = 'closed', closed_at = 1795262400
                    WHERE status = 'open' AND customer_id =
                        (SELECT id FROM customers WHERE account = 'A1042')
                    """)
        }
        lines = [console.nextLine() ?? "no line"]
        #expect(lines[0].hasPrefix("* UPDATE call=c1 agent=kim lookup=200 "), "\(lines)")
        #expect(lines[0].contains(" open=0 "), "\(lines)")
    }
}
