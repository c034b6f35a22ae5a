import Customers
import Foundation
import Testing

@testable import CustomerStore

@Suite struct ExchangeCSVWriterTests {
    private let folder = NSTemporaryDirectory() + "csv-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    private func contents(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    @Test func onlyWhatNeedsQuotesGetsThem() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let writer = try CSVWriter(path: "\(folder)/a.csv", columns: ["a", "b"], lineEnd: .lf)
        for text in ["plain", "a,b", "say \"hi\"", "two\nlines", "cr\r", " blank ", "", "é;"] {
            writer.field(text)
        }
        try writer.endRow()
        try writer.finish()
        let quoted = "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\", blank ,,é;"
        #expect(try contents("a.csv") == "a,b\n\(quoted)\n")
    }

    @Test func valuesAreWrittenAsTheContractSays() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let writer = try CSVWriter(path: "\(folder)/a.csv", columns: ["a"])
        writer.field(Moment(secondsSince1970: 0))
        writer.field(Moment(secondsSince1970: 1_763_716_320))
        writer.field(CalendarDay(year: 987, month: 6, day: 5))
        for hundredths: Int64 in [0, 5, -5, 123_456, -100] {
            writer.field(Money(hundredths: hundredths))
        }
        writer.field(Int64(-907))
        writer.field(true)
        writer.emptyField()
        try writer.endRow()
        try writer.finish()
        let expected = [
            "1970-01-01T00:00:00Z", "2025-11-21T09:12:00Z", "0987-06-05", "0.00", "0.05", "-0.05",
            "1234.56", "-1.00", "-907", "1", "",
        ]
        #expect(try contents("a.csv") == "a\r\n\(expected.joined(separator: ","))\r\n")
    }

    @Test func anUnfinishedFileLeavesNothingBehind() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            let writer = try CSVWriter(path: "\(folder)/a.csv", columns: ["a"])
            writer.field("x")
            try writer.endRow()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func aFullDiskIsAnError() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Linux: every write to /dev/full fails with ENOSPC.
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/a.csv.\(getpid()).part", withDestinationPath: "/dev/full")
        let writer = try CSVWriter(path: "\(folder)/a.csv", columns: ["a"])
        #expect(throws: ExchangeError.diskFull(path: "\(folder)/a.csv")) { try writer.finish() }
    }

    @Test func aMissingFolderIsAnError() {
        #expect(throws: ExchangeError.self) {
            try CSVWriter(path: "\(folder)/none/a.csv", columns: ["a"])
        }
    }

    @Test(arguments: UInt64(1)...20)
    func theReaderReadsWhatTheWriterWrote(seed: UInt64) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var random = SeededRandom(seed: seed)
        let marks = ["a", "b", ",", "\"", "\n", "\r", "\r\n", " ", "é", "日", "🙂", ";"]
        let rows = (0..<50).map { _ in
            ["k"]
                + (0..<5).map { _ in
                    (0..<Int.random(in: 0...8, using: &random))
                        .map { _ in marks.randomElement(using: &random) ?? "" }.joined()
                }
        }
        let writer = try CSVWriter(
            path: "\(folder)/a.csv", columns: ["k"], lineEnd: seed % 2 == 0 ? .lf : .crlf)
        for row in rows {
            for field in row { writer.field(field) }
            try writer.endRow()
        }
        try writer.finish()
        var reader = CSVReader(try FileSource(path: "\(folder)/a.csv"))
        #expect(try reader.next() == .row)
        for row in rows {
            #expect(try reader.next() == .row)
            #expect((0..<reader.fieldCount).map { reader.text($0) } == row)
        }
        #expect(try reader.next() == .end)
    }
}
