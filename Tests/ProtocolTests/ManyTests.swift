import CallerIndex
import CustomerRecords
import CustomerStore
import Customers
import GRDB
import TextDoor
import Testing

@testable import FrontDesk

/// A number that very many customers have, and a customer that has very many numbers: what one
/// request or one change costs does not grow with them.
@Suite struct ManyTests {
    private static let crowd = "+441632999999"
    private static let sharers = 300
    private static let numbers = 1000

    /// 300 customers of one number, and one with 1,000 numbers.
    private static func base() throws -> String {
        let path = try Base.shared.copy()
        try CustomerStore(path: path).write { database in
            for row in 1...Int64(sharers) {
                try add(row + 50_000, ["441632999999"], database)
            }
            try add(60_000, (0..<numbers).map { "4416310\(10_000 + $0)" }, database)
        }
        return path
    }

    private static func stage() throws -> MemoryStage { try MemoryStage(path: base()) }

    private static func add(_ id: Int64, _ numbers: [String], _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO customers (id, account, name) VALUES (?, ?, 'Many')",
            arguments: [id, "M\(id)"])
        for number in numbers {
            try database.execute(
                sql: "INSERT INTO phones (customer_id, entered, number) VALUES (?, ?, ?)",
                arguments: [id, "+" + number, Int64(number)!])
        }
    }

    private static func ask(_ line: String, _ stage: MemoryStage, as client: String = "a")
        -> [String]
    {
        stage.send(Array((line + "\n").utf8), from: client)
        return stage.allLines(for: client)
    }

    /// They are looked at one by one once; every change is counted from then on.
    @Test func aCrowdIsCountedOnce() throws {
        let stage = try Self.stage()
        let lookup = "LOOKUP \(Self.crowd)"
        #expect(Self.ask(lookup, stage).first?.contains("customers=300") == true)
        #expect(Self.ask(lookup, stage).first?.contains(" complaints=0 ") == true)
        _ = Self.ask("COMPLAINT #50007 agent=x text", stage)
        #expect(Self.ask(lookup, stage).first?.contains(" complaints=- ") == true)
        _ = Self.ask("LINK \(Self.crowd) A1042 agent=x", stage)
        #expect(Self.ask(lookup, stage).first?.contains("customers=301") == true)
        _ = Self.ask("UNLINK \(Self.crowd) A1042 agent=x", stage)
        #expect(Self.ask("RING c1 \(Self.crowd) kim", stage).first?.contains("=300") == true)
        #expect(stage.desk.index.crowds.countings == 1)
    }

    /// What the count says is what the database says.
    @Test func aCountedCrowdIsAsTheDatabaseHasIt() throws {
        let path = try Self.base()
        let stage = try MemoryStage(path: path)
        _ = Self.ask("LOOKUP \(Self.crowd)", stage)
        for customer in [50_001, 50_100, 50_300] {
            _ = Self.ask("COMPLAINT #\(customer) agent=x text", stage)
            _ = Self.ask("OVERRIDE #\(customer) 5 agent=x text", stage)
        }
        let counted = Self.ask("LOOKUP \(Self.crowd)", stage)
        let fresh = try MemoryStage(path: path)
        #expect(counted == Self.ask("LOOKUP \(Self.crowd)", fresh))
    }

    /// A number more of a customer with very many reaches the screen of the call that came from it,
    /// before the write is acknowledged.
    @Test func aLinkOfACustomerOfManyNumbersReachesTheScreen() throws {
        let stage = try Self.stage()
        _ = Self.ask("WATCH kim", stage, as: "kim")
        _ = Self.ask("RING c1 +441639000001 kim", stage)
        _ = Self.ask("RING c2 +441631010500 kim", stage)
        _ = stage.allLines(for: "kim")
        _ = Self.ask("LINK +441639000001 #60000 agent=x", stage)
        let linked = stage.allLines(for: "kim")
        #expect(linked.count == 1 && linked[0].hasPrefix("* UPDATE call=c1 "), "\(linked)")
        _ = Self.ask("UNLINK +441639000001 #60000 agent=x", stage)
        #expect(stage.allLines(for: "kim").map { $0.prefix(16) } == ["* UPDATE call=c1"])
        _ = Self.ask("COMPLAINT #60000 agent=x text", stage)
        #expect(stage.allLines(for: "kim").map { $0.prefix(16) } == ["* UPDATE call=c2"])
    }

    /// Numbers wait to be looked at, a few at a time; the legs that they lead to come first.
    @Test func numbersAreLookedAtInSlices() {
        var queue = RefreshQueue()
        let numbers = (0..<1000).map { PhoneNumber(digits: 441_631_010_000 + $0)! }
        queue.add(.numbers(numbers, but: [7]))
        queue.add(.legs([9]))
        var (most, steps, legs) = (0, 0, [UInt64]())
        while let step = queue.next() {
            steps += 1
            switch step {
            case .leg(let leg): legs.append(leg)
            case .numbers(let numbers, let known):
                most = max(most, numbers.count)
                #expect(known == [7])
                if steps == 3 { queue.addFirst([4]) }
            }
        }
        #expect(most == RefreshQueue.numbersAtOnce)
        #expect(steps == 1000 / 64 + 1 + 2)
        #expect(legs == [4, 9])
    }

    /// A comparison looks for a customer by some of its numbers at a time.
    @Test func aComparisonIsCutWithinACustomer() throws {
        let stage = try Self.stage()
        stage.desk.apply(.comparisonBegins)
        let summary = try #require(stage.desk.index.callers.record(of: CustomerID(60_000))?.summary)
        stage.desk.apply(.compare(SummaryBatch([summary])))
        var slices = 0
        while stage.desk.tidyUp() { slices += 1 }
        #expect(slices == Self.numbers / 256 + 1)
        #expect(Self.ask("VERIFY", stage).first?.contains("differences=0") == true)
    }
}

/// Many screens: what happens on them is told a little at a time.
@Suite struct ManyScreensTests {
    private static func bytes(_ line: String, _ count: Int = 1) -> [UInt8] {
        Array(String(repeating: line + "\n", count: count).utf8)
    }

    /// A call at 100 agents ends before 40 wallboards: 4,000 lines, of which one turn has few.
    @Test func aCallThatEndsOnManyScreensIsToldInTurns() throws {
        let stage = try MemoryStage()
        for agent in 0..<100 { stage.send(Self.bytes("RING c1 0 a\(agent)"), from: "pbx") }
        let walls = (0..<40).map { "w\($0)" }
        for wall in walls { stage.send(Self.bytes("WATCH *"), from: wall) }
        for wall in walls { #expect(stage.allLines(for: wall).count == 101) }
        stage.slowDown(nanosecondsPerLook: 20_000)
        stage.client("pbx").receive(Self.bytes("HANGUP c1"))
        let first = walls.reduce(0) { $0 + stage.allLines(for: $1).count }
        #expect((1..<1000).contains(first), "\(first) lines at once")
        // Whoever would add to it has to wait; who only asks is answered.
        stage.client("pbx").receive(Self.bytes("RING c2 0 a1"))
        stage.client("other").receive(Self.bytes("LOOKUP +441632960999"))
        stage.door.endTurn()
        #expect(stage.allLines(for: "other").count == 1)
        stage.slowDown(nanosecondsPerLook: 0)
        stage.pump()
        var later = 0
        for wall in walls {
            let lines = stage.allLines(for: wall)
            later += lines.count
            #expect(lines.last?.hasPrefix("* POP call=c2 ") == true)
        }
        #expect(first + later == 40 * 101)
    }

    /// Calls that come to a screen while a replay is under way are told once.
    @Test func aReplayEndsWithTheCallsThatWereThereWhenItBegan() throws {
        let stage = try MemoryStage()
        for call in 0..<300 { stage.send(Self.bytes("RING c\(call) 0 a\(call % 7)"), from: "pbx") }
        let wall = stage.client("wall")
        stage.slowDown(nanosecondsPerLook: 20_000)
        wall.receive(Self.bytes("WATCH *"))
        stage.client("pbx").receive(Self.bytes("RING new 0 a3\nHANGUP c299"))
        stage.pump()
        let lines = stage.allLines(for: "wall")
        #expect(lines.first == "200 calls=300")
        #expect(lines.filter { $0.hasPrefix("* POP call=new ") }.count == 1)
        let pops = lines.filter { $0.hasPrefix("* POP ") }
        #expect(Set(pops).count == pops.count)
    }
}
