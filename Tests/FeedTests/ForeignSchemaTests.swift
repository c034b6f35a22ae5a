import Customers
import Foundation
import GRDB
import Scoring
import StoreScene
import Testing

@testable import CustomerStore

/// What other programs do to the schema is said, and put back at the next start where it can be.
@Suite struct ForeignSchemaTests {
    private func scene() throws -> Scene {
        try Scene(
            path: Scratch.sample(customers: 30, seed: 2, day: CalendarDay("2026-11-21")!))
    }

    @Test(arguments: [
        ("DROP TRIGGER phones_updated", "trigger phones_updated"),
        ("DROP TRIGGER customers_deleted", "trigger customers_deleted"),
        ("ALTER TABLE customers DROP COLUMN email", "column customers.email"),
        ("DROP TABLE reminders", "table reminders"),
        ("DROP INDEX notes_customer", "index notes_customer"),
    ])
    func whatIsDroppedIsSaidAndPutBack(sql: String, name: String) throws {
        let scene = try scene()
        #expect(scene.schema == SchemaState())
        try scene.write(sql)
        scene.follow()
        #expect(scene.schema.problems.contains(name), "\(scene.schema)")
        try? scene.write("UPDATE phones SET number = number + 1 WHERE customer_id = 5")
        let again = try Scene(path: scene.path)
        #expect(again.schema.mended.contains(name), "\(again.schema)")
        #expect(again.schema.problems == [])
        #expect(try again.differences() == [])
        _ = try again.store.card(of: CustomerID(5), now: again.now, rowLimit: 20)
        try again.write("UPDATE phones SET number = number + 1 WHERE customer_id = 5")
        again.follow()
        #expect(try again.differences() == [])
        #expect(try Scene(path: scene.path).schema == SchemaState())
    }

    @Test func aTriggerThatSomebodyHasChangedIsOursAgain() throws {
        let scene = try scene()
        try scene.write(
            """
            DROP TRIGGER complaints_inserted;
            CREATE TRIGGER complaints_inserted AFTER INSERT ON complaints BEGIN SELECT 1; END
            """)
        let again = try Scene(path: scene.path)
        #expect(again.schema.mended == ["trigger complaints_inserted"])
    }

    /// The reason names a column, and nothing of what stands in the row.
    @Test func aQuestionForAColumnThatIsGoneIsRefusedWithItsName() throws {
        let scene = try scene()
        try scene.write("ALTER TABLE customers DROP COLUMN email")
        #expect(throws: StoreError.failed(path: scene.path, reason: "no such column: c.email")) {
            try scene.store.card(of: CustomerID(1), now: scene.now, rowLimit: 20)
        }
        #expect(try scene.differences() == [])
    }

    @Test func whatCannotBePutBackIsSaid() throws {
        let scene = try scene()
        try scene.write(
            """
            DROP TABLE reminders;
            CREATE VIEW reminders AS SELECT 1 AS id
            """)
        let again = try Scene(path: scene.path)
        #expect(again.schema.problems.contains { $0.contains("reminders is no table") })
        #expect(try again.differences() == [])
    }

    /// A comparison and a scoring that cannot be done end, and say so.
    @Test(arguments: ["complaints", "customers", "change_log", "scores"])
    func ordersEndWhereATableIsGone(table: String) throws {
        let scene = try scene()
        scene.orders.add(.verify)
        scene.orders.add(.score)
        try scene.other.inDatabase {
            try $0.execute(sql: "PRAGMA foreign_keys = OFF; DROP TABLE \(table)")
        }
        scene.follow()
        #expect(scene.failed.contains(.verify) || table == "scores")
        #expect(scene.failed.contains(.score) || table == "complaints")
        #expect(scene.schema.problems.contains("table \(table)"))
    }

    /// As the `sqlite3` shell does it, whose foreign keys are off.
    @Test func nobodyGetsTheIDOfOneWhoIsGone() throws {
        let scene = try scene()
        try scene.other.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF") }
        try scene.write(
            """
            INSERT INTO customers (account) VALUES ('LAST');
            INSERT INTO phones (customer_id, entered, number)
                SELECT id, '+442079460958', 442079460958 FROM customers WHERE account = 'LAST';
            INSERT INTO notes (reference, customer_id, at, text)
                SELECT 'N-last', id, 1795000000, 'about the last one'
                FROM customers WHERE account = 'LAST'
            """)
        let last = try #require(
            try scene.other.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM customers") })
        try scene.write("DELETE FROM customers WHERE account = 'LAST'")
        try scene.write("INSERT INTO customers (account) VALUES ('NEXT')")
        let next = try scene.other.read {
            try Int64.fetchOne($0, sql: "SELECT id FROM customers WHERE account = 'NEXT'")
        }
        #expect(next == last + 1)
        let left = try scene.other.read {
            try Int.fetchOne(
                $0,
                sql: """
                    SELECT (SELECT count(*) FROM phones WHERE customer_id = ?1)
                        + (SELECT count(*) FROM notes WHERE customer_id = ?1)
                    """, arguments: [last])
        }
        #expect(left == 0)
        scene.follow()
        #expect(try scene.differences() == [])
    }

    /// The id of an interruption may come again, and touches nobody then.
    @Test func nobodyIsTouchedByTheNextInterruption() throws {
        let scene = try scene()
        try scene.other.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF") }
        try scene.write(
            """
            INSERT INTO interruptions (reference, began_at) VALUES ('I-last', 1790000000);
            INSERT INTO interruption_customers (interruption_id, customer_id)
                SELECT id, 5 FROM interruptions WHERE reference = 'I-last'
            """)
        scene.follow()
        #expect(scene.summary(5)?.figures.interruptedSince != nil)
        try scene.write("DELETE FROM interruptions WHERE reference = 'I-last'")
        try scene.write(
            "INSERT INTO interruptions (reference, began_at) VALUES ('I-next', 1790000000)")
        scene.follow()
        #expect(scene.summary(5)?.figures.interruptedSince == nil)
        #expect(try scene.differences() == [])
    }

    /// `rm` of the write-ahead log beside a running daemon.
    @Test func aLogThatIsRemovedLosesNothing() throws {
        let scene = try scene()
        let note = WriteRequest(.note(.id(CustomerID(1)), text: "before"))
        #expect(scene.store.perform([note], now: scene.now) == [.written(reference: "N-1")])
        scene.follow()
        try scene.other.close()
        for ending in ["-wal", "-shm"] {
            try FileManager.default.removeItem(atPath: scene.path + ending)
        }
        scene.follow()
        #expect(scene.notices == [.logRemoved(isSaved: true)])
        let other = try DatabaseQueue(path: scene.path)
        try other.write {
            try $0.execute(sql: "UPDATE customers SET name = 'By another one' WHERE id = 7")
        }
        #expect(scene.summary(7)?.name == "By another one")
        let count = try other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM notes") }
        #expect(count == 1)
        #expect(try scene.differences() == [])
    }

    @Test func theFileIsForItsUserAlone() throws {
        let path = try Scratch.folder() + "/new.db"
        _ = try CustomerStore(path: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    /// Values are those of the base that has come, not of the empty one there was.
    @Test func theFirstImportIsScoredAtOnce() throws {
        let scene = try Scene(scoreEvery: 86_400)
        let full = try Scratch.sample(
            customers: 300, seed: 3, day: CalendarDay("2026-11-21")!)
        try scene.other.inDatabase { database in
            try database.execute(sql: "ATTACH ? AS full", arguments: [full])
            try database.execute(
                sql: """
                    INSERT INTO customers SELECT * FROM full.customers;
                    INSERT INTO invoices SELECT * FROM full.invoices;
                    """)
        }
        scene.follow()
        scene.now = scene.now + 3
        scene.follow()
        let version = try #require(try scene.store.scoreVersion())
        #expect(version.thresholds.activeCount > 100)
        #expect(try scene.differences() == [])
    }
}
