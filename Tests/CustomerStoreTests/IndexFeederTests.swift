import CallerIndex
import CustomerRecords
import CustomerStore
import Customers
import Foundation
import GRDB
import StoreScene
import Synchronization
import Testing

/// The index follows the database, whoever writes there and whatever the clock does.
@Suite struct IndexFeederTests {
    @Test func anotherProgramsCommitReachesTheIndex() throws {
        let scene = try Scene()
        try scene.other.write { database in
            try database.execute(sql: "INSERT INTO customers (account, name) VALUES ('A1', 'Ann')")
            try database.execute(
                sql: "INSERT INTO phones (customer_id, entered, number) VALUES (1, 'x', 4420)")
        }
        #expect(scene.summary(1)?.name == "Ann")
        try scene.other.write { try $0.execute(sql: "UPDATE customers SET name = 'Anna'") }
        #expect(scene.summary(1)?.name == "Anna")
        try scene.other.write { try $0.execute(sql: "DELETE FROM customers") }
        #expect(scene.summary(1) == nil)
        let numberCount = scene.follower.index.numberCount
        #expect(numberCount == 0)
    }

    /// More than one slice for each core, and rows that are missing in between.
    @Test func everybodyIsReadInManySlices() throws {
        let path = try Scene().path
        let other = try DatabaseQueue(path: path)
        try other.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
                    INSERT INTO customers (id, account) SELECT 3 * i, 'A' || i FROM n;
                    INSERT INTO phones (customer_id, entered, number)
                    SELECT id, 'x', 442000000 + id FROM customers;
                    DELETE FROM customers WHERE id BETWEEN 20000 AND 41000;
                    """)
        }
        let stored = try other.read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM customers") ?? 0
        }
        let scene = try Scene(path: path)
        let (customers, numbers) =
            (scene.follower.index.customerCount, scene.follower.index.numberCount)
        #expect(stored == 23_000)
        #expect(customers == stored)
        #expect(numbers == stored)
    }

    @Test func aNumberMovesFromOneCustomerToAnother() throws {
        let scene = try Scene(customers: 2)
        try scene.other.write { try $0.execute(sql: "UPDATE phones SET customer_id = 2") }
        scene.follow()
        var owners: [UInt32] = []
        for digits in [44_201, 44_202] as [UInt64] {
            scene.follower.index.forEach(PhoneNumber(digits: digits)!) {
                owners.append($0.id.value)
            }
        }
        #expect(owners == [2, 2])
    }

    @Test func aComplaintLeavesTheWindowAtItsSecond() throws {
        let scene = try Scene(customers: 1)
        let received = scene.now.secondsSince1970 - 364 * 86_400
        try scene.other.write { database in
            try database.execute(
                sql: """
                    INSERT INTO complaints (reference, customer_id, received_at, status)
                    VALUES ('C1', 1, ?, 'closed')
                    """, arguments: [received])
        }
        #expect(scene.summary(1)?.figures.complaints == 1)
        scene.now = Moment(secondsSince1970: received + 365 * 86_400 - 1)
        #expect(scene.summary(1)?.figures.complaints == 1)
        scene.now = scene.now + 1
        #expect(scene.summary(1)?.figures.complaints == 0)
    }

    @Test func anInterruptionCountsOnceItHasPassedFiveMinutes() throws {
        let scene = try Scene(customers: 1)
        try scene.other.write { database in
            try database.execute(
                sql: "INSERT INTO interruptions (reference, began_at) VALUES ('I1', ?)",
                arguments: [scene.now.secondsSince1970])
            try database.execute(sql: "INSERT INTO interruption_customers VALUES (1, 1, '')")
        }
        #expect(scene.summary(1)?.figures.interruptions == 0)
        #expect(scene.summary(1)?.figures.interruptedSince == scene.now)
        scene.now = scene.now + 300
        #expect(scene.summary(1)?.figures.interruptions == 0)
        scene.now = scene.now + 1
        #expect(scene.summary(1)?.figures.interruptions == 1)
    }

    @Test func anEmptiedLogIsNoticedAndEverythingReadAgain() throws {
        let scene = try Scene(customers: 3)
        try scene.other.write { database in
            try database.execute(sql: "UPDATE customers SET name = 'Neu' WHERE id = 2")
            try database.execute(sql: "DELETE FROM customers WHERE id = 3")
            try database.execute(sql: "DELETE FROM change_log")
        }
        #expect(scene.summary(2)?.name == "Neu")
        #expect(scene.summary(3) == nil)
    }

    @Test func aLogThatBeginsAfreshIsNoticed() throws {
        let scene = try Scene(customers: 3)
        try scene.other.write { database in
            try database.execute(sql: "UPDATE customers SET name = 'Neu' WHERE id = 2")
            try database.execute(sql: "DELETE FROM change_log; DELETE FROM sqlite_sequence")
        }
        #expect(scene.summary(2)?.name == "Neu")
    }

    @Test func anotherFileInItsPlaceIsRead() throws {
        let scene = try Scene(customers: 3)
        let successor = try Scratch.folder() + "/successor.db"
        _ = try CustomerStore(path: successor)
        try DatabaseQueue(path: successor).write { database in
            try database.execute(sql: "INSERT INTO customers (account, name) VALUES ('B7', 'New')")
        }
        try FileManager.default.removeItem(atPath: scene.path)
        try FileManager.default.moveItem(atPath: successor, toPath: scene.path)
        scene.follow()
        let customerCount = scene.follower.index.customerCount
        #expect(customerCount == 1)
        #expect(scene.summary(1)?.account.text == "B7")
    }

    @Test func noCommitMeansNoReading() throws {
        let scene = try Scene(customers: 3)
        scene.follow()
        let told = scene.follower.customersTold
        for _ in 0..<10 { scene.follow() }
        #expect(scene.follower.customersTold == told)
    }
}

/// A store, another program at the same file, and an index that follows.
private final class Scene {
    let path: String
    let other: DatabaseQueue
    let follower: Follower
    var now: Moment {
        get { clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }

    private let store: CustomerStore
    private let clock: Clock
    private var feeder: IndexFeeder

    private final class Clock: Sendable {
        private let moment = Mutex(Moment(iso8601: "2026-11-21T12:00:00Z")!)
        func withLock<Result>(_ body: (inout Moment) -> Result) -> Result where Result: Sendable {
            moment.withLock { body(&$0) }
        }
    }

    /// - Parameters:
    ///   - customers: how many are added at the start, with numbers 44201, 44202 ...
    ///   - path: a database that is there already.
    init(customers: Int = 0, path: String? = nil) throws {
        self.path = try path ?? Scratch.folder() + "/base.db"
        let path = self.path
        store = try CustomerStore(path: path)
        other = try DatabaseQueue(path: path)
        try other.write { database in
            for id in 1..<(customers + 1) {
                try database.execute(
                    sql: "INSERT INTO customers (account, name) VALUES (?, 'Old')",
                    arguments: ["A\(id)"])
                try database.execute(
                    sql: "INSERT INTO phones (customer_id, entered, number) VALUES (?, ?, ?)",
                    arguments: [id, "x\(id)", 44_200 + id])
            }
        }
        let (clock, follower) = (Clock(), Follower())
        (self.clock, self.follower) = (clock, follower)
        feeder = IndexFeeder(clock: { clock.withLock { $0 } }, tell: follower.inbox.append)
        follow()
    }

    func follow() {
        while feeder.step(store) != .done {}
        follower.applyAll()
    }

    func summary(_ id: UInt32) -> Summary? {
        follow()
        return follower.index.record(of: CustomerID(id))?.summary
    }
}

/// Applies updates as the server does.
private final class Follower {
    final class Inbox: Sendable {
        private let updates = Mutex<[IndexUpdate]>([])
        func append(_ update: IndexUpdate) { updates.withLock { $0.append(update) } }
        func takeAll() -> [IndexUpdate] {
            updates.withLock { updates in
                defer { updates = [] }
                return updates
            }
        }
    }

    let inbox = Inbox()
    var index = CallerIndex()
    private(set) var customersTold = 0

    func applyAll() {
        for update in inbox.takeAll() {
            switch update {
            case .begin: index.beginGeneration()
            case .customers(let batch, let removed):
                customersTold += batch.count
                index.apply(batch)
                for customer in removed { index.remove(customer) }
            case .complete: sweep()
            case .sources(let sources): index.sources = sources
            case .current, .unavailable, .scoringBegins, .scored, .thresholds, .comparisonBegins,
                .compare, .comparisonEnds, .restored, .cut, .clockWasSet, .clockIsFollowed,
                .unreadable, .schema, .logBytes, .noticed, .failed:
                break
            }
        }
    }

    private func sweep() {
        var position: Int? = 0
        while let start = position {
            let slice = index.staleCustomers(from: start, slots: 1024)
            for customer in slice.stale { index.remove(customer) }
            position = slice.stale.isEmpty ? slice.next : start
        }
    }
}
