import Foundation
import Glibc
import GRDB
import Testing

@testable import CustomerStore

/// What stands in a folder, and in which characters.
@Suite struct ExchangeFolderTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    private var files: String { fixture.folder + "/files" }

    /// Nothing is read of it, and nothing of the others has been imported.
    private func expectRefusal(_ name: String, _ kind: String) throws {
        do {
            try fixture.load()
            Issue.record("\(name) was read")
        } catch {
            #expect("\(error)".contains(name) && "\(error)".contains(kind), "\(error)")
        }
        #expect(try fixture.rows("SELECT * FROM customers").isEmpty)
    }

    @Test func whatIsNoFileIsRefusedByName() throws {
        try fixture.write("customers.csv", "account\nA1\n")
        let phones = files + "/phones.csv"
        #expect(unsafe mkfifo(phones, 0o600) == 0)
        try expectRefusal("phones.csv", "named pipe")
        try FileManager.default.removeItem(atPath: phones)
        #expect(unsafe symlink("/dev/zero", phones) == 0)
        try expectRefusal("phones.csv", "device")
        try FileManager.default.removeItem(atPath: phones)
        try FileManager.default.createDirectory(
            atPath: phones, withIntermediateDirectories: false)
        try expectRefusal("phones.csv", "folder")
        try FileManager.default.removeItem(atPath: phones)
        #expect(unsafe symlink("/no/such/file", phones) == 0)
        try expectRefusal("phones.csv", "No such file")
    }

    @Test func aFileIsKnownHoweverItsNameIsSpelled() throws {
        try fixture.write("CUSTOMERS.CSV", "account\nA1\n#\n")
        try fixture.write("Phones.csv", "account,number\nA1,0200\n")
        let report = try fixture.load()
        #expect(report.files.map(\.name) == ["CUSTOMERS.CSV", "Phones.csv"])
        #expect(report.files.map(\.inserted) == [1, 1])
        #expect(fixture.issues.map(\.file) == ["CUSTOMERS.CSV"])
        try fixture.write("phones.CSV", "account,number\nA1,0200\n")
        expectRefusalOfTwo()
    }

    private func expectRefusalOfTwo() {
        #expect(
            throws: ExchangeError.unreadable(
                path: files, reason: "it holds both Phones.csv and phones.CSV")
        ) { try fixture.load() }
    }

    @Test(arguments: [
        " account , name ", "account,\tname\t", "account\u{A0},\u{A0}name",
        "\"account \",\" name\"",
        "\u{FEFF}account, name",
    ])
    func blanksAroundANameOfAColumnDoNoHarm(header: String) throws {
        let file = try fixture.load("customers.csv", header + "\nA1,Acme\n")
        #expect((file.inserted, file.notices) == (1, 0))
        #expect(try fixture.rows("SELECT name FROM customers") == ["Acme"])
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian], [true, false])
    func utf16IsRead(encoding: String.Encoding, hasMark: Bool) throws {
        let text =
            "account,name\r\nA1,\"Größe 𝄞, zwei\r\nZeilen\"\r\n"
            + String(
                repeating: "A2,\(String(repeating: "é𝄞", count: 101))\r\n", count: 400)
        let bytes = try #require(((hasMark ? "\u{FEFF}" : "") + text).data(using: encoding))
        try bytes.write(to: URL(fileURLWithPath: files + "/customers.csv"))
        let report = try fixture.load()
        #expect(report.isWhole)
        #expect(
            try fixture.rows("SELECT name FROM customers ORDER BY id") == [
                "Größe 𝄞, zwei\r\nZeilen", String(repeating: "é𝄞", count: 101),
            ])
    }

    @Test func halfACharacterOfUTF16CostsItsRow() throws {
        for (bytes, rows) in [
            ([0x00, 0xD8, 0x0A, 0x00] as [UInt8], 1), ([0x00, 0xDC, 0x0A, 0x00], 1), ([0x41], 1),
        ] {
            var file = try #require("\u{FEFF}account\nA1\nA2".data(using: .utf16LittleEndian))
            file.append(contentsOf: bytes)
            try file.write(to: URL(fileURLWithPath: files + "/customers.csv"))
            let report = try fixture.load()
            #expect(report.rejected == rows)
            #expect(fixture.issues.map(\.reason) == ["not UTF-8"])
        }
    }

    @Test func utf32IsNamed() throws {
        let file = try #require("\u{FEFF}account\nA1\n".data(using: .utf32LittleEndian))
        try file.write(to: URL(fileURLWithPath: files + "/customers.csv"))
        #expect(try fixture.load().rejected == 1)
        #expect(fixture.issues.map(\.reason).first?.contains("UTF-32") == true)
    }

    @Test func theFirstIssuesOfAFileAreShownAndTheRestIsCounted() throws {
        let rows = (0..<20_000).map { "A \($0)\n" }.joined()
        try fixture.write("customers.csv", "account\n" + rows)
        try fixture.write("phones.csv", "account,number\nA1,1\n")
        let report = try fixture.load()
        #expect(report.rejected == 20_001)
        var shown: [ImportIssue] = []
        var limit = IssueLimit(3) { shown.append($0) }
        fixture.issues.forEach { limit.take($0) }
        #expect(shown.map(\.line) == [2, 3, 4, 2])
        #expect(limit.rest == ["customers.csv: 19997 more of such lines"])
    }

    /// A figure is unknown until a row of its kind was taken, or a file has none.
    @Test(arguments: [
        ("complaints", "reference,account,received_at", "C1,A1,x", "C1,A1,2026-01-01T00:00Z"),
        ("referrals", "reference,referrer_account", "R1,A9", "R1,A1"),
        ("interruptions", "reference,began_at", "I1,x", "I1,2026-01-01T00:00Z"),
    ])
    func aFileWhoseRowsWereAllRefusedTellsNothing(
        name: String, header: String, bad: String, good: String
    ) throws {
        try fixture.load("customers.csv", "account\nA1\n")
        let store = try CustomerStore(path: fixture.folder + "/test.db")
        try fixture.load("\(name).csv", "\(header)\n\(bad)\n\(bad)\n")
        #expect(try store.loadedSources() == [])
        try fixture.load("\(name).csv", "\(header)\n\(bad)\n\(good)\n")
        #expect(try store.loadedSources() != [])
        try fixture.load("\(name).csv", "\(header)\n\(bad)\n")
        #expect(try store.loadedSources() != [])
    }
}
