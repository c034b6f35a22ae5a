import Customers
import GRDB
import ProtocolWords
import Testing

@testable import TextDoor

/// A text comes whole by its reference, however long it is and whoever wrote it.
@Suite struct WholeTextTests {
    /// Lines of every ending, empty ones, one that is longer than a field, marks of one letter.
    private static let texts = [
        "one line", "two\nlines", "\nfirst and last are empty\n", "mixed\r\nends\rhere\u{2028}too",
        String(repeating: "é", count: 2500) + "\nshort", String(repeating: "日本", count: 1000),
        "e" + String(repeating: "\u{301}", count: 3000), String(repeating: "x\n", count: 5000),
    ]

    @Test(arguments: texts)
    func aTextIsPutTogetherFromItsPieces(_ text: String) {
        let pieces = TextPieces(text)
        #expect(!pieces.isCut)
        #expect(pieces.pieces.allSatisfy { $0.text.utf8.count <= Limits.textBytes })
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        #expect(Self.joined(pieces.pieces) == lines.joined(separator: "\n"))
    }

    @Test func whatIsLongerThanTheLimitSaysSo() {
        let limit = Limits.entryTextBytes
        let pieces = TextPieces(String(repeating: "é", count: limit / 2) + "!")
        #expect(pieces.isCut)
        #expect(Self.joined(pieces.pieces).utf8.count == limit)
        #expect(!TextPieces(String(repeating: "é", count: limit / 2)).isCut)
    }

    /// Over the wire, what another program has written, also under a name of 64 wide letters.
    @Test func aTextThatAnotherProgramWroteIsReadWhole() throws {
        let path = try Base.shared.copy()
        let reference = String(repeating: "語", count: 64)
        let text = String(repeating: "wörd ", count: 20_000)
        try DatabaseQueue(path: path).write {
            try $0.execute(
                sql: "INSERT INTO notes (reference, customer_id, at, text) VALUES (?, 2, 0, ?)",
                arguments: [reference, text])
        }
        let stage = try MemoryStage(path: path)
        stage.send(Array("HISTORY #2 reference=\(reference)\n".utf8), from: "a")
        let lines = stage.allLines(for: "a")
        #expect(lines.first == "210 A1043 entries=1" && lines.last == ".")
        #expect(lines.contains("cut of=detail bytes=\(text.utf8.count)"))
        let parts = lines.filter { $0.hasPrefix("text of=detail more=") }
        let read = parts.map { $0.split(separator: "\"")[1] }.joined()
        #expect(text.hasPrefix(read) && read.utf8.count > Limits.entryTextBytes - 4)
        #expect(parts.dropLast().allSatisfy { $0.contains("more=1") })
    }

    /// Whatever its letters take: 192 bytes are 64 of these.
    @Test func aReferenceIsCountedInCharacters() throws {
        let stage = try MemoryStage()
        let reference = String(repeating: "語", count: 64)
        for line in [
            "NOTE A1043 reference=\(reference) one", "NOTE A1043 reference=\(reference)語 more",
            "COMPLAINT A1043 reference=\(reference) two", "COMPLAINT CLOSE \(reference) done",
        ] {
            stage.send(Array("\(line)\n".utf8), from: "a")
        }
        let said = (0..<4).map { _ in stage.nextLine(for: "a") ?? "no line" }
        #expect(said.map { $0.prefix(3) } == ["201", "503", "201", "201"], "\(said)")
        #expect(said[0] == "201 reference=\"\(reference)\"")
    }

    private static func joined(_ pieces: [TextPieces.Piece]) -> String {
        var text = ""
        for (index, piece) in pieces.enumerated() {
            text += piece.text
            if !piece.goesOn, index + 1 < pieces.count { text += "\n" }
        }
        return text
    }
}
