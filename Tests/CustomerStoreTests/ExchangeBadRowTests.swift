import Testing

@testable import CustomerStore

/// One bad row and the report it must give, `column: reason`.
struct BadRow: Sendable, CustomTestStringConvertible {
    let file: String
    let header: String
    let row: String
    let report: String

    init(_ file: String, _ header: String, _ row: String, _ report: String) {
        self.file = file
        self.header = header
        self.row = row
        self.report = report
    }

    var testDescription: String { "\(file): \(row.prefix(40))" }

    private static let accountForm =
        "write 1 to 64 printable ASCII characters without space, quote, backslash, comma and "
        + "semicolon, not starting with # or *, and not - alone"
    private static let amountForm = "write at most 12 digits, a dot and at most two digits"
    private static let long = String(repeating: "x", count: 65)
    private static let longQuoted = String(repeating: "x", count: 40) + "..."

    static let customers = [
        BadRow("customers.csv", "account,name", ",x", "account: empty, but a row needs it"),
        BadRow("customers.csv", "account", "A 1", "account: 'A 1' is no account; \(accountForm)"),
        BadRow("customers.csv", "account", "#1", "account: '#1' is no account; \(accountForm)"),
        BadRow("customers.csv", "account", "-", "account: '-' is no account; \(accountForm)"),
        BadRow(
            "customers.csv", "account,objects_to_profiling", "B,yes",
            "objects_to_profiling: 'yes' is neither 1 nor 0"),
        BadRow("customers.csv", "account", "Ä1", "account: 'Ä1' is no account; \(accountForm)"),
        BadRow("customers.csv", "account,name", "B", "1 fields where the header has 2"),
        BadRow("customers.csv", "account,name", "B,x,y", "3 fields where the header has 2"),
        BadRow(
            "customers.csv", "account,name", "B,x\"y", "name: a quote in a field that is not quoted"
        ),
        BadRow(
            "customers.csv", "account,name", "B,\"x\"y", "name: text after the closing quote"),
        BadRow("customers.csv", "account,name", "B,x\0", "name: a NUL byte"),
        BadRow(
            "customers.csv", "account,name", "B,\"x",
            "name: the quote that opens here is never closed"),
    ]

    static let facts = [
        BadRow("phones.csv", "account,number", "A9,1", "account: no customer 'A9'"),
        BadRow("phones.csv", "account,number", "A1,", "number: empty, but a row needs it"),
        BadRow(
            "phones.csv", "account,number", "A1,\(long)",
            "number: '\(longQuoted)' is longer than 64 characters"),
        BadRow(
            "complaints.csv", "reference,account,received_at", "C1,A1,2026-01-01T10:00",
            "received_at: '2026-01-01T10:00' is no moment with a zone; "
                + "write YYYY-MM-DDTHH:MM:SSZ"),
        BadRow(
            "complaints.csv", "reference,account,received_at", "\(long),A1,2026-01-02T00:00Z",
            "reference: '\(longQuoted)' is longer than 64 characters"),
        BadRow(
            "interruptions.csv", "reference,began_at,ended_at",
            "I9,2026-01-02T00:00Z,2026-01-01T23:59Z", "ended_at: before began_at"),
        BadRow(
            "interruptions.csv", "reference,began_at,planned", "I9,2026-01-02T00:00Z,yes",
            "planned: 'yes' is neither 1 nor 0"),
        BadRow(
            "complaints.csv", "reference,account,received_at,status",
            "C1,A1,2026-01-02T00:00Z,opne",
            "status: 'opne' is none of open, closed, merged, error"),
        BadRow(
            "invoices.csv", "number,account,issued_on,amount,paid_on",
            "N1,A1,2026-01-01,1,yesterday",
            "paid_on: 'yesterday' is no date; write YYYY-MM-DD"),
        BadRow(
            "value_overrides.csv", "account,value,reason,set_at", "A1,6,x,2026-01-01T00:00Z",
            "value: '6' is no value; write 1 to 5"),
        BadRow(
            "value_overrides.csv", "account,value,reason,set_at", "A1,5,,2026-01-01T00:00Z",
            "reason: empty, but a row needs it"),
        BadRow(
            "interruptions.csv", "reference,began_at", "I9,",
            "began_at: empty, but a row needs it"),
        BadRow(
            "interruption_customers.csv", "interruption,account", "I8,A1",
            "interruption: no interruption 'I8'"),
        BadRow(
            "invoices.csv", "number,account,issued_on,amount", "N1,A1,2026-01-01,1.234",
            "amount: '1.234' is no amount; \(amountForm)"),
        BadRow(
            "invoices.csv", "number,account,issued_on,amount", "N1,A1,2026-01-01,",
            "amount: empty, but a row needs it"),
    ]

    /// A field that costs itself only: a new row gets the default.
    static let fields = [
        BadRow(
            "customers.csv", "account,kind", "B,firm",
            "kind: 'firm' is none of person, company, dealer, distributor"),
        BadRow(
            "customers.csv", "account,state", "B,Active",
            "state: 'Active' is none of active, prospect, lapsed, left"),
        BadRow(
            "customers.csv", "account,since", "B,2023-02-29",
            "since: '2023-02-29' is no date; write YYYY-MM-DD"),
        BadRow(
            "customers.csv", "account,birthday", "B,1.2.1980",
            "birthday: '1.2.1980' is no date; write YYYY-MM-DD"),
        BadRow(
            "customers.csv", "account,country", "B,gb",
            "country: 'gb' is not 2 capital letters"),
        BadRow(
            "customers.csv", "account,currency", "B,€",
            "currency: '€' is not 3 capital letters"),
        BadRow(
            "customers.csv", "account,credit_limit", "B,\"1,500\"",
            "credit_limit: '1,500' is no amount; \(amountForm)"),
        BadRow(
            "customers.csv", "account,parent_account", "B,B",
            "parent_account: a customer is not its own parent"),
        BadRow(
            "phones.csv", "account,number,role", "A1,100,home",
            "role: 'home' is none of direct, shared, block, third-party"),
        BadRow(
            "complaints.csv", "reference,account,received_at,closed_at",
            "C1,A1,2026-01-02T00:00Z,2026-01-01T00:00Z", "closed_at: before received_at"),
        BadRow(
            "complaints.csv", "reference,account,received_at,upheld", "C1,A1,2026-01-02T00:00Z,yes",
            "upheld: 'yes' is neither 1 nor 0"),
        BadRow(
            "referrals.csv", "reference,referrer_account,referred_account", "R1,A1,A1",
            "referred_account: a customer cannot refer itself"),
        BadRow(
            "referrals.csv", "reference,referrer_account,referred_account", "R1,A1,A9",
            "referred_account: no customer 'A9'"),
        BadRow(
            "interactions.csv", "reference,account,at,direction", "T1,A1,2026-01-01T00:00Z,both",
            "direction: 'both' is none of in, out"),
        BadRow(
            "engagements.csv", "reference,account,at,score", "E1,A1,2026-01-01T00:00Z,4.5",
            "score: '4.5' is no whole number of at most 9 digits"),
    ]

    /// A header that cannot be used costs the file.
    static let headers = [
        BadRow("customers.csv", "name,city", "", "the header has no column account"),
        BadRow(
            "customers.csv", "account;name", "",
            "the header has no column account; columns are separated by commas"),
        BadRow(
            "customers.csv", "sep=,", "",
            "the header has no column account; the line sep= is none, take it out"),
        BadRow(
            "customers.csv", "sep=;", "",
            "the header has no column account; the line sep= is none, take it out; columns are"
                + " separated by commas"),
        BadRow("customers.csv", "account,name,name", "", "the header names name twice"),
        BadRow("phones.csv", "account", "", "the header has no column number"),
        BadRow("complaints.csv", "", "", "no header row"),
        BadRow("complaints.csv", "a\0", "", "header: a NUL byte"),
    ]
}

@Suite struct ExchangeBadRowTests {
    private let fixture: ExchangeFixture

    init() throws {
        fixture = try ExchangeFixture()
        try fixture.load("customers.csv", "account\nA1\n")
    }

    /// The bad row stands between two good ones, of which the first has two lines.
    @Test(arguments: BadRow.customers)
    func aBadCustomerCostsItselfOnly(_ bad: BadRow) throws {
        let width = bad.header.split(separator: ",").count
        let fill = width == 2 ? "," : ""
        let last = width == 2 ? "\"two\nlines\"" : ""
        let file = try fixture.load(
            bad.file,
            "\(bad.header)\nG1\(width == 2 && bad.header.hasSuffix("name") ? ",\(last)" : fill)\n"
                + "\(bad.row)\nG2\(fill)\n")
        #expect((file.rows, file.inserted, file.rejected) == (3, 2, 1))
        let line = bad.header.hasSuffix("name") ? 4 : 3
        #expect(fixture.issues.map(\.description) == ["\(bad.file):\(line): \(bad.report)"])
        #expect(try fixture.rows("SELECT account FROM customers") == ["A1", "G1", "G2"])
    }

    @Test(arguments: BadRow.facts)
    func aBadFactIsToldWithLineColumnAndReason(_ bad: BadRow) throws {
        let file = try fixture.load(bad.file, "\(bad.header)\n\(bad.row)\n")
        #expect((file.rows, file.rejected) == (1, 1))
        #expect(fixture.issues.map(\.description) == ["\(bad.file):2: \(bad.report)"])
        #expect(fixture.issues.map(\.kind) == [.badRow])
    }

    @Test(arguments: BadRow.fields)
    func aBadFieldIsLeftOutOfItsRow(_ bad: BadRow) throws {
        let file = try fixture.load(bad.file, "\(bad.header)\n\(bad.row)\n")
        #expect((file.rows, file.inserted, file.badFields, file.rejected) == (1, 1, 1, 0))
        #expect(
            fixture.issues.map(\.description)
                == ["\(bad.file):2: \(bad.report); the rest of the row is imported"])
        #expect(fixture.issues.map(\.kind) == [.badField])
    }

    /// Several fields at once, in rows beside others: each row keeps what it had there.
    @Test func aBadFieldLeavesAKnownRowWhatItHas() throws {
        let header = "account,name,since,birthday,credit_limit,kind\n"
        try fixture.load(
            "customers.csv", header + "B1,Old,2020-01-01,1980-01-01,5,dealer\n")
        let file = try fixture.load(
            "customers.csv",
            header + "B1,New,yesterday,1981-02-02,1e3,firm\nB2,Two,2021-01-01,?,7,company\n"
                + "B1,Newer,2022-01-01,,8,\n")
        #expect((file.updated, file.inserted, file.badFields, file.rejected) == (2, 1, 4, 0))
        #expect(
            try fixture.rows(
                "SELECT name, since, birthday, credit_limit, kind FROM customers WHERE id > 1") == [
                    "Newer|2022-01-01|NULL|800|person", "Two|2021-01-01|NULL|700|company",
                ])
        try fixture.load("customers.csv", header + "B2,Two,?,1990-01-01,?,?\n")
        #expect(
            try fixture.rows(
                "SELECT since, birthday, credit_limit, kind FROM customers WHERE account = 'B2'")
                == ["2021-01-01|1990-01-01|700|company"])
    }

    @Test(arguments: BadRow.headers)
    func aHeaderThatCannotBeUsedCostsTheFile(_ bad: BadRow) throws {
        let file = try fixture.load(bad.file, bad.header + (bad.header.isEmpty ? "" : "\nA1\n"))
        #expect((file.inserted, file.rejected) == (0, 1))
        let told = fixture.issues.map(\.description)
        #expect(told == ["\(bad.file):1: \(bad.report); the file is not imported"])
        #expect(try fixture.rows("SELECT * FROM sources").isEmpty)
    }

    @Test(arguments: [
        ("0", 0), ("7", 700), ("1234.5", 123_450), ("-3", -300), ("-0.05", -5), ("0.10", 10),
        ("999999999999.99", 99_999_999_999_999),
    ])
    func amountsAreExact(text: String, hundredths: Int64) throws {
        try fixture.load("customers.csv", "account,credit_limit\nA1,\(text)\n")
        #expect(try fixture.rows("SELECT credit_limit FROM customers") == ["\(hundredths)"])
    }

    @Test(
        arguments: ["", "-", ".5", "5.", "+5", "1e3", "1 000", "0x1", "1.2.3", "--1"].dropFirst())
    func otherAmountsAreRefused(text: String) throws {
        #expect(
            try fixture.load("customers.csv", "account,credit_limit\nA1,\(text)\n").badFields == 1)
    }

    @Test(arguments: [
        ("2026-11-21T09:12:30Z", 1_795_252_350), ("2026-11-21T10:12:30+01:00", 1_795_252_350),
        ("2026-11-21 09:12Z", 1_795_252_320), ("2026-11-21T09:12:30.5-0000", 1_795_252_350),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func momentsAreReadWithTheirZone(text: String, seconds: Int64) throws {
        try fixture.load("engagements.csv", "reference,account,at\nE1,A1,\(text)\n")
        #expect(try fixture.rows("SELECT at FROM engagements") == ["\(seconds)"])
    }
}
