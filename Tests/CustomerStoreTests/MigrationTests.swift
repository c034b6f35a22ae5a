import Foundation
import GRDB
import StoreScene
import Testing

@testable import CustomerStore

/// A database of an earlier version becomes one of this version, with all that it holds.
@Suite struct MigrationTests {
    private let path: String

    /// A database as the first version made it.
    init() throws {
        path = try Scratch.folder() + "/old.db"
        var migrator = DatabaseMigrator()
        let first = Schema.first
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            for part in first { try database.execute(sql: part) }
        }
        let old = try DatabaseQueue(path: path)
        try old.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try migrator.migrate(old)
        try old.write { database in
            try database.execute(
                sql: """
                    INSERT INTO customers (account, name) VALUES ('A1', 'Acme'), ('A2', 'Bear');
                    INSERT INTO phones (customer_id, entered, number) VALUES (2, 'x', 442079460958);
                    INSERT INTO interruptions (reference, began_at) VALUES ('I1', 5);
                    INSERT INTO interruption_customers VALUES (1, 2);
                    """)
        }
    }

    private static let long = String(repeating: "x", count: 64)

    private func insert(_ account: String, _ database: DatabaseQueue) throws {
        try database.write {
            try $0.execute(sql: "INSERT INTO customers (account) VALUES (?)", arguments: [account])
        }
    }

    @Test func accountsBecomeLongerAndNothingIsLost() throws {
        let other = try DatabaseQueue(path: path)
        #expect(throws: DatabaseError.self) { try insert(Self.long, other) }
        let store = try CustomerStore(path: path)
        // Whoever had it open before sees the new rule, too.
        try insert(Self.long, other)
        #expect(throws: DatabaseError.self) { try insert(Self.long + "x", other) }
        #expect(throws: DatabaseError.self) { try insert("a b", other) }
        let customers = try store.read {
            try String.fetchAll(
                $0, sql: "SELECT account || name || source FROM customers ORDER BY id")
        }
        #expect(customers == ["A1Acme", "A2Bear", Self.long])
        let touched = try store.read {
            try Int.fetchOne($0, sql: "SELECT customer_id FROM interruption_customers")
        }
        #expect(touched == 2)
        let check = try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
        _ = try CustomerStore(path: path)
    }

    /// Calls under way outlive a new version, and a table that somebody took away stops no start.
    @Test(arguments: [true, false]) func callsUnderWayOutliveANewVersion(isThere: Bool) throws {
        let old = try DatabaseQueue(path: path)
        try Migrations.all.migrate(old, upTo: "accounts of 64 characters, sources of rows")
        try old.write { database in
            try database.execute(
                sql: isThere
                    ? """
                    INSERT INTO live_calls (call_id, received, format, began_at, agents)
                    VALUES ('c1', '02079460958', 'auto', 5, 'r 5 kim')
                    """ : "DROP TABLE live_calls")
        }
        let store = try CustomerStore(path: path)
        try store.mendSchema()
        #expect(try store.liveCalls().map(\.accessCode) == (isThere ? [""] : []))
        #expect(store.schema.problems == [])
    }

    /// A database that nobody has migrated yet can be exported without the right to write.
    @Test func anExportReadsADatabaseOfAnEarlierVersion() throws {
        let before = try Data(contentsOf: URL(filePath: path))
        let out = try Scratch.folder() + "/out"
        let report = try Exporter(ExchangeSource(path: path)).run(folder: out)
        #expect(report.issues == 0)
        #expect(report.files.first { $0.name == "phones.csv" }?.rows == 1)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
}
