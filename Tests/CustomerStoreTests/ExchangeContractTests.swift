import Foundation
import GRDB
import Testing

@testable import CustomerStore

/// `Protocol/exchange.md` says what the code does.
@Suite struct ExchangeContractTests {
    private let page: [String]

    init() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appending(path: "Protocol/exchange.md"), encoding: .utf8)
        page = text.components(separatedBy: "\n")
    }

    /// The rows of the table under `## name`, cell by cell.
    private func table(_ name: String) throws -> [[String]] {
        let start = try #require(page.firstIndex(of: "## \(name)"))
        return page[(start + 1)...].prefix { !$0.hasPrefix("## ") }
            .filter { $0.hasPrefix("| `") }
            .map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            }
    }

    private func example(_ name: String) throws -> String {
        let start = try #require(page.firstIndex(of: "```csv \(name)"))
        return page[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n") + "\n"
    }

    @Test(arguments: ExchangeFile.all.map(\.name))
    func theColumnsAreThoseOfTheCode(name: String) throws {
        let file = try #require(ExchangeFile.all.first { $0.name == name })
        let rows = try table(name)
        #expect(rows.map { $0[0] } == file.columns.map { "`\($0.name)`" })
        for (row, column) in zip(rows, file.columns) {
            #expect(row[1] == words(for: column.form), "\(column.name)")
            #expect(row[2] == costs(of: column), "\(column.name)")
        }
    }

    private func costs(of column: ExchangeColumn) -> String {
        column.isRequired ? "yes" : column.cost == .row ? "right or none" : ""
    }

    private func words(for form: ExchangeColumn.Form) -> String {
        switch form {
        case .text: "text"
        case .filledText: "text, not empty"
        case .reference(let limit):
            limit == ExchangeFile.referenceLimit ? "reference" : "reference of \(limit)"
        case .interruption: "reference"
        case .newAccount, .customer, .parent: "account"
        case .word(let words): "word: " + words.map { "\($0)" }.joined(separator: ", ")
        case .code(let letters): "code of \(letters)"
        case .date: "date"
        case .moment: "moment"
        case .amount: "amount"
        case .integer: "integer"
        case .grade: "integer 1 to 5"
        case .phoneNumber: "E.164"
        case .flag: "flag"
        case .optionalFlag: "flag?"
        }
    }

    @Test func theExampleIsImportedWithoutAWord() throws {
        let fixture = try ExchangeFixture()
        for file in ExchangeFile.all { try fixture.write(file.name, try example(file.name)) }
        let report = try fixture.load()
        #expect(fixture.issues == [])
        #expect(report.files.allSatisfy { $0.rows > 0 && $0.inserted == $0.rows })
        #expect(
            try fixture.rows(
                """
                SELECT p.account FROM customers JOIN customers AS p ON p.id = customers.parent_id
                WHERE customers.account = 'A1042'
                """) == ["A2000"])
    }

    @Test func theLimitsAreThoseOfTheCode() throws {
        let text = page.joined(separator: "\n")
        #expect(CSVLimits.fieldBytes == 65_536 && text.contains("| a field | 65,536 bytes |"))
        #expect(CSVLimits.rowBytes == 2 << 20 && text.contains("| a row | 2 MiB with quotes |"))
        #expect(CSVLimits.columns == 256 && text.contains("| columns of a file | 256 |"))
        #expect(RowBatch.rowLimit == 5000 && FileImport.transactionLimit == .milliseconds(50))
        #expect(text.contains("| rows in a transaction | 5,000, or 50 ms |"))
        #expect(Importer.busyTimeoutSeconds == 30 && text.contains("| 30 s |"))
        #expect(FileImport.changeLimit == 1_000_000)
        #expect(text.contains("| the newest 1,000,000 rows |"))
    }
}
