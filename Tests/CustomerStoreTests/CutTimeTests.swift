import CustomerStore
import Customers
import GRDB
import StoreScene
import Synchronization
import Testing

/// When the index is kept: not while many change, but not too late either.
@Suite struct CutTimeTests {
    private static let customers = 2000

    @Test func theIndexIsKeptOnceACrowdHasPassed() throws {
        let desk = try Desk(customers: Self.customers)
        #expect(desk.cutCount == 1, "the first time at once")
        desk.now = desk.now + 61
        try desk.changeEverybody()
        #expect(desk.cutCount == 1, "more may come")
        desk.now = desk.now + 4
        try desk.changeEverybody()
        desk.now = desk.now + 4
        desk.step()
        #expect(desk.cutCount == 1, "and more came")
        desk.now = desk.now + 1
        desk.step()
        #expect(desk.cutCount == 2)
    }

    @Test func whoeverChangesWithoutPauseDoesNotPutItOffForEver() throws {
        let desk = try Desk(customers: Self.customers)
        var seconds: Int64 = 0
        while desk.cutCount == 1, seconds < 1000 {
            seconds += 3
            desk.now = desk.now + 3
            try desk.changeEverybody()
        }
        #expect(seconds == 300)
    }
}

private final class Desk {
    var now: Moment {
        get { clock.moment.withLock { $0 } }
        set { clock.moment.withLock { $0 = newValue } }
    }
    var cutCount: Int { cuts.count.withLock { $0 } }

    private let store: CustomerStore
    private let other: DatabaseQueue
    private let clock = Clock()
    private let cuts = Cuts()
    private var duties: StoreDuties
    private var round = 0

    private final class Clock: Sendable {
        let moment = Mutex(Moment(iso8601: "2026-11-21T12:00:00Z")!)
    }

    private final class Cuts: Sendable {
        let count = Mutex(0)
        func note(_ update: IndexUpdate) {
            if case .cut = update { count.withLock { $0 += 1 } }
        }
    }

    init(customers: Int) throws {
        let path = try Scratch.folder() + "/base.db"
        store = try CustomerStore(path: path)
        other = try DatabaseQueue(path: path)
        duties = StoreDuties(
            clock: { [clock] in clock.moment.withLock { $0 } }, orders: StoreOrders(),
            restore: { _ in nil }, tell: cuts.note)
        try other.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)
                    INSERT INTO customers (account) SELECT 'A' || i FROM n
                    """, arguments: [customers])
        }
        step()
    }

    func changeEverybody() throws {
        round += 1
        try other.write {
            try $0.execute(sql: "UPDATE customers SET name = ?", arguments: ["Round \(round)"])
        }
        step()
    }

    /// As long as there is something to do.
    func step() { while duties.step(store) != .done {} }
}
