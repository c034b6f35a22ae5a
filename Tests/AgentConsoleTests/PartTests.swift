import ReplyReading
import Testing

@testable import AgentConsole

/// The parts that are used everywhere.
@Suite struct PartTests {
    @Test func whatSteersATerminalNeverReachesTheScreen() {
        let shown = String(DisplayWidth.showable("a\u{1B}[2J\u{7}b\u{202E}c\u{9B}d\u{200D}e\n"))
        #expect(shown == "a [2J bc de ")
    }

    @Test func aWideCharacterTakesTwoCellsOrNone() {
        var canvas = Canvas(rows: 1, columns: 5)
        canvas.put("日本語", row: 0)
        #expect(canvas.text == ["日本…"])
        #expect(canvas.cells.map(\.width) == [2, 0, 2, 0, 1])
        canvas.put("x", row: 0, column: 1)
        #expect(canvas.text == [" x本…"])
        #expect(canvas.cells.map(\.width) == [1, 1, 2, 0, 1])
    }

    /// Decomposed, as files of macOS have them.
    @Test(arguments: [
        ("한글", 4), ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", 4), ("Zoe\u{308}", 3),
        ("ไทย", 3), ("เปิ้ล", 3), ("e\u{301}\u{327}", 1), ("👍🏽", 4), ("½€", 2), ("हिन्दी", 5),
        ("\u{301}a", 2), ("a\u{1161}", 2),
    ])
    func aTextIsAsWideAsTheTerminalShowsIt(_ text: String, _ width: Int) {
        let shown = DisplayWidth.showable(text)
        #expect(shown.reduce(0) { $0 + DisplayWidth.of($1) } == width)
        var canvas = Canvas(rows: 1, columns: width + 1)
        #expect(canvas.put(text, row: 0) == width)
        var input = TextInput(byteLimit: 100)
        for scalar in text.unicodeScalars { input.insert(scalar) }
        #expect(input.characters.count == shown.count)
    }

    @Test func marksStayWithTheirLetter() {
        var input = TextInput(byteLimit: 100)
        for scalar in "Zoe\u{308}x".unicodeScalars { input.insert(scalar) }
        #expect(input.characters.count == 4 && input.text == "Zoëx")
        _ = input.take(.backspace)
        _ = input.take(.backspace)
        #expect(input.text == "Zo")
    }

    @Test func aTextBreaksAtSpacesAndTheCursorFollows() {
        let text = Array("one two three")
        let wrapped = WrappedText(text, cursor: 8, width: 8)
        #expect(wrapped.lines == ["one two ", "three"])
        #expect(wrapped.cursor == (1, 0))
        #expect(WrappedText(Array("abcd"), cursor: 4, width: 4).cursor == (1, 0))
        #expect(WrappedText(Array("a\n\nbc\n"), cursor: 3, width: 8).lines == ["a", "", "bc", ""])
        #expect(WrappedText(Array("a\n\nbc\n"), cursor: 6, width: 8).cursor == (3, 0))
        #expect(WrappedText("日本語日本語", width: 5).lines == ["日本", "語日", "本語"])
    }

    @Test func numbersAreLargeAndBounded() {
        #expect(BigNumber.lines(12) == ["▀█  ▀▀█", " █  █▀▀", "▀▀▀ ▀▀▀"])
        #expect(BigNumber.lines(123_456)[0].count == 15 && BigNumber.text(123_456) == "999+")
        #expect(BigNumber.lines(nil)[1] == "▀▀▀" && BigNumber.text(nil) == "-")
    }
}

/// Bytes to replies and pushes.
@Suite struct ReplyReaderTests {
    private static let said =
        "200 calls=1\r\n* POP call=c1 agent=kim lookup=404 number=+44 match=none\r\n"
        + "210 A1 entries=1\r\nnote detail=\"a\\\"b\"\r\n..dot\r\n* star\r\n.\r\n442 too slow\r\n"

    private static func messages(_ pieces: [ArraySlice<UInt8>]) -> [ReplyReader.Message] {
        var reader = ReplyReader()
        var messages: [ReplyReader.Message] = []
        for piece in pieces { reader.read(Array(piece).span) { messages.append($0) } }
        return messages
    }

    @Test func cutsDoNotChangeWhatWasSaid() throws {
        let bytes = Array(Self.said.utf8)
        let whole = Self.messages([bytes[...]])
        #expect(whole.count == 4)
        guard case .reply(let block) = whole[2] else { throw Unexpected() }
        #expect(block.text.suffix(2) == [".dot", "* star"])
        #expect(whole[3] == .farewell("442 too slow"))
        for cut in bytes.indices {
            #expect(Self.messages([bytes[..<cut], bytes[cut...]]) == whole)
        }
    }

    private struct Unexpected: Error {}

    @Test func aLineWithoutAnEndIsGivenUp() {
        let piece = [UInt8](repeating: 0x61, count: ReplyReader.byteLimit / 4)
        let messages = Self.messages(Array(repeating: piece[...], count: 5))
        #expect(messages.count == 1)
    }

    @Test func aBlockWithoutAnEndIsGivenUp() {
        let line = Array("note detail=\(String(repeating: "a", count: 1 << 20))\n".utf8)
        let lines = Array(repeating: line[...], count: ReplyReader.byteLimit >> 20)
        let messages = Self.messages([Array("210 A1 entries=1\n".utf8)[...]] + lines)
        #expect(messages == [.notUnderstood("210 A1 entries=1")])
    }

    @Test func aLineOfJSONIsHandedOnAsItCame() {
        let line = #"{"code":404,"number":"+44"}"#
        #expect(Self.messages([Array("\(line)\r\n".utf8)[...]]) == [.json(line)])
        #expect(Reply.code(ofJSON: line) == 404)
        #expect(Reply.code(ofJSON: #"{"push":"POP"}"#) == nil)
    }
}
