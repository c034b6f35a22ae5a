import Customers
import Foundation
import GRDB
import SampleData
import Testing

@testable import CustomerStore

/// The import beside other writers, and what remains when it ends before its time.
@Suite struct ExchangeSafetyTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    private var path: String { fixture.folder + "/test.db" }

    private func customers(_ count: Int, name: String) -> String {
        "account,name\n" + (1...count).map { "A\($0),\(name)\n" }.joined()
    }

    @Test func anotherConnectionWritesBetweenTheBatches() throws {
        try fixture.write("customers.csv", customers(4 * RowBatch.rowLimit, name: "x"))
        let other = try ExchangeDatabase.open(path: path, busyTimeoutSeconds: 0)
        var refusals: [any Error] = []
        // Each notice comes between two transactions; nobody is kept waiting then.
        let text = try String(
            contentsOfFile: fixture.folder + "/files/customers.csv", encoding: .utf8)
        try fixture.write("customers.csv", text.replacing("A5000,x", with: "A 5000,x"))
        let settings = Importer.Settings(
            region: "GB", readNumber: ExchangeFixture.readNumber,
            now: { Moment(secondsSince1970: 0) }, elapsed: { .zero },
            onIssue: { _ in
                do {
                    try other.write { try $0.execute(sql: "UPDATE customers SET city = 'here'") }
                } catch { refusals.append(error) }
            })
        let report = try Importer(database: fixture.database, settings: settings)
            .run(folder: fixture.folder + "/files")
        #expect(refusals.isEmpty)
        #expect((report.files[0].inserted, report.rejected) == (4 * RowBatch.rowLimit - 1, 1))
        let here = try fixture.rows("SELECT count(*) FROM customers WHERE city = 'here'")
        #expect(here == ["\(RowBatch.rowLimit)"])
    }

    @Test func twoImportsAtOnceKeepTheDatabaseWhole() async throws {
        let count = 3 * RowBatch.rowLimit
        let path = path
        try await withThrowingTaskGroup(of: Int.self) { group in
            for name in ["left", "right"] {
                let folder = "\(fixture.folder)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
                let text = Data(customers(count, name: name).utf8)
                try text.write(to: URL(fileURLWithPath: folder + "/customers.csv"))
                group.addTask {
                    let settings = Importer.Settings(
                        region: "GB", readNumber: ExchangeFixture.readNumber,
                        now: { Moment(secondsSince1970: 0) })
                    let database = try ExchangeDatabase.open(path: path)
                    let report = try Importer(database: database, settings: settings)
                        .run(folder: folder)
                    return report.files[0].inserted
                }
            }
            var inserted = 0
            for try await each in group { inserted += each }
            #expect(inserted == count)
        }
        #expect(try fixture.rows("SELECT count(*) FROM customers") == ["\(count)"])
        #expect(try fixture.rows("PRAGMA integrity_check") == ["ok"])
    }

    @Test func aLockBeyondTheTimeoutIsAnErrorWithThePath() throws {
        try fixture.write("customers.csv", customers(3, name: "x"))
        let other = try ExchangeDatabase.open(path: path)
        let impatient = try ExchangeDatabase.open(path: path, busyTimeoutSeconds: 0)
        let settings = Importer.Settings(
            region: "GB", readNumber: ExchangeFixture.readNumber,
            now: { Moment(secondsSince1970: 0) })
        try other.inDatabase { database in
            try database.beginTransaction(.immediate)
            #expect(throws: ExchangeError.databaseLocked(path: path)) {
                try Importer(database: impatient, settings: settings)
                    .run(folder: fixture.folder + "/files")
            }
            try database.rollback()
        }
        #expect(try fixture.load().files[0].inserted == 3)
    }

    @Test func aFullDatabaseKeepsWhatWasCommitted() throws {
        try fixture.write("customers.csv", customers(20_000, name: "a name of some length"))
        try fixture.database.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 200)")
        }
        #expect(throws: ExchangeError.diskFull(path: path)) { try fixture.load() }
        let kept = Int(try fixture.rows("SELECT count(*) FROM customers")[0]) ?? 0
        #expect(kept >= RowBatch.rowLimit)
        try fixture.database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        let again = try fixture.load().files[0]
        #expect((again.unchanged, again.inserted) == (kept, 20_000 - kept))
    }

    private func export(onProgress: @escaping (String, Int) -> Void = { _, _ in }) throws {
        try ExchangeFixture.export(path, to: fixture.folder + "/out", onProgress: onProgress)
    }

    @Test func anExportThatFailsLeavesTheEarlierOneWhole() throws {
        try fixture.load("customers.csv", "account\nA1\n")
        try fixture.database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO number_changes (customer_id, entered, at) VALUES (1, 'x', 1)
                    """)
        }
        try export()
        let before = try ExchangeFixture.bytes(fixture.folder + "/out")
        #expect(before.count == 11)
        try fixture.load("customers.csv", "account\nA2\n")
        // The last table is damaged: everything before it has been read by then.
        let page = try #require(
            Int(
                try fixture.rows(
                    "SELECT rootpage FROM sqlite_schema WHERE name = 'number_changes'")[0]))
        try fixture.database.close()
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(page - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xEE, count: 4096))
        try file.close()
        #expect(throws: ExchangeError.self) { try export() }
        #expect(try ExchangeFixture.bytes(fixture.folder + "/out") == before)
    }

    @Test func whatCannotBeReplacedIsToldBeforeAnythingIs() throws {
        let taken = fixture.folder + "/out/phones.csv"
        try FileManager.default.createDirectory(
            atPath: taken, withIntermediateDirectories: true)
        #expect(throws: ExchangeError.unwritable(path: taken, reason: "it is a folder")) {
            try export()
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.folder + "/out")
                == ["phones.csv"])
    }

    /// As on a disk that cannot be written: there is no place for SQLite's shared memory.
    @Test func anExportNeedsNoPlaceToWriteBesideTheDatabase() throws {
        try fixture.load("customers.csv", "account\nA1\n")
        try fixture.database.close()
        let still = fixture.folder + "/a #1? 100%.db"
        try FileManager.default.copyItem(atPath: path, toPath: still)
        try FileManager.default.createSymbolicLink(
            atPath: still + "-shm", withDestinationPath: "/no/such/folder/shm")
        let out = fixture.folder + "/out"
        let report = try ExchangeFixture.export(still, to: out)
        #expect(report.files.first?.rows == 1)
        let before = try ExchangeFixture.bytes(out)
        // Nobody keeps it still there, so it is looked at again.
        #expect(throws: ExchangeError.changedMeanwhile(path: still)) {
            try ExchangeFixture.export(
                still, to: out,
                onProgress: { _, _ in
                    try? FileManager.default.setAttributes(
                        [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: still)
                })
        }
        #expect(try ExchangeFixture.bytes(out) == before)
    }
}
