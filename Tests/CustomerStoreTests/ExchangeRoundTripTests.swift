import Customers
import Foundation
import GRDB
import SampleData
import Testing

@testable import CustomerStore

@Suite struct ExchangeRoundTripTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    private var path: String { fixture.folder + "/test.db" }

    private func sample(_ customers: Int, seed: UInt64, name: String) throws -> String {
        let folder = "\(fixture.folder)/\(name)"
        let base = try #require(
            SampleBase(customers: customers, seed: seed, day: CalendarDay(daysSince1970: 20_778)))
        try base.write(to: folder)
        return folder
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func whatIsImportedIsExported(seed: UInt64) throws {
        let sample = try sample(700, seed: seed, name: "sample")
        let report = try fixture.load(from: sample)
        #expect((report.files.count, report.rejected) == (9, 0))
        try ExchangeFixture.export(path, to: fixture.folder + "/first")
        let fresh = try ExchangeFixture.database(at: fixture.folder + "/fresh.db")
        let settings = Importer.Settings(
            region: "GB", readNumber: ExchangeFixture.readNumber,
            now: { Moment(secondsSince1970: 0) })
        _ = try Importer(database: fresh, settings: settings).run(folder: fixture.folder + "/first")
        try ExchangeFixture.export(
            fixture.folder + "/fresh.db", to: fixture.folder + "/second")
        #expect(
            try ExchangeFixture.bytes(fixture.folder + "/second")
                == ExchangeFixture.bytes(fixture.folder + "/first"))
        let again = try fixture.load(from: sample)
        #expect(again.files.allSatisfy { $0.rows == $0.unchanged })
    }

    /// No process has the number that the name says.
    @Test func whatAKilledExportHasLeftGoes() throws {
        let out = fixture.folder + "/out"
        try FileManager.default.createDirectory(
            atPath: out, withIntermediateDirectories: false)
        try Data().write(to: URL(filePath: out + "/notes.csv.2147483646.part"))
        try fixture.export(to: "out")
        let left = try FileManager.default.contentsOfDirectory(atPath: out)
        #expect(left.contains("notes.csv") && !left.contains { $0.hasSuffix(".part") })
        try Data().write(to: URL(filePath: out + "/report.part"))
        #expect(throws: ExchangeError.self) { try fixture.export(to: "out") }
    }

    @Test func anExportReplacesExchangeFilesAndNothingElse() throws {
        let folder = fixture.folder + "/out"
        try fixture.load("customers.csv", "account,name\nA1,\"x\r\n\"\"y\"\"\"\n")
        try ExchangeFixture.export(path, to: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            names == [
                "calls.csv", "customers.csv", "engagements.csv", "interactions.csv",
                "interruption_customers.csv", "invoices.csv", "notes.csv", "number_changes.csv",
                "phones.csv", "reminders.csv", "value_overrides.csv",
            ])
        try ExchangeFixture.export(path, to: folder)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
        #expect(throws: ExchangeError.folderInUse(path: folder, file: "notes.txt")) {
            try ExchangeFixture.export(path, to: folder)
        }
    }

    @Test func anExportSeesOneSnapshot() throws {
        try fixture.load(from: try sample(300, seed: 7, name: "sample"))
        let other = try ExchangeDatabase.open(path: fixture.folder + "/test.db")
        var failure: (any Error)?
        let report = try ExchangeFixture.export(
            path, to: fixture.folder + "/out",
            onProgress: { file, _ in
                guard file == "customers.csv" else { return }
                do {
                    try other.write { try $0.execute(sql: "DELETE FROM invoices") }
                } catch { failure = error }
            })
        #expect(failure == nil)
        let invoices = report.files.first { $0.name == "invoices.csv" }
        #expect((invoices?.rows ?? 0) > 100)
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        let first = try ExchangeFixture.bytes(try sample(2000, seed: 9, name: "a"))
        #expect(try ExchangeFixture.bytes(try sample(2000, seed: 9, name: "b")) == first)
        #expect(try ExchangeFixture.bytes(try sample(2000, seed: 8, name: "c")) != first)
    }

    @Test(arguments: [1, 16, 5000])
    func theSampleIsPlausible(customers: Int) throws {
        let report = try fixture.load(from: try sample(customers, seed: 5, name: "sample"))
        #expect(report.rejected == 0)
        #expect(report.files.first?.inserted == customers)
        guard customers == 5000 else { return }
        let expected = [
            "phones": 1.3, "complaints": 0.25, "referrals": 0.15, "interruption_customers": 1.2,
            "invoices": 2, "interactions": 0.8, "engagements": 0.4,
        ]
        for (name, perCustomer) in expected {
            let file = report.files.first { $0.name == "\(name).csv" }
            let share = Double(file?.rows ?? 0) / Double(customers) / perCustomer
            #expect((0.75...1.35).contains(share), "\(name): \(share)")
        }
        let late = try fixture.rows(
            """
            SELECT 1 FROM complaints WHERE max(received_at, ifnull(closed_at, 0)) > 20778 * 86400
            UNION ALL SELECT 1 FROM interactions WHERE at > 20778 * 86400
            UNION ALL SELECT 1 FROM invoices
                WHERE max(issued_on, ifnull(paid_on, '')) > '2026-11-21'
            """)
        #expect(late.isEmpty)
    }
}
