import Customers
import GRDB
import Testing

@testable import CustomerStore

@Suite struct ExchangeImportTests {
    private let fixture: ExchangeFixture

    init() throws {
        fixture = try ExchangeFixture()
        try fixture.load(
            "customers.csv", "account,name,country\nA1,Acme,GB\nA2,Bäcker,DE\nA3,Café,FR\n")
        try fixture.load(
            "interruptions.csv", "reference,began_at\nI1,2026-01-01T00:00Z\n")
    }

    @Test func columnsComeInAnyOrderAndMayBeMissing() throws {
        let file = try fixture.load(
            "customers.csv",
            "credit_limit,kind,account,since,name\r\n1500.5,company,B1,2019-02-28,\"B, Ltd\"\r\n")
        #expect((file.rows, file.inserted, file.rejected) == (1, 1, 0))
        let row = try fixture.rows(
            "SELECT account, name, kind, state, since, credit_limit, city, birthday FROM customers"
                + " WHERE account = 'B1'")
        #expect(row == ["B1|B, Ltd|company|active|2019-02-28|150050||NULL"])
    }

    /// Two files that were joined: no customer is named `account`.
    @Test func theHeaderAgainIsToldAndIsNoRow() throws {
        let header = "account, name"
        let file = try fixture.load(
            "customers.csv", "\(header)\nB1,B\n\(header)\nB2,name\n\"account\",\" name\"\n")
        #expect((file.rows, file.inserted, file.rejected, file.notices) == (4, 2, 0, 2))
        let told = fixture.issues.map { "\($0)" }
        #expect(
            told == [
                "customers.csv:3: the header again; ignored",
                "customers.csv:5: the header again; ignored",
            ])
        #expect(
            try fixture.rows("SELECT name FROM customers WHERE account > 'B'") == ["B", "name"])
    }

    @Test func importingAgainChangesNothingAndTellsNobody() throws {
        let text = "account,name,kind\nA1,Acme,company\nB1,B,person\n"
        #expect(try fixture.load("customers.csv", text).updated == 1)
        let changes = try fixture.changeCount()
        let again = try fixture.load("customers.csv", text)
        #expect((again.inserted, again.updated, again.unchanged) == (0, 0, 2))
        #expect(try fixture.changeCount() == changes)
    }

    @Test func aMissingColumnStaysAndAnEmptyFieldClears() throws {
        try fixture.load(
            "customers.csv",
            "account,kind,city,since,credit_limit\nA1,dealer,Leeds,2020-01-01,5\n")
        try fixture.load("customers.csv", "account,city,since\nA1,,\n")
        #expect(
            try fixture.rows(
                "SELECT name, kind, city, since, credit_limit FROM customers WHERE account = 'A1'")
                == ["Acme|dealer||NULL|500"])
        try fixture.load("customers.csv", "account,kind,credit_limit\nA1,,\n")
        #expect(
            try fixture.rows("SELECT kind, credit_limit FROM customers WHERE account = 'A1'")
                == ["person|NULL"])
    }

    @Test func anUpdateKeepsTheRowAndWhatBelongsToIt() throws {
        try fixture.load("phones.csv", "account,number\nA1,020 7946 0958\n")
        let before = try fixture.rows("SELECT id FROM customers WHERE account = 'A1'")
        try fixture.load("customers.csv", "account,name\nA1,Acme 2\n")
        #expect(try fixture.rows("SELECT id FROM customers WHERE account = 'A1'") == before)
        #expect(try fixture.rows("SELECT entered FROM phones") == ["020 7946 0958"])
    }

    @Test func aParentMayComeLaterOrNever() throws {
        let file = try fixture.load(
            "customers.csv",
            "account,parent_account\nB1,B2\nB2,\nB3,A1\nB4,B9\nB5,B5\n")
        #expect((file.inserted, file.badFields, file.notices) == (5, 1, 1))
        let parents = try fixture.rows(
            """
            SELECT c.account, p.account FROM customers c LEFT JOIN customers p
            ON p.id = c.parent_id WHERE c.account GLOB 'B*' ORDER BY c.account
            """)
        #expect(parents == ["B1|B2", "B2|NULL", "B3|A1", "B4|NULL", "B5|NULL"])
        #expect(fixture.issues.map(\.line) == [6, 5])
        let again = try fixture.load("customers.csv", "account,parent_account\nB1,B2\nB3,A1\n")
        #expect(again.unchanged == 2)
    }

    @Test func theLastOfTwoRowsTellsTheParent() throws {
        try fixture.load(
            "customers.csv", "account,parent_account\nA1,B1\nA1,A2\nA3,A2\nA3,B1\nB1,\n")
        let parents = try fixture.rows(
            """
            SELECT c.account, p.account FROM customers c JOIN customers p ON p.id = c.parent_id
            ORDER BY c.account
            """)
        #expect(parents == ["A1|A2", "A3|B1"])
    }

    @Test func phonesKeepWhatWasEnteredBesideWhatWasRead() throws {
        let file = try fixture.load(
            "phones.csv",
            "account,number,extension,role,label\nA1,+44 20 7946 0958,,shared,desk\n"
                + "A1,+44 20 7946 0958x12,,,\nA2,ask Bob?,7,,\n")
        #expect((file.inserted, file.notices) == (3, 1))
        #expect(
            try fixture.rows(
                "SELECT entered, number, extension, role, problem FROM phones ORDER BY id") == [
                    "+44 20 7946 0958|442079460958||shared|",
                    "+44 20 7946 0958x12|442079460958|12|direct|",
                    "ask Bob?|NULL|7|direct|unreadable in DE",
                ])
        let notice = ImportIssue(
            kind: .notice, file: "phones.csv", line: 4, column: "number",
            reason: "unreadable in DE; kept as entered")
        #expect(fixture.issues == [notice])
        let update = try fixture.load(
            "phones.csv", "account,number,role\nA1,+44 20 7946 0958x12,third-party\n")
        #expect(update.updated == 1)
        #expect(
            try fixture.rows("SELECT extension, role FROM phones WHERE entered GLOB '*x12'")
                == ["12|third-party"])
    }

    @Test func aFileThatLacksARequiredColumnUpdatesOnly() throws {
        try fixture.load(
            "complaints.csv", "reference,account,received_at\nC1,A1,2026-01-05T10:00:00Z\n")
        let file = try fixture.load(
            "complaints.csv", "reference,status,upheld\nC1,closed,1\nC1,closed,1\nC2,open,\n")
        #expect((file.updated, file.unchanged, file.rejected) == (1, 1, 1))
        #expect(
            fixture.issues.map(\.description) == [
                "complaints.csv:4: reference: not known yet, and a new row needs "
                    + "account, received_at"
            ])
        #expect(
            try fixture.rows("SELECT reference, status, upheld FROM complaints") == ["C1|closed|1"])
    }

    @Test func sourcesAreNotedEvenForAFileWithoutRows() throws {
        #expect(try fixture.rows("SELECT name FROM sources ORDER BY name") == ["interruptions"])
        try fixture.load("referrals.csv", "reference,referrer_account\n")
        try fixture.load("complaints.csv", "")
        #expect(
            try fixture.rows("SELECT name, loaded_at FROM sources ORDER BY name")
                == ["interruptions|1800000000", "referrals|1800000000"])
    }

    @Test func pairsAreTheKeyOfThePairFile() throws {
        let text = "account,interruption\nA1,I1\nA2,I1\nA1,I1\n"
        let file = try fixture.load("interruption_customers.csv", text)
        #expect((file.inserted, file.unchanged) == (2, 1))
        #expect(try fixture.load("interruption_customers.csv", text).unchanged == 3)
    }

    @Test func theChangeLogIsCut() throws {
        try fixture.database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO change_log (seq, customer_id) VALUES (2000, 1), (3000000, 1)
                    """)
        }
        try fixture.load("customers.csv", "account,name\nA1,New\n")
        #expect(
            try fixture.rows("SELECT min(seq), max(seq) FROM change_log") == ["3000000|3000001"])
    }

    @Test func aFolderMustHoldExchangeFiles() throws {
        #expect(throws: ExchangeError.self) { try fixture.load() }
        #expect(throws: ExchangeError.self) { try fixture.load(from: "/nowhere") }
        try fixture.write("customer.csv", "account\n")
        try fixture.write("engagements.csv", "reference,account,at,colour\n")
        let report = try fixture.load()
        #expect(report.files.map(\.notices) == [1, 1])
        #expect(
            fixture.issues.map(\.description) == [
                "customer.csv: no exchange file; ignored",
                "engagements.csv:1: colour: unknown column; ignored",
            ])
    }

    @Test func progressAndTableTellWhatHappened() throws {
        try fixture.write("customers.csv", "account,name\nA1,Acme\nZ9,Zoo\n?,\"\n")
        var lines: [ImportProgress] = []
        let settings = Importer.Settings(
            region: "GB", readNumber: ExchangeFixture.readNumber,
            now: { Moment(secondsSince1970: 0) }, elapsed: { .milliseconds(1500) },
            onProgress: { lines.append($0) })
        let report = try Importer(database: fixture.database, settings: settings)
            .run(folder: fixture.folder + "/files")
        #expect(lines.map(\.rows) == [0, 3])
        #expect(lines.last?.bytesDone == lines.last?.bytesTotal)
        let table = report.table.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        #expect(
            table == [
                "file rows new updated unchanged removed rejected fields notices guessed seconds",
                "customers.csv 3 1 0 1 0 1 0 0 0 0.0", "total 3 1 0 1 0 1 0 0 0 0.0",
            ])
        let widths = Set(report.table.split(separator: "\n").map(\.count))
        #expect(widths.count == 1)
        var drawn = ""
        let display = ImportDisplay { drawn += $0 }
        display.show(
            ImportProgress(file: "phones.csv", bytesDone: 50, bytesTotal: 100, rows: 7))
        #expect(drawn.hasSuffix("[###############---------------]  50 %  7 rows"))
    }
}
