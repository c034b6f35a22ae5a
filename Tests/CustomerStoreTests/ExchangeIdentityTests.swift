import Customers
import Foundation
import GRDB
import Testing

@testable import CustomerStore

/// An export, imported into an empty database, is the same database.
@Suite struct ExchangeIdentityTests {
    private let fixture: ExchangeFixture
    private let again: ExchangeFixture

    init() throws {
        fixture = try ExchangeFixture()
        again = try ExchangeFixture()
    }

    /// What is in no file, and why nothing is lost without it.
    private static let derived = [
        "change_log": "the daemon's own: what is still to be read",
        "grdb_migrations": "the schema's own: its version",
        "live_calls": "the daemon's own: calls under way, whose rows are in calls.csv",
        "score_versions": "computed anew from what the files hold",
        "scores": "computed anew from what the files hold",
        "settings": "the daemon's own: which numbering plans it has read all numbers by",
        "sources": "a kind is loaded when its file is there",
    ]

    @Test func everyColumnIsInAFileOrDerived() throws {
        let tables = try fixture.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for table in tables where Self.derived[table] == nil {
            let file = try #require(
                ExchangeFile.all.first { $0.table == table }, "no file holds \(table)")
            let stored = Set(file.columns.map(\.stored))
            let columns = try fixture.database.read { try $0.columns(in: table).map(\.name) }
            // A row's own number is given by the database that holds it.
            for column in columns where column != "id" {
                #expect(stored.contains(column), "\(table).\(column) is in no file")
            }
        }
        #expect(Set(Self.derived.keys).isSubset(of: tables))
    }

    /// All tables with all columns, ids replaced by what they name; without the derived ones.
    private static func contents(_ fixture: ExchangeFixture) throws -> [String: [String]] {
        let tables = try fixture.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var contents: [String: [String]] = [:]
        for table in tables where derived[table] == nil {
            var names: [String: String] = [:]
            try fixture.database.read { database in
                for key in try database.foreignKeys(on: table) {
                    let name = key.destinationTable == "customers" ? "account" : "reference"
                    let column = key.originColumns[0]
                    names[column] =
                        "(SELECT \(name) FROM \(key.destinationTable) x WHERE x.id = t.\(column))"
                }
            }
            let columns = try fixture.database.read { try $0.columns(in: table).map(\.name) }
            let values = columns.filter { $0 != "id" }.map { "quote(\(names[$0] ?? "t.\($0)"))" }
            contents[table] = try fixture.rows(
                "SELECT \(values.joined(separator: " || ' ' || ")) AS x FROM \(table) t ORDER BY x")
        }
        return contents
    }

    @Test(arguments: UInt64(1)...6)
    func anExportIsTheWholeDatabase(seed: UInt64) throws {
        try fixture.database.write { database in
            var contents = ExchangeContents(seed: seed, customers: 40, database)
            try contents.write()
        }
        var issues: [ExportIssue] = []
        try fixture.export(to: "first") { issues.append($0) }
        #expect(issues == [])
        let report = try again.load(from: fixture.folder + "/first")
        #expect(report.isWhole, "\(again.issues)")
        try again.export(to: "second")
        #expect(
            try ExchangeFixture.bytes(again.folder + "/second")
                == ExchangeFixture.bytes(fixture.folder + "/first"))
        let (before, after) = (try Self.contents(fixture), try Self.contents(again))
        #expect(before["notes"]?.count == 80)
        for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
    }

    /// What another program stored, and how the export tells it.
    struct Odd: Sendable, CustomTestStringConvertible {
        let sql: String
        let told: [String]

        var testDescription: String { "\(told)" }
    }

    static let odd = [
        Odd(
            sql: "UPDATE customers SET name = CAST(x'4dfc6c6c6572' AS TEXT) WHERE id = 1",
            told: [
                "customers, row 1: name: not UTF-8, or with a NUL byte; U+FFFD is in its place"
            ]),
        Odd(
            sql: "UPDATE customers SET name = 'a' || char(0) || 'b' WHERE id = 1",
            told: [
                "customers, row 1: name: not UTF-8, or with a NUL byte; U+FFFD is in its place"
            ]),
        Odd(
            sql: "UPDATE customers SET birthday = '0000-01-01' WHERE id = 1",
            told: [
                "customers, row 1: birthday: not in the form that an import takes; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: "UPDATE customers SET since = '2026-02-30' WHERE id = 1",
            told: [
                "customers, row 1: since: not in the form that an import takes; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: "UPDATE customers SET parent_id = 1 WHERE id = 1",
            told: [
                "customers, row 1: parent_account: names nobody that the files have; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: "UPDATE customers SET credit_limit = 1000000000000000 WHERE id = 1",
            told: [
                "customers, row 1: credit_limit: a number outside of what a file may have; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: "UPDATE notes SET text = replace(hex(zeroblob(40000)), '0', 'ü') WHERE id = 1",
            told: ["notes, row 1: text: longer than 65536 bytes; it is cut"]),
        Odd(
            sql: "UPDATE notes SET at = 253402300800 WHERE id = 1",
            told: [
                "notes, row 1: at: a moment without a year of four digits; the row is left out"
            ]),
        Odd(
            sql: "UPDATE notes SET reference = CAST(x'fc' AS TEXT) WHERE id = 1",
            told: [
                "notes, row 1: reference: not in the form that an import takes; "
                    + "the row is left out"
            ]),
        Odd(
            sql: "UPDATE phones SET entered = '', number = 442079460958 WHERE id = 1",
            told: [
                "phones, row 1: number: not in the form that an import takes; the row is left out"
            ]),
        Odd(
            sql: "UPDATE complaints SET closed_at = received_at - 1 WHERE id = 1",
            told: [
                "complaints, row 1: closed_at: before received_at; that moment is in its place"
            ]),
        Odd(
            sql: "UPDATE referrals SET referred_id = referrer_id WHERE id = 1",
            told: [
                "referrals, row 1: referred_account: names nobody that the files have; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: "UPDATE engagements SET score = 10000000000 WHERE id = 1",
            told: [
                "engagements, row 1: score: a number outside of what a file may have; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: "UPDATE calls SET number = -1 WHERE id = 1",
            told: [
                "calls, row 1: number: a number outside of what a file may have; "
                    + "the field is left empty"
            ]),
        Odd(
            sql: """
                PRAGMA foreign_keys = OFF; UPDATE notes SET customer_id = 77777 WHERE id = 1;
                """,
            told: ["notes, row 1: account: names nobody that the files have; the row is left out"]),
        Odd(
            sql: "UPDATE customers SET account = 'A' || char(0) || ' b' WHERE id = 41",
            told: [
                "customers, row 41: account: not in the form that an import takes; "
                    + "the row is left out",
                "interruption_customers, row 41: account: names nobody that the files have; "
                    + "the row is left out",
                "invoices, row 999: account: names nobody that the files have; the row is left out",
            ]),
        Odd(
            sql: "UPDATE interruptions SET began_at = -62135683200 WHERE id = 9",
            told: [
                "interruptions, row 9: began_at: a moment without a year of four digits; "
                    + "the row is left out",
                "interruption_customers, row 41: interruption: names nobody that the files have; "
                    + "the row is left out",
            ]),
    ]

    @Test(arguments: odd)
    func whatNoFileCanSayIsToldAndTheRestIsWhole(_ odd: Odd) throws {
        try fixture.database.writeWithoutTransaction { database in
            try database.inTransaction {
                var contents = ExchangeContents(seed: 5, customers: 40, database)
                try contents.write()
                try database.execute(
                    sql: """
                        INSERT INTO customers (id, account) VALUES (41, 'odd');
                        INSERT INTO invoices (id, number, customer_id, issued_on, amount)
                        VALUES (999, 'odd', 41, '2026-01-01', 1);
                        INSERT INTO interruptions (id, reference, began_at) VALUES (9, 'odd', 0);
                        INSERT INTO interruption_customers VALUES (9, 41, '');
                        """)
                return .commit
            }
            // On its own, with foreign keys as it wants them.
            try database.execute(sql: odd.sql)
        }
        var issues: [ExportIssue] = []
        try fixture.export(to: "first") { issues.append($0) }
        #expect(issues.map(\.description) == odd.told)
        let report = try again.load(from: fixture.folder + "/first")
        #expect(report.isWhole, "\(again.issues)")
        try again.export(to: "second") { _ in Issue.record("the second export is whole") }
        #expect(
            try ExchangeFixture.bytes(again.folder + "/second")
                == ExchangeFixture.bytes(fixture.folder + "/first"))
    }

    @Test func aNumberStaysWhatItWasReadAsAndIsReadWhereItWasNot() throws {
        try fixture.load("customers.csv", "account\nA1\n")
        let file = try fixture.load(
            "phones.csv",
            """
            account,number,e164,problem
            A1,020 7946 0958,+442079460958,
            A1,030?,,no region
            A1,0403,,no region
            A1,0504,,
            A1,0605,605,
            A1,0706,+706,as told

            """)
        #expect((file.inserted, file.badFields) == (6, 1))
        #expect(
            try fixture.rows("SELECT entered, number, problem FROM phones ORDER BY id") == [
                "020 7946 0958|442079460958|", "030?|NULL|no region", "0403|403|", "0504|504|",
                "0605|605|", "0706|706|as told",
            ])
        #expect(
            fixture.issues.map(\.description) == [
                "phones.csv:2: e164: kept, though number reads as +2079460958",
                "phones.csv:3: number: no region; kept as entered",
                "phones.csv:6: e164: '605' is no number in E.164; write + and 3 to 15 digits; "
                    + "the rest of the row is imported",
            ])
    }
}
