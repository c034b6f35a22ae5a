import EventLoop
import Foundation
import GRDB
import ReplyReading
import ScreenPopClient
import SeededRandom
import StoreScene
import Synchronization
import Testing
import TestSupport

@testable import CustomerStore

/// `kill -9` at any moment: what was acknowledged is there, and nothing is there by half.
@Suite struct KillTests {
    private static let rounds = 50
    /// Customers of each outage.
    private static let touched = 5

    @Test func everyAcknowledgedWriteIsFoundAndNoHalfOne() throws {
        let path = try Scratch.folder() + "/base.db"
        let store = try CustomerStore(path: path)
        try store.write {
            try $0.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
                    INSERT INTO customers (account) SELECT 'A' || i FROM n
                    """)
        }
        var random = SplitMix64(seed: 5)
        var acknowledged: [String] = []
        for round in 0..<Self.rounds {
            let daemon = try Daemon(database: path)
            let writers = (0..<4).map { Writer(daemon, "\(round)-\($0)") }
            for writer in writers { writer.start() }
            daemon.end(afterMicroseconds: Int.random(in: 1_000...120_000, using: &random))
            for writer in writers { acknowledged += writer.finish() }
            try checkHalves(path)
        }
        let stored = try DatabaseQueue(path: path).read { database in
            try Set(
                String.fetchAll(
                    database,
                    sql: """
                        SELECT reference FROM notes UNION SELECT reference FROM complaints
                        UNION SELECT reference || '+' FROM interruptions JOIN
                            interruption_customers ON interruption_id = id
                        UNION SELECT reference FROM interruptions
                        """))
        }
        #expect(acknowledged.count > Self.rounds)
        #expect(acknowledged.filter { !stored.contains($0) } == [])
        // Whichever snapshot was left in the middle of it.
        let last = try Daemon(database: path)
        #expect(try last.client().request("VERIFY").fields["differences"] == "0")
    }

    /// An outage touches all the customers of one request or none.
    private func checkHalves(_ path: String) throws {
        let database = try DatabaseQueue(path: path)
        let counts = try database.read {
            try Int.fetchAll(
                $0,
                sql: """
                    SELECT DISTINCT count(*) FROM interruption_customers GROUP BY interruption_id
                    """)
        }
        #expect(counts == [] || counts == [Self.touched])
        let check = try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
    }

    /// One console that writes as fast as it gets replies, until the daemon is gone.
    private final class Writer: Sendable {
        private let endpoint: Endpoint
        private let name: String
        private let ended = Gate()
        private let acknowledged = Mutex<[String]>([])

        init(_ daemon: Daemon, _ name: String) {
            endpoint = daemon.endpoint
            self.name = name
        }

        func start() {
            Thread { [self] in
                write()
                ended.open()
            }.start()
        }

        func finish() -> [String] {
            ended.wait()
            return acknowledged.withLock { $0 }
        }

        private func write() {
            guard let client = try? Client(endpoint) else { return }
            for number in 0... {
                for (request, stored) in requests(number) {
                    guard let reply = try? client.request(request) else { return }
                    if reply.code == 201 { acknowledged.withLock { $0.append(stored) } }
                }
            }
        }

        /// Each with what must be found when it was acknowledged.
        private func requests(_ number: Int) -> [(String, String)] {
            let reference = "\(name)-\(number)"
            let outage = "o\(reference)"
            return [
                ("NOTE #\(1 + number % 200) reference=n\(reference) text", "n\(reference)"),
                ("COMPLAINT #7 reference=c\(reference) text", "c\(reference)"),
                ("OUTAGE BEGIN broadband reference=\(outage)", outage),
                ("OUTAGE ADD \(outage) #1 #2 #3 #4 #5", "\(outage)+"),
            ]
        }
    }
}
