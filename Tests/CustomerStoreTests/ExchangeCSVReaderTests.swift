import Testing

@testable import CustomerStore

/// A text and what it must be read as: a row is `line: field|field`, a bad one `line! column why`.
struct CSVCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let expected: [String]

    init(_ name: String, _ text: String, _ expected: [String]) {
        self.init(name, bytes: Array(text.utf8), expected)
    }

    init(_ name: String, bytes: [UInt8], _ expected: [String]) {
        self.name = name
        self.bytes = bytes
        self.expected = expected
    }

    var testDescription: String { name }

    static let good = [
        CSVCase("empty", "", []),
        CSVCase("mark only", "\u{FEFF}", []),
        CSVCase("byte order mark", "\u{FEFF}a,b\n", ["1: a|b"]),
        CSVCase("no final line end", "a,b", ["1: a|b"]),
        CSVCase("final comma", "a,", ["1: a|"]),
        CSVCase("only commas", ",,\n", ["1: ||"]),
        CSVCase("mixed line ends", "a\r\nb\nc\r\n", ["1: a", "2: b", "3: c"]),
        CSVCase("empty lines", "\n\r\na\n\n\nb\n\n", ["3: a", "6: b"]),
        CSVCase("lone return at the end", "a,b\r", ["1: a|b"]),
        CSVCase("quotes", "\"a\",\"\"\n", ["1: a|"]),
        CSVCase("comma in quotes", "\"a,b\",c\n", ["1: a,b|c"]),
        CSVCase("doubled quotes", "\"a \"\"b\"\" c\",\"\"\"\"\n", ["1: a \"b\" c|\""]),
        CSVCase("line ends in quotes", "\"a\r\nb\nc\",d\ne\n", ["1: a\r\nb\nc|d", "4: e"]),
        CSVCase("return in quotes", "\"a\rb\"\n", ["1: a\rb"]),
        CSVCase("quoted at the end", "a,\"b\"", ["1: a|b"]),
        CSVCase("quoted, then return line feed", "\"a\"\r\n\"b\"\r\n", ["1: a", "2: b"]),
        CSVCase("blanks stay", " a , b \n", ["1:  a | b "]),
        CSVCase("beyond ASCII", "Müller,日本,🙂\n", ["1: Müller|日本|🙂"]),
    ]

    static let bad = [
        CSVCase("bare quote", "a,5\" pipe,c\nd\n", ["1! 2 bareQuote", "2: d"]),
        CSVCase("bare return", "a\rb,c\nd\n", ["1! 1 bareCarriageReturn", "2: d"]),
        CSVCase("text after quote", "\"a\"b,c\nd\n", ["1! 1 textAfterQuote", "2: d"]),
        CSVCase(
            "text after quote, then a good field of two lines", "\"a\"b,\"c\nd\"\ne\n",
            ["1! 1 textAfterQuote", "3: e"]),
        CSVCase(
            "unterminated at the end", "a,b\nc,\"d\ne,f\ng,h\n",
            ["1: a|b", "2! 2 unterminatedQuote", "3: e|f", "4: g|h"]),
        CSVCase("unterminated in the last line", "a\n\"b", ["1: a", "2! 1 unterminatedQuote"]),
        CSVCase(
            "unterminated, then a quoted row", "a,\"b\nc,\"d\"\ne,f\n",
            ["1! 2 textAfterQuote", "2: c|d", "3: e|f"]),
        CSVCase(
            "unterminated behind a field of two lines", "\"a\nb\",\"c\nd,e\n",
            ["1! 2 unterminatedQuote", "3: d|e"]),
        CSVCase("NUL", "a,\0,c\nd\n", ["1! 2 containsNUL", "2: d"]),
        CSVCase("NUL in quotes", "\"a\0\nb\"\nc\n", ["1! 1 containsNUL", "3: c"]),
        CSVCase(
            "not UTF-8", bytes: [0x61, 0x2C, 0xFF, 0x0A, 0x62, 0x0A],
            ["1! 2 invalidUTF8", "2: b"]),
        CSVCase(
            "cut UTF-8 before a comma", bytes: [0xC3, 0x2C, 0xA4, 0x0A], ["1! 1 invalidUTF8"]),
        CSVCase(
            "only the first problem is told", "\0,\"a\"b\n", ["1! 1 containsNUL"]),
    ]
}

@Suite struct ExchangeCSVReaderTests {
    /// Reads everything in blocks of `blockSize`.
    static func read(_ bytes: [UInt8], blockSize: Int) throws -> [String] {
        var reader = CSVReader(BlockSource(bytes, blockSize: blockSize))
        var rows: [String] = []
        while true {
            switch try reader.next() {
            case .end:
                #expect(reader.bytesRead == bytes.count)
                return rows
            case .bad(let row): rows.append("\(row.line)! \(row.column) \(row.problem)")
            case .row:
                let fields = (0..<reader.fieldCount).map { reader.text($0) }
                rows.append("\(reader.line): \(fields.joined(separator: "|"))")
            }
        }
    }

    @Test(arguments: CSVCase.good + CSVCase.bad)
    func blockSizesDoNotChangeTheRows(_ csv: CSVCase) throws {
        #expect(try Self.read(csv.bytes, blockSize: 1 << 16) == csv.expected)
        for blockSize in 1...min(64, max(csv.bytes.count, 1)) {
            #expect(try Self.read(csv.bytes, blockSize: blockSize) == csv.expected)
        }
    }

    /// Random bytes of the marks that matter: never a crash, and all blocks agree.
    @Test(arguments: UInt64(1)...40)
    func randomBytesAreReadAlikeInAllBlocks(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let marks = Array("ab,,\"\"\"\n\n\r\0é".utf8) + [0xFF]
        let bytes = (0..<300).map { _ in marks.randomElement(using: &random) ?? 0 }
        let whole = try Self.read(bytes, blockSize: 1 << 16)
        for blockSize in [1, 2, 3, 7, 64] {
            #expect(try Self.read(bytes, blockSize: blockSize) == whole)
        }
    }

    @Test func fieldsAndColumnsHaveLimits() throws {
        let long = String(repeating: "x", count: CSVLimits.fieldBytes)
        #expect(try Self.read(Array("\(long)\n".utf8), blockSize: 1 << 18).count == 1)
        let bad = try Self.read(Array("a,\(long)x\nb\n".utf8), blockSize: 1 << 18)
        #expect(bad == ["1! 2 fieldTooLong", "2: b"])
        let wide = String(repeating: ",", count: CSVLimits.columns)
        let tooWide = try Self.read(Array("\(wide)\nb\n".utf8), blockSize: 1 << 18)
        #expect(tooWide == ["1! 257 tooManyColumns", "2: b"])
    }

    @Test func anEndlessLineCostsItselfOnly() throws {
        let endless = String(repeating: "x", count: 3 * CSVLimits.rowBytes)
        let rows = try Self.read(Array("a\n\(endless)\nb\n".utf8), blockSize: 1 << 18)
        #expect(rows == ["1: a", "2! 1 rowTooLong", "3: b"])
    }

    @Test func anEndlessQuoteCostsItsLineOnly() throws {
        let count = CSVLimits.rowBytes / 4
        let rows = try Self.read(
            Array(("a,\"b\n" + String(repeating: "c,d\n", count: count)).utf8),
            blockSize: 1 << 18)
        #expect(rows.count == count + 1)
        #expect(rows.first == "1! 2 unterminatedQuote")
        #expect(rows.last == "\(count + 1): c|d")
    }

    /// A file of ten times the buffer goes through the same buffer.
    @Test func memoryDoesNotGrowWithTheFile() throws {
        let text = String(repeating: "A1001,\"Müller, Söhne\",person\r\n", count: 300_000)
        var reader = CSVReader(BlockSource(Array(text.utf8), blockSize: 1 << 18))
        let capacity = reader.buffer.capacity
        var count = 0
        while try reader.next() == .row { count += 1 }
        #expect(count == 300_000)
        #expect(reader.buffer.capacity == capacity)
    }
}

/// The same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
