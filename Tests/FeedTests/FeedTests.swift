import Customers
import GRDB
import StoreScene
import Testing

@testable import CustomerStore

/// Whoever writes, and however: the index never diverges.
@Suite struct FeedTests {
    private static let customers = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
        INSERT INTO customers (account, name) SELECT 'A' || i, 'Name ' || i FROM n;
        INSERT INTO phones (customer_id, entered, number)
            SELECT id, 'x' || id, 4420000000 + id FROM customers;
        """

    private func scene() throws -> Scene {
        let scene = try Scene()
        try scene.write(Self.customers)
        scene.follow()
        return scene
    }

    /// Each in one transaction of another program, with and without foreign keys.
    static let writes = [
        "DELETE FROM customers WHERE id IN (3, 4)",
        "UPDATE phones SET customer_id = 7 WHERE customer_id = 8",
        "DELETE FROM phones WHERE customer_id = 20; UPDATE customers SET id = 99 WHERE id = 20",
        // Two customers become one.
        """
        INSERT INTO complaints (reference, customer_id, received_at) VALUES ('C1', 5, 1790000000);
        UPDATE complaints SET customer_id = 6 WHERE customer_id = 5;
        UPDATE OR REPLACE phones SET customer_id = 6, entered = 'y' WHERE customer_id = 5;
        DELETE FROM customers WHERE id = 5;
        """,
        // What REPLACE takes away fires no trigger of its own.
        """
        INSERT INTO complaints (reference, customer_id, received_at) VALUES ('C1', 5, 1790000000);
        INSERT OR REPLACE INTO complaints (reference, customer_id, received_at)
            VALUES ('C1', 6, 1790000000);
        """,
        "INSERT OR REPLACE INTO customers (account, name) VALUES ('A9', 'New')",
        """
        INSERT INTO interruptions (reference, began_at) VALUES ('I1', 1790000000);
        INSERT INTO interruption_customers (interruption_id, customer_id)
            SELECT 1, id FROM customers WHERE id < 20;
        DELETE FROM interruptions;
        """,
        """
        INSERT INTO interruptions (reference, began_at) VALUES ('I1', 1790000000);
        INSERT INTO interruption_customers (interruption_id, customer_id)
            SELECT 1, id FROM customers WHERE id < 20;
        INSERT OR REPLACE INTO interruptions (id, reference, began_at)
            VALUES (2, 'I1', 1790000000);
        """,
        // A parent further up makes two customers one group, which takes a referral away.
        """
        INSERT INTO referrals (reference, referrer_id, referred_id, qualified_at)
            VALUES ('R1', 10, 13, 1700000000);
        UPDATE customers SET parent_id = 11 WHERE id = 10;
        UPDATE customers SET parent_id = 12 WHERE id = 13;
        UPDATE customers SET parent_id = 11 WHERE id = 12;
        """,
        """
        INSERT INTO referrals (reference, referrer_id, referred_id, qualified_at)
            VALUES ('R1', 10, 13, 1700000000);
        UPDATE customers SET parent_id = 11 WHERE id IN (10, 13);
        DELETE FROM customers WHERE id = 11;
        """,
        "DELETE FROM phones; DELETE FROM change_log",
        """
        DELETE FROM change_log; DELETE FROM sqlite_sequence;
        UPDATE customers SET name = 'Other' WHERE id % 2 = 0;
        UPDATE customers SET name = 'Another' WHERE id % 3 = 0;
        UPDATE customers SET name = 'A third' WHERE id % 5 = 0;
        UPDATE customers SET name = 'A fourth';
        """,
        "DROP TABLE IF EXISTS temp.x; DELETE FROM customers",
    ]

    @Test(arguments: writes, [true, false])
    func theIndexFollows(_ sql: String, withForeignKeys: Bool) throws {
        let scene = try scene()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = withForeignKeys
        let other = try DatabaseQueue(path: scene.path, configuration: configuration)
        for statement in sql.split(separator: ";").map(String.init) {
            // One commit for each statement, and the index looks in between.
            try other.write { try $0.execute(sql: statement) }
            scene.follow()
            #expect(try scene.differences() == [])
        }
    }

    @Test(arguments: writes)
    func theIndexFollowsOneCommit(_ sql: String) throws {
        let scene = try scene()
        try scene.write(sql)
        scene.follow()
        #expect(try scene.differences() == [])
    }

    @Test func aRowOfPhonesThatIsReplacedLeavesItsFormerCustomer() throws {
        let scene = try Scene()
        try scene.write(
            """
            INSERT INTO customers (id, account) VALUES (1, 'ONE'), (2, 'TWO');
            INSERT INTO phones (id, customer_id, entered, number) VALUES (7, 1, 'x', 4420);
            """)
        #expect(scene.summary(1)?.numbers.count == 1)
        try scene.write(
            "REPLACE INTO phones (id, customer_id, entered, number) VALUES (7, 2, 'x', 4420)")
        #expect(scene.summary(1)?.numbers == [])
        #expect(scene.summary(2)?.numbers.count == 1)
    }

    @Test func theLogIsCutByItself() throws {
        let scene = try scene()
        try scene.write(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1030000)
            INSERT INTO change_log (customer_id, rescore) SELECT 1 + i % 40, 0 FROM n
            """)
        scene.follow()
        for round in 0..<12 {
            try scene.write("UPDATE customers SET name = 'Round \(round)' WHERE id = 1")
            #expect(scene.summary(1)?.name == "Round \(round)")
        }
        let kept = try scene.other.read {
            try Int64.fetchOne($0, sql: "SELECT count(*) FROM change_log")!
        }
        #expect(kept <= ChangeLog.keptRows + 20_000)
        #expect(kept >= ChangeLog.keptRows - 1)
    }

    @Test func aDeletedFileIsSaidAndTheIndexServesOn() throws {
        let scene = try scene()
        try FileManagerMoves.move(scene.path, scene.path + ".away")
        scene.now = scene.now + 1
        scene.follow()
        #expect(scene.trouble?.word.description == "missing")
        #expect(scene.summary(1)?.name == "Name 1")
        let note = WriteRequest(.note(.id(CustomerID(1)), text: "lost?"))
        #expect(
            scene.store.perform([note], now: scene.now) == [.failed(.missing(path: scene.path))])
        try FileManagerMoves.move(scene.path + ".away", scene.path)
        scene.now = scene.now + 1
        scene.follow()
        #expect(scene.trouble == nil)
        #expect(scene.store.perform([note], now: scene.now) == [.written(reference: "N-1")])
    }

    /// What is due at no time near costs nothing, however many customers there are.
    @Test func timeAloneReadsOnlyThoseAtABoundary() throws {
        let scene = try scene()
        try scene.write(
            """
            INSERT INTO complaints (reference, customer_id, received_at, status)
            VALUES ('C1', 7, ?, 'closed')
            """, [scene.now.secondsSince1970 - 300 * 86_400])
        scene.follow()
        let told = scene.customersTold
        for _ in 0..<64 {
            scene.now = scene.now + 86_400
            scene.follow()
        }
        #expect(scene.customersTold == told)
        for _ in 0..<2 {
            scene.now = scene.now + 86_400
            scene.follow()
        }
        #expect(scene.customersTold <= told + 2)
        #expect(scene.summary(7)?.figures.complaints == 0)
    }

    @Test func anOverrideExpiresAtItsSecond() throws {
        let scene = try scene()
        try scene.write(
            """
            INSERT INTO value_overrides (customer_id, value, reason, set_at, expires_at)
            VALUES (7, 5, 'a test', 0, ?)
            """, [scene.now.secondsSince1970 + 5000])
        #expect(scene.summary(7)?.figures.value?.grade == 5)
        scene.now = scene.now + 4999
        #expect(scene.summary(7)?.figures.value?.grade == 5)
        scene.now = scene.now + 1
        #expect(scene.summary(7)?.figures.value == nil)
    }
}
