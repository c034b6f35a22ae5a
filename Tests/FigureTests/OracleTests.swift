import CallerIndex
import CustomerRecords
import Customers
import GRDB
import SeededRandom
import StoreScene
import Testing

@testable import CustomerStore

/// The index against plain SQL, for a whole base at many moments, with nothing written between.
@Suite struct OracleTests {
    private static let day = CalendarDay("2026-11-21")!

    @Test(arguments: [7 as UInt64])
    func theIndexAgreesAtEveryMoment(seed: UInt64) throws {
        let path = try Scratch.sample(customers: 6000, seed: seed, day: Self.day)
        let scene = try Scene(path: path, now: Self.day.start + 43_200)
        try scene.write(
            """
            INSERT INTO value_overrides (customer_id, value, reason, set_at, expires_at)
            SELECT id, 1 + id % 5, 'a test', 0, ?1 + (id % 97) * 90000 FROM customers
            WHERE id % 50 = 0;
            UPDATE customers SET objects_to_profiling = 1 WHERE id % 333 = 0;
            """, [scene.now.secondsSince1970])
        scene.orders.add(.score)
        scene.follow()
        try expectAgreement(scene)
        var random = SplitMix64(seed: seed)
        for moment in try moments(scene, &random) {
            scene.now = moment
            scene.follow()
            try expectAgreement(scene)
        }
    }

    /// Steps of all sizes, and the seconds before and at which something leaves its window.
    private func moments(_ scene: Scene, _ random: inout SplitMix64) throws -> [Moment] {
        let start = scene.now
        var seconds: [Int64] = [1, 60, 299, 301, 3600, 86_400, 40 * 86_400, 200 * 86_400]
        let received = try scene.other.read {
            try Int64.fetchAll(
                $0,
                sql: """
                    SELECT received_at FROM complaints WHERE status = 'closed'
                        AND received_at > ?1 - 365 * 86400 UNION
                    SELECT began_at FROM interruptions WHERE began_at > ?1 - 365 * 86400
                    """, arguments: [start.secondsSince1970])
        }
        for _ in 0..<6 {
            let event = received.randomElement(using: &random)! + 365 * 86_400
            seconds += [event - 1, event].map { $0 - start.secondsSince1970 }
        }
        seconds.append(500 * 86_400)
        return seconds.filter { $0 > 0 }.sorted().map { start + $0 }
    }

    private func expectAgreement(_ scene: Scene) throws {
        let oracle = try scene.other.read { try Oracle($0, at: scene.now) }
        var differences = 0
        for customer in oracle.customers {
            let record = scene.index.record(of: customer)
            let seen = record.map { record in
                Oracle.Figures(
                    value: record.valueGrade, complaints: record.complaints,
                    open: record.openComplaints, referrals: record.referrals,
                    interruptions: record.interruptions, isDown: record.interruptedSince != nil)
            }
            if seen != oracle[customer] { differences += 1 }
            if seen != oracle[customer], differences < 4 {
                Issue.record(
                    """
                    #\(customer.value) at \(scene.now): \(String(describing: seen)), but \
                    \(String(describing: oracle[customer]))
                    """)
            }
        }
        #expect(differences == 0)
        let customerCount = scene.index.customerCount
        #expect(customerCount == oracle.customers.count)
    }
}
