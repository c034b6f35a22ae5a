import CallerIndex
import CustomerRecords
import Customers
import GRDB
import StoreScene
import Synchronization
import Testing

@testable import CustomerStore

/// Whoever writes through the daemon waits until the index knows it, and for nothing that others
/// have written.
@Suite struct OwnWritesTests {
    private static let customers = 6000

    private func scene() throws -> Scene {
        let scene = try Scene()
        try scene.write(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)
            INSERT INTO customers (id, account, name) SELECT i, 'A' || i, 'Old' FROM n
            """, [Self.customers])
        scene.follow()
        return scene
    }

    private func complain(_ scene: Scene, _ customer: UInt32) {
        let complaint = WriteRequest(.complaint(.id(CustomerID(customer)), subject: "late"))
        let outcomes = scene.store.perform([complaint], now: scene.now)
        #expect(outcomes.map(\.hasChanged) == [true])
    }

    private func known(_ scene: Scene, _ customer: Int) -> Summary? {
        scene.index.record(of: CustomerID(UInt32(customer)))?.summary
    }

    @Test func aCrowdOfAnotherProgramHoldsUpNoWrite() throws {
        let scene = try scene()
        try scene.write("UPDATE customers SET name = 'New'")
        scene.step()
        complain(scene, UInt32(Self.customers))
        scene.step()
        #expect(scene.hasToldOwn)
        #expect(known(scene, Self.customers)?.figures.complaints == 1)
        #expect(known(scene, Self.customers)?.name == "New")
        #expect(known(scene, Self.customers - 1)?.name == "Old", "the crowd is yet to be read")
        scene.follow()
        #expect(try scene.differences() == [])
    }

    @Test func anotherProgramThatWritesWithoutPauseHoldsUpNoWrite() throws {
        let scene = try scene()
        for round in 1...20 {
            try scene.write("UPDATE customers SET name = 'Round \(round)'")
            complain(scene, 4711)
            #expect(scene.step(), "the other program's rows are not all read")
            #expect(scene.hasToldOwn)
            #expect(known(scene, 4711)?.figures.complaints == round)
        }
        scene.follow()
        #expect(try scene.differences() == [])
    }

    /// A write that comes between any two steps of the first reading.
    @Test(arguments: 0..<6)
    func aWriteDuringTheFirstReadingIsToldFirst(steps: Int) throws {
        let scene = try scene()
        let told = Mutex<[Summary]>([])
        let now = scene.now
        var feeder = IndexFeeder(clock: { now }) { update in
            guard case .customers(let batch, _) = update else { return }
            told.withLock { $0 += batch.summaries.filter { $0.id == CustomerID(1) } }
        }
        for _ in 0..<steps { _ = feeder.step(scene.store) }
        complain(scene, 1)
        repeat { _ = feeder.step(scene.store) } while !feeder.hasToldOwn
        #expect(told.withLock { $0.last }?.figures.complaints == 1)
    }

    /// What was read before its turn is not read again, and the rest of the log is.
    @Test func anOutageIsToldWholeAndOnce() throws {
        let scene = try scene()
        let members = (1...3000).map { CustomerReference.id(CustomerID($0)) }
        let outage = WriteRequest(
            .beginOutage(OutageTold(service: "broadband")), reference: "O1", at: scene.now - 600)
        let told = scene.customersTold
        try scene.write("UPDATE customers SET name = 'New' WHERE id > 5990")
        _ = scene.store.perform(
            [outage, WriteRequest(.addToOutage("O1", members))], now: scene.now)
        repeat { scene.step() } while !scene.hasToldOwn
        for member in 1...3000 { #expect(known(scene, member)?.figures.interruptions == 1) }
        scene.follow()
        #expect(scene.customersTold == told + 3000 + 10)
        #expect(try scene.differences() == [])
    }

    /// A transaction with more rows than are looked at in one step.
    @Test func manyRowsOfOneTransactionAreTold() throws {
        let scene = try scene()
        let outages = (1...4).map { "O\($0)" }
        let members = (1...Self.customers).map { CustomerReference.id(CustomerID(UInt32($0))) }
        var requests = outages.map {
            WriteRequest(
                .beginOutage(OutageTold(service: $0)), reference: $0, at: scene.now - 600)
        }
        requests += outages.map { WriteRequest(.addToOutage($0, members)) }
        _ = scene.store.perform(requests, now: scene.now)
        repeat { scene.step() } while !scene.hasToldOwn
        for member in [1, 3000, Self.customers] {
            #expect(known(scene, member)?.figures.interruptions == 4)
        }
        scene.follow()
        #expect(try scene.differences() == [])
    }

    @Test func aLogThatWasEmptiedMeanwhileMeansReadingAll() throws {
        let scene = try scene()
        complain(scene, 1)
        try scene.write("DELETE FROM change_log")
        scene.step()
        #expect(!scene.hasToldOwn)
        scene.follow()
        #expect(scene.hasToldOwn)
        #expect(known(scene, 1)?.figures.complaints == 1)
        #expect(try scene.differences() == [])
    }

    /// The value that a write makes is there with it, whatever others have to be scored.
    @Test func aSupervisorsValueIsThereWithTheWrite() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        try scene.write("UPDATE customers SET since = '2020-01-01'")
        scene.step()
        let value = Write.overrideValue(
            .id(CustomerID(17)), OverallValue(5), reason: "a promise", expiresAt: nil)
        _ = scene.store.perform([WriteRequest(value)], now: scene.now)
        scene.step()
        #expect(scene.hasToldOwn)
        #expect(known(scene, 17)?.figures.value == OverallValue(5))
        scene.follow()
        #expect(try scene.differences() == [])
    }
}
