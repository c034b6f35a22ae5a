import SeededRandom
import Testing

@testable import AsteriskManager

/// Bytes of the manager interface to messages.
@Suite struct ManagerReaderTests {
    @Test func theGreetingIsAMessageOfItsOwn() {
        let messages = Self.read(
            "Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Hello\r\n\r\n")
        #expect(messages.count == 2)
        #expect(messages.first?.greeting == "Asterisk Call Manager/11.0.0")
        #expect(messages.last?.response == "Success" && messages.last?["message"] == "Hello")
    }

    @Test func linesMayEndInLineFeedAlone() {
        let messages = Self.read("Event: A\nX: 1\n\nEvent: B\r\nX:  2: 3 \n\n\n\r\n")
        #expect(messages.map(\.event) == ["A", "B"])
        #expect(messages.map { $0["X"] } == ["1", "2: 3 "])
    }

    @Test func namesAreFoundInAnyCaseAndTheFirstCounts() throws {
        let message = try #require(
            Self.read("Event: A\r\nCallerIDnum: 1\r\ncalleridnum: 2\r\nno header\r\n\r\n").first)
        #expect(message["CallerIDNum"] == "1" && message["CALLERIDNUM"] == "1")
        #expect(message["CallerIDNumber"] == nil && message["CallerIDNu"] == nil)
        #expect(message["no header"] == nil && message["no heade"] == nil)
        #expect(message.only("CallerIDNum") == nil && message.only("Event") == "A")
    }

    @Test func whatIsTooLongIsSkippedToItsEndAndCounted() {
        let line = String(repeating: "x", count: ManagerReader.lineByteLimit)
        let (messages, skipped) = Self.count("Event: A\r\nX: \(line)\r\nY: 1\r\n\r\n\(line)\r\n")
        #expect(messages.count == 1 && skipped == 1 + 1)
        #expect(messages.first?["X"] == nil && messages.first?["Y"] == "1")
        let lines = String(repeating: "X: \(line.prefix(8000))\r\n", count: 9)
        let (others, count) = Self.count("Event: A\r\n\(lines)\r\nEvent: B\r\n\r\n")
        #expect(others.map(\.event) == ["B"] && count == 1)
    }

    /// Each piece has the message come again, so that very many would cost without measure.
    @Test func aMessageIsPutTogetherFromFewPieces() {
        let pieces = String(repeating: "X: 1\r\n\r\n", count: 1000)
        let (messages, skipped) = Self.count(
            "Event: A\r\n\r\n\(pieces)Event: B\r\n\r\nX: 1\r\n\r\n")
        #expect(messages.count == ManagerReader.pieceLimit + 2)
        #expect(skipped == 1001 - ManagerReader.pieceLimit)
        #expect(messages.last?.event == "B" && messages.last?["X"] == "1")
    }

    /// Memory stays small, and what comes behind is read.
    @Test func aLineWithoutEndTakesNoMemory() {
        var reader = ManagerReader()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 65_536)
        for _ in 0..<20 { reader.read(piece.span) { _ in Issue.record("a message") } }
        var events: [String?] = []
        reader.read(Array("\r\n\r\nEvent: A\r\n\r\n".utf8).span) { events.append($0.event) }
        #expect(events == ["A"] && reader.skippedCount == 1)
    }

    /// A caller's number with an empty line in it cuts an event in two; its rest begins with
    /// neither an event nor an answer, and both are one again.
    @Test func anEventThatAValueHasCutInTwoIsMadeWhole() {
        let messages = Self.read(
            "Event: A\r\nCallerIDName: Bob\r\n\r\n\r\nUniqueid: 1\r\nLinkedid: 1\r\n\r\n"
                + "Event: B\r\n\r\n")
        #expect(messages.map(\.event) == ["A", "A", "B"])
        #expect(messages.map { $0["Uniqueid"] } == [nil, "1", nil])
        #expect(messages[1]["CallerIDName"] == "Bob" && messages[1].lines.count == 4)
    }

    @Test func restsThatNeverEndAreNotCollected() {
        let rest = "X: \(String(repeating: "x", count: 8000))\r\n\r\n"
        let text = "Event: A\r\n\r\n" + String(repeating: rest, count: 20)
        let (messages, skipped) = Self.count(text)
        #expect(messages.allSatisfy { $0.bytes.count <= ManagerReader.messageByteLimit })
        #expect(messages.count == 9 && skipped == 12)
    }

    /// Whatever comes, and however it is cut.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func anyBytesAreReadAlikeInPiecesOfAnySize(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let words = ["Event: A", "\r\n", "\r\n\r\n", "\n", "\r", ":", " ", "X: 1", "\0", "é"]
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<200, using: &random) {
            bytes += words.randomElement(using: &random)!.utf8
        }
        var (whole, pieces) = ([ManagerMessage](), [ManagerMessage]())
        var (first, second) = (ManagerReader(), ManagerReader())
        first.read(bytes.span) { whole.append($0) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Int.random(in: 1...9, using: &random)))
            second.read(piece.span) { pieces.append($0) }
            rest = rest.dropFirst(piece.count)
        }
        #expect(whole == pieces)
    }

    private static func read(_ text: String) -> [ManagerMessage] { count(text).messages }

    private static func count(_ text: String) -> (messages: [ManagerMessage], skipped: Int) {
        var reader = ManagerReader()
        var messages: [ManagerMessage] = []
        let bytes = Array(text.utf8)
        reader.read(bytes.span) { messages.append($0) }
        return (messages, reader.skippedCount)
    }
}
