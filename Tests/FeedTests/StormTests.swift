import Customers
import Foundation
import GRDB
import Scoring
import ReplyReading
import ScreenPopClient
import SeededRandom
import StoreScene
import Testing
import TestSupport

@testable import CustomerStore

/// Two programs write at once, one through the protocol and one with plain SQLite; afterwards
/// the daemon's index, the database and the values agree.
@Suite struct StormTests {
    private static let customers = 2000
    private static let day = CalendarDay("2026-11-21")!

    @Test(arguments: [11, 12] as [UInt64])
    func theIndexAgreesAfterAStorm(seed: UInt64) throws {
        let path = try Scratch.sample(customers: Self.customers, seed: seed, day: Self.day)
        let daemon = try Daemon(database: path)
        let (stormEnded, failure) = (Gate(), LockedText())
        let thread = Thread {
            defer { stormEnded.open() }
            do { try Self.writePlainly(path, seed) } catch { failure.set("\(error)") }
        }
        thread.start()
        let client = try daemon.client()
        var random = SplitMix64(seed: seed)
        for round in 0..<400 {
            let reply = try client.request(Self.request(&random, seed, round))
            #expect([201, 202, 405, 406, 408].contains(reply.code), "\(reply.text)")
            if round % 100 == 50 { #expect(try differences(client) == "0") }
        }
        stormEnded.wait()
        #expect(failure.text == nil, "\(failure.text ?? "")")
        #expect(try differences(client) == "0")
        #expect(try client.request("SCORE").code == 200)
        #expect(try differences(client) == "0")
        #expect(try Self.staleValues(path) == 0)
    }

    private func differences(_ client: Client) throws -> String? {
        let reply = try client.request("VERIFY")
        return reply.fields["differences"]
    }

    private static func staleValues(_ path: String) throws -> Int {
        let store = try CustomerStore(path: path)
        let version = try #require(try store.scoreVersion())
        return try store.read { database in
            let reader = try ScoringReader(
                database, now: .now, settings: .standard, currency: version.currency)
            return try reader.customers(of: .range(1...Int64(UInt32.max))).filter {
                $0.stored != .init($0.raw, version)
            }.count
        }
    }

    private static func request(
        _ random: inout SplitMix64, _ seed: UInt64, _ round: Int
    ) -> String {
        let customer = "#\(Int.random(in: 1...customers, using: &random))"
        let other = "#\(Int.random(in: 1...customers, using: &random))"
        let outage = "storm-\(seed)-\(Int.random(in: 0...3, using: &random))"
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "OUTAGE BEGIN broadband reference=\(outage) at=2026-11-20T10:00Z"
        case 1, 2: return "OUTAGE ADD \(outage) \(customer) \(other)"
        case 3: return "OUTAGE END \(outage)"
        case 4: return "REFERRAL \(customer) reference=r-\(seed)-\(round % 97) \(other)"
        case 5: return "OVERRIDE \(customer) \(1 + round % 5) a storm"
        case 6: return "COMPLAINT CLOSE c-\(seed)-\(round / 2) upheld=1"
        case 7: return "NOTE \(customer) A note"
        default: return "COMPLAINT \(customer) reference=c-\(seed)-\(round) Too loud"
        }
    }
}

/// The other program.
extension StormTests {
    private static func writePlainly(_ path: String, _ seed: UInt64) throws {
        var random = SplitMix64(seed: seed &+ 1_000_000)
        for round in 0..<150 {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = round % 3 != 0
            configuration.busyMode = .timeout(20)
            let other = try DatabaseQueue(path: path, configuration: configuration)
            for _ in 0..<4 {
                let sql = statement(&random)
                do {
                    try other.write { try $0.execute(sql: sql) }
                } catch let error as DatabaseError
                    where error.resultCode == .SQLITE_CONSTRAINT
                {
                    continue
                }
            }
        }
    }

    /// Some of them are refused by the tables; that is no error of the storm.
    private static func statement(_ random: inout SplitMix64) -> String {
        let one = Int.random(in: 1...customers, using: &random)
        let two = Int.random(in: 1...customers, using: &random)
        let statements = [
            "DELETE FROM customers WHERE id = \(one)",
            "UPDATE OR IGNORE phones SET customer_id = \(two) WHERE customer_id = \(one)",
            """
            UPDATE complaints SET customer_id = \(two) WHERE customer_id = \(one)
                AND EXISTS (SELECT 1 FROM customers WHERE id = \(two))
            """,
            """
            UPDATE customers SET parent_id = (SELECT id FROM customers WHERE id = \(two))
                WHERE id BETWEEN \(one) AND \(one + 3)
            """,
            "UPDATE invoices SET amount = amount + 100000 WHERE customer_id = \(one)",
            "DELETE FROM invoices WHERE customer_id BETWEEN \(one) AND \(one + 5)",
            "UPDATE interruptions SET ended_at = began_at + 200 WHERE id % 7 = \(one % 7)",
            "DELETE FROM interruptions WHERE id = \(1 + one % 40)",
            "INSERT OR IGNORE INTO customers (account, name) VALUES ('S\(one)', 'New \(two)')",
            """
            INSERT OR REPLACE INTO complaints (reference, customer_id, received_at)
                SELECT 'p-\(one % 50)', id, 1795000000 FROM customers WHERE id = \(two)
            """,
            "UPDATE customers SET state = 'left' WHERE id BETWEEN \(one) AND \(one + 9)",
            "UPDATE referrals SET qualified_at = 1700000000 WHERE referrer_id = \(one)",
            "DELETE FROM scores WHERE customer_id = \(one)",
            one % 20 == 0 ? "DELETE FROM change_log" : "SELECT 1",
            one % 30 == 0 ? "DELETE FROM change_log; DELETE FROM sqlite_sequence" : "SELECT 1",
        ]
        return statements.randomElement(using: &random)!
    }
}

extension OverallValue? {
    /// What `raw` is worth against the thresholds of `version`.
    fileprivate init(_ raw: RawComponents, _ version: ScoreVersion) {
        self = Score(raw, against: version.thresholds).value
    }
}
