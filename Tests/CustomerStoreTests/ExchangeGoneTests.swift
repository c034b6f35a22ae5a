import Customers
import GRDB
import Testing

@testable import CustomerStore

/// Which source a row is from, whose it stays, and when it goes.
@Suite struct ExchangeGoneTests {
    private let fixture: ExchangeFixture
    private let crm = ImportOrigin("crm")!
    private let billing = ImportOrigin("billing")!

    init() throws {
        fixture = try ExchangeFixture()
        try fixture.write("customers.csv", "account\nA1\nA2\nA3\nA4\n")
        try fixture.write("phones.csv", "account,number\nA1,101\nA2,102\nA3,103\nA4,104\n")
        try fixture.write(
            "invoices.csv",
            "number,account,issued_on,amount\nN1,A1,2026-01-01,1\n"
                + "N2,A2,2026-01-01,2\nN3,A3,2026-01-01,3\n")
        try fixture.load()
        for name in ["customers.csv", "phones.csv", "invoices.csv"] { try fixture.remove(name) }
        // By agents and by other programs.
        try fixture.database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO phones (customer_id, entered, linked_at) VALUES (1, '+49111', 5);
                    INSERT INTO notes (reference, customer_id, at, text) VALUES ('M1', 1, 5, 'x');
                    INSERT INTO invoices (number, customer_id, issued_on, amount)
                    VALUES ('DESK', 1, '2026-01-01', 1);
                    """)
        }
    }

    private func invoices() throws -> [String] {
        try fixture.rows(
            """
            SELECT number, account, i.source FROM invoices i JOIN customers c ON c.id = customer_id
            ORDER BY i.id
            """)
    }

    /// Two systems that count in the same way: neither takes the other's incident for its own.
    @Test func anInterruptionStaysItsSources() throws {
        func load(_ service: String, _ account: String, _ origin: ImportOrigin) throws
            -> ImportReport
        {
            try fixture.write(
                "interruptions.csv",
                "reference,service,began_at\n"
                    + "I1,\(service),2026-10-01T10:00Z\nI-\(account),x,2026-10-01T10:00Z\n")
            try fixture.write(
                "interruption_customers.csv",
                "interruption,account\nI1,\(account)\nI-\(account),\(account)\n")
            return try fixture.load(origin: origin)
        }
        #expect(try load("internet", "A1", crm).isWhole)
        let other = try load("phone", "A2", billing)
        #expect(other.files.map(\.rejected) == [1, 1])
        #expect(
            fixture.issues.map(\.description) == [
                "interruptions.csv:2: reference: known already, of source 'crm', "
                    + "with another service or beginning",
                "interruption_customers.csv:2: interruption: no interruption 'I1'",
            ])
        // Whom it touched besides anybody may tell.
        #expect(try load("internet", "A3", billing).isWhole)
        #expect(
            try fixture.rows(
                """
                SELECT service, account FROM interruptions i
                JOIN interruption_customers ON i.id = interruption_id
                JOIN customers c ON c.id = customer_id WHERE reference = 'I1' ORDER BY account
                """) == ["internet|A1", "internet|A3"])
        // What is the source's own it may correct.
        #expect(try load("fibre", "A1", crm).isWhole)
        #expect(
            try fixture.rows("SELECT service FROM interruptions WHERE reference = 'I1'")
                == ["fibre"])
    }

    @Test func whatIsGoneInTheSourceGoesWhenAsked() throws {
        try fixture.write("customers.csv", "account\nA1\nA2\nA3\n")
        try fixture.write("phones.csv", "account,number\nA1,101\nA2,202\nA3,103\n")
        try fixture.write(
            "invoices.csv",
            "number,account,issued_on,amount\nN1,A1,2026-01-01,1\n"
                + "N2,A2,2026-01-01,2\n")
        let kept = try fixture.load()
        #expect(kept.total.removed == 0)
        #expect(try fixture.rows("SELECT account FROM customers").count == 4)
        let report = try fixture.load(removal: .upToHalf)
        #expect(report.isWhole)
        #expect(report.files.map(\.removed) == [1, 2, 1])
        #expect(
            try fixture.rows("SELECT entered FROM phones ORDER BY id")
                == ["101", "103", "+49111", "202"])
        #expect(try fixture.rows("SELECT account FROM customers") == ["A1", "A2", "A3"])
        #expect(
            try fixture.rows("SELECT number FROM invoices ORDER BY id") == ["N1", "N2", "DESK"])
        #expect(try fixture.rows("SELECT count(*) FROM notes") == ["1"])
        #expect(try fixture.load(removal: .upToHalf).total.removed == 0)
    }

    @Test func moreThanHalfGoesOnlyByForce() throws {
        let text = "number,account,issued_on,amount\nN1,A1,2026-01-01,1\n"
        try fixture.write("invoices.csv", text)
        let refused = try fixture.load(removal: .upToHalf)
        #expect(!refused.isWhole)
        #expect((refused.files[0].removed, refused.files[0].notRemoved) == (0, 2))
        #expect(fixture.issues.map(\.kind) == [.notRemoved])
        #expect(fixture.issues[0].description.contains("2 of 3 rows are gone"))
        #expect(try fixture.load(removal: .allThatIsGone).files[0].removed == 2)
        #expect(try invoices() == ["N1|A1|import", "DESK|A1|"])
    }

    @Test func aBadRowStillSaysThatItIsThere() throws {
        try fixture.write(
            "invoices.csv",
            "number,account,issued_on,amount\nN1,A1,2026-01-01,1\n"
                + "N2,A2,yesterday,2\nN3,A9,2026-01-01,3\n")
        let report = try fixture.load(removal: .upToHalf)
        #expect((report.rejected, report.total.removed) == (2, 0))
        #expect(try invoices().count == 4)
    }

    @Test(arguments: ["\"N3,A3,2026-01-01,3\n", ",A3,2026-01-01,3\n", "N3\n"])
    func nothingGoesWhereARowCannotBeTold(row: String) throws {
        try fixture.write(
            "invoices.csv",
            "number,account,issued_on,amount\nN1,A1,2026-01-01,1\nN2,A2,2026-01-01,1\n" + row)
        let report = try fixture.load(removal: .allThatIsGone)
        #expect((report.total.removed, report.total.notRemoved, report.isWhole) == (0, 1, false))
        #expect(try invoices().count == 4)
    }

    @Test func aFileThatIsNotThereTakesNothingAway() throws {
        try fixture.write("customers.csv", "account\nA1\nA2\nA3\n")
        #expect(try fixture.load(removal: .upToHalf).files.map(\.removed) == [1])
        #expect(try fixture.rows("SELECT entered FROM phones").count == 4)
        try fixture.write("customers.csv", "name\nx\n")
        #expect(try fixture.load(removal: .allThatIsGone).total.removed == 0)
        #expect(try fixture.rows("SELECT * FROM customers").count == 3)
    }

    @Test func aSourceTakesAwayItsOwnOnly() throws {
        let head = "number,account,issued_on,amount\n"
        try fixture.write("invoices.csv", head + "B1,A1,2026-01-01,1\nB2,A2,2026-01-01,1\n")
        try fixture.load(origin: billing)
        try fixture.write("invoices.csv", head + "C1,A1,2026-01-01,1\nN1,A1,2026-01-01,1\n")
        // What nobody has named becomes the source's that tells it.
        try fixture.load(origin: crm, removal: .upToHalf)
        #expect(
            try invoices() == [
                "N1|A1|crm", "N2|A2|import", "N3|A3|import", "DESK|A1|", "B1|A1|billing",
                "B2|A2|billing", "C1|A1|crm",
            ])
        try fixture.write("invoices.csv", head + "B2,A2,2026-01-01,1\n")
        #expect(try fixture.load(origin: billing, removal: .upToHalf).total.removed == 1)
        #expect(try invoices().contains("B2|A2|billing"))
        #expect(try invoices().contains("C1|A1|crm"))
    }

    /// Two systems may count from 1; a case of one customer never becomes another's.
    @Test(arguments: [
        ("complaints.csv", "reference,account,received_at,status", "X,%,2026-01-01T00:00Z,open"),
        ("referrals.csv", "reference,referrer_account", "X,%"),
        ("invoices.csv", "number,account,issued_on,amount", "X,%,2026-01-01,5"),
        ("interactions.csv", "reference,account,at", "X,%,2026-01-01T00:00Z"),
        ("engagements.csv", "reference,account,at", "X,%,2026-01-01T00:00Z"),
        ("notes.csv", "reference,account,at,text", "X,%,2026-01-01T00:00Z,t"),
        ("reminders.csv", "reference,account,due_at,text", "X,%,2026-01-01T00:00Z,t"),
    ])
    func aReferenceStaysItsCustomers(name: String, header: String, row: String) throws {
        func load(_ account: String, _ origin: ImportOrigin) throws -> ImportReport.File {
            try fixture.write(name, "\(header)\n\(row.replacing("%", with: account))\n")
            return try fixture.load(origin: origin).files[0]
        }
        #expect(try load("A1", .none).inserted == 1)
        #expect(try load("A1", .none).unchanged == 1)
        for origin in [.none, crm] {
            #expect(try load("A2", origin).rejected == 1)
            #expect(fixture.issues.map(\.line) == [2])
            #expect(fixture.issues[0].reason.contains("of customer 'A1'"))
        }
        guard ExchangeFile.all.first(where: { $0.name == name })?.isSourced == true else { return }
        // Once it is the source's own, the source may give it away.
        #expect(try load("A1", crm).updated == 1)
        #expect(try load("A2", crm).updated == 1)
        #expect(try load("A3", billing).rejected == 1)
    }

    @Test func oneFileCannotGiveAReferenceToTwo() throws {
        let file = try fixture.load(
            "complaints.csv",
            "reference,account,received_at\nX,A1,2026-01-01T00:00Z\nX,A2,2026-01-01T00:00Z\n")
        #expect((file.inserted, file.rejected) == (1, 1))
        let update = try fixture.load("complaints.csv", "reference,account,status\nX,A2,closed\n")
        #expect(update.rejected == 1)
        #expect(try fixture.rows("SELECT status, customer_id FROM complaints") == ["open|1"])
    }

    @Test func aTouchOfAnInterruptionGoesToo() throws {
        try fixture.write("interruptions.csv", "reference,began_at\nI1,2026-01-01T00:00Z\n")
        let touches = "interruption,account\nI1,A1\nI1,A2\nI1,A3\n"
        try fixture.write("interruption_customers.csv", touches)
        #expect(try fixture.load(origin: crm).total.inserted == 4)
        #expect(try fixture.load(origin: crm).total.unchanged == 4)
        try fixture.write("interruption_customers.csv", "interruption,account\nI1,A1\nI1,A2\n")
        #expect(try fixture.load(origin: crm, removal: .upToHalf).files.map(\.removed) == [0, 1])
        #expect(
            try fixture.rows("SELECT customer_id FROM interruption_customers") == ["1", "2"])
    }
}
