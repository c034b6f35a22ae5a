import Customers
import GRDB
import Scoring
import StoreScene
import Testing

@testable import CustomerStore

/// Thresholds and values: computed in the background, stored in full or not at all, kept right.
@Suite struct BackgroundScoringTests {
    private static let day = CalendarDay("2026-11-21")!

    private func scene(scoreEvery: Int64? = nil) throws -> Scene {
        let path = try Scratch.sample(customers: 1500, seed: 3, day: Self.day)
        return try Scene(path: path, now: Self.day.start + 43_200, scoreEvery: scoreEvery)
    }

    /// How many values would be others if everybody were scored now against the same thresholds.
    private func staleValues(_ scene: Scene) throws -> Int {
        let version = try #require(try scene.store.scoreVersion())
        return try scene.store.read { database in
            let reader = try ScoringReader(
                database, now: scene.now, settings: scene.store.scoring,
                currency: version.currency)
            return try reader.customers(of: .range(1...Int64(UInt32.max))).filter {
                Score($0.raw, against: version.thresholds).value != $0.stored
            }.count
        }
    }

    @Test func everybodyIsRankedIntoFifths() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        let report = try #require(scene.reports.last)
        #expect(report.version == 1 && !report.isSmallBase && report.activeCustomers > 1000)
        let shares = try scene.other.read {
            try Int.fetchAll(
                $0,
                sql: """
                    SELECT count(*) FROM scores JOIN customers c ON c.id = customer_id
                    WHERE value IS NOT NULL AND state = 'active' GROUP BY value
                    """)
        }
        #expect(shares.count == 5)
        let rated = shares.reduce(0, +)
        #expect(shares.allSatisfy { abs($0 * 5 - rated) < rated / 4 }, "\(shares)")
        #expect(try staleValues(scene) == 0)
        #expect(try scene.differences() == [])
    }

    @Test func aRunIsDueOnceADay() throws {
        let scene = try scene(scoreEvery: 86_400)
        #expect(scene.reports.map(\.version) == [1])
        scene.now = scene.now + 86_000
        scene.follow()
        #expect(scene.reports.compactMap(\.version).last == 1)
        scene.now = scene.now + 500
        scene.follow()
        #expect(scene.reports.compactMap(\.version).last == 2)
        #expect(try staleValues(scene) == 0)
    }

    @Test func aRunThatIsBrokenOffLeavesTheOldThresholdsInForce() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        var run = ScoringRun()
        scene.now = scene.now + 30 * 86_400
        var newest = 1
        while newest == 1 {
            #expect(try run.step(scene.store, now: scene.now))
            newest = try scene.other.read {
                try Int.fetchOne($0, sql: "SELECT max(version) FROM score_versions")!
            }
        }
        #expect(try run.step(scene.store, now: scene.now))
        #expect(try scene.store.scoreVersion()?.thresholds.version == 1)
        // The next start takes it up again.
        let successor = try Scene(path: scene.path, now: scene.now)
        #expect(try successor.store.scoreVersion()?.thresholds.version == 2)
        #expect(try staleValues(successor) == 0)
        #expect(try successor.differences() == [])
    }

    /// The value changes with the invoice, before the index is told of it.
    @Test func aChangedCustomerIsScoredBeforeItIsTold() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        let id = try scene.other.read {
            try UInt32.fetchOne(
                $0,
                sql: """
                    SELECT customer_id FROM scores JOIN customers c ON c.id = customer_id
                    WHERE value = 2 AND state = 'active' LIMIT 1
                    """)!
        }
        let seenBefore = scene.valuesSeen[id]?.count ?? 0
        try scene.write(
            """
            INSERT INTO invoices (number, customer_id, issued_on, due_on, amount, paid_on)
            SELECT 'big-' || id, id, '2026-11-20', '2026-12-20', 900000000, '2026-11-21'
            FROM customers WHERE id = ?
            """, [id])
        scene.follow()
        let seen = scene.valuesSeen[id]!.dropFirst(seenBefore)
        #expect(!seen.isEmpty && seen.allSatisfy { $0 > 2 }, "\(seen)")
        #expect(try staleValues(scene) == 0)
    }

    @Test func aReferralThatQualifiesByTheClockCountsForTheValue() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        try scene.write(
            """
            INSERT INTO referrals (reference, referrer_id, referred_name, qualified_at)
            SELECT 'soon-' || id, id, 'Somebody ' || id, ? FROM customers WHERE id <= 300
            """, [scene.now.secondsSince1970 + 1000])
        scene.follow()
        scene.now = scene.now + 1000
        scene.follow()
        #expect(try staleValues(scene) == 0)
        #expect(try scene.differences() == [])
    }

    @Test func whatAnImportWritesIsScored() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        try scene.write(
            """
            UPDATE invoices SET amount = amount * 3 WHERE id % 3 = 0;
            DELETE FROM invoices WHERE id % 7 = 0;
            UPDATE customers SET state = 'left', left_on = '2026-11-01' WHERE id % 11 = 0;
            UPDATE customers SET objects_to_profiling = 1 WHERE id % 13 = 0;
            UPDATE engagements SET answered = 1 - answered;
            """)
        scene.follow()
        #expect(try staleValues(scene) == 0)
        #expect(try scene.differences() == [])
    }

    @Test func aDryRunStoresNothing() throws {
        let scene = try scene()
        scene.orders.add(.score)
        scene.follow()
        var settings = ScoringSettings.standard
        settings.rules.grades = try GradeRules(weights: Weights(parsing: "money=50,loyalty=50"))
        let store = try CustomerStore(path: scene.path, scoring: settings)
        let before = try store.changeCounters()
        var run = ScoringRun(isDry: true)
        while try run.step(store, now: scene.now) {}
        #expect(try store.changeCounters() == before)
        #expect(run.report.movement.total == 1500)
        #expect(run.report.movement.moved > 100)
    }

    @Test func absurdMomentsAreRefusedByTheSchema() throws {
        let scene = try Scene()
        try scene.write("INSERT INTO customers (account) VALUES ('A1')")
        for column in ["received_at", "closed_at"] {
            #expect(throws: DatabaseError.self) {
                try scene.write(
                    """
                    INSERT INTO complaints (reference, customer_id, received_at, closed_at)
                    VALUES ('C1', 1, 0, 0);
                    UPDATE complaints SET \(column) = 9223372036854775807
                    """)
            }
        }
        #expect(throws: DatabaseError.self) {
            try scene.write(
                """
                INSERT INTO invoices (number, customer_id, issued_on, amount)
                VALUES ('1', 1, '2026-01-01', -9223372036854775808)
                """)
        }
    }
}
