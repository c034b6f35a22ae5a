/// Finds the fields of one row in a buffer.
///
/// A row whose quotes are in order ends at the first line end outside quotes, also when it is bad
/// for another reason.
struct CSVScanner {
    /// Where a field's text lies in the buffer, without its quotes.
    struct Field {
        var start: Int
        var end: Int
        /// Whether quotes within the text are still doubled.
        var isDoubled: Bool
    }

    enum Outcome {
        /// The next row begins at the index.
        case row(next: Int)
        /// The buffer ends within the row, perhaps within the field that `openQuote` opens.
        case incomplete(openQuote: Int?)
        /// The field that `openQuote` opens has no end that can be trusted.
        case broken(openQuote: Int)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private(set) var fields: [Field] = []
    /// The first problem that leaves the row's end known.
    private(set) var problem: (CSVProblem, column: Int)?
    /// Line feeds within quotes, up to where the scan ended.
    private(set) var innerLines = 0
    /// Line feeds within quotes before the last quoted field.
    private(set) var linesBeforeQuote = 0
    private var seen: UInt8 = 0

    /// Whether the row has bytes outside ASCII.
    var isBeyondASCII: Bool { seen >= 0x80 }

    /// Scans the row that starts at `start`; when `isLast`, no byte follows `end`.
    mutating func scan(
        _ buffer: [UInt8], from start: Int, to end: Int, isLast: Bool
    ) -> Outcome {
        let bytes = buffer.span
        fields.removeAll(keepingCapacity: true)
        problem = nil
        innerLines = 0
        seen = 0
        var index = start
        while true {
            if index < end, bytes[index] == Self.quote {
                let open = index
                linesBeforeQuote = innerLines
                guard let close = closingQuote(bytes, open: open, to: end, isLast: isLast) else {
                    return isLast ? .broken(openQuote: open) : .incomplete(openQuote: open)
                }
                index = close + 1
                if index < end, !Self.endsField(bytes, at: index, to: end) {
                    note(.textAfterQuote, column: fields.count)
                    if innerLines > linesBeforeQuote { return .broken(openQuote: open) }
                    index = plainEnd(bytes, from: index, to: end)
                }
            } else {
                let fieldStart = index
                index = plainEnd(bytes, from: index, to: end)
                append(Field(start: fieldStart, end: index, isDoubled: false))
            }
            let mark = index < end ? bytes[index] : 0
            if mark == Self.comma {
                index += 1
            } else if mark == Self.lineFeed {
                return .row(next: index + 1)
            } else if index + 1 < end {
                return .row(next: index + 2)
            } else {
                return isLast ? .row(next: end) : .incomplete(openQuote: nil)
            }
        }
    }

    /// Keeps the first problem only.
    mutating func note(_ found: CSVProblem, column: Int) {
        if problem == nil { problem = (found, column) }
    }

    /// Notes the first field that is not UTF-8; `row` is the whole row.
    mutating func checkUTF8(_ buffer: [UInt8], in row: Range<Int>) {
        let bytes = buffer.span
        guard !Self.isUTF8(bytes.extracting(row)) else { return }
        let broken = fields.firstIndex { !Self.isUTF8(bytes.extracting($0.start..<$0.end)) }
        note(.invalidUTF8, column: (broken ?? fields.count - 1) + 1)
    }

    private static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes)
            return true
        } catch {
            return false
        }
    }

    /// Puts the text of fields with doubled quotes right, in place.
    mutating func undouble(_ buffer: inout [UInt8]) {
        for number in fields.indices where fields[number].isDoubled {
            var target = fields[number].start
            var index = target
            while index < fields[number].end {
                let byte = buffer[index]
                buffer[target] = byte
                target += 1
                index += byte == Self.quote ? 2 : 1
            }
            fields[number].end = target
            fields[number].isDoubled = false
        }
    }

    private mutating func append(_ field: Field) {
        if fields.count == CSVLimits.columns {
            note(.tooManyColumns, column: fields.count + 1)
            return
        }
        fields.append(field)
        if field.end - field.start > CSVLimits.fieldBytes {
            note(.fieldTooLong, column: fields.count)
        }
    }

    /// - Returns: the end of a field outside quotes: a comma, a line end, or `end`.
    private mutating func plainEnd(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        var union: UInt8 = 0
        scanning: while index < end {
            let byte = bytes[index]
            union |= byte
            if byte <= Self.comma {
                switch byte {
                case Self.comma, Self.lineFeed: break scanning
                case Self.carriageReturn:
                    if Self.endsField(bytes, at: index, to: end) { break scanning }
                    note(.bareCarriageReturn, column: fields.count + 1)
                case Self.quote: note(.bareQuote, column: fields.count + 1)
                case 0: note(.containsNUL, column: fields.count + 1)
                default: break
                }
            }
            index += 1
        }
        seen |= union
        return index
    }

    /// Appends the field that `open` opens.
    ///
    /// - Returns: its closing quote; `nil` when the buffer ends before that is known.
    private mutating func closingQuote(
        _ bytes: Span<UInt8>, open: Int, to end: Int, isLast: Bool
    ) -> Int? {
        var index = open + 1
        var isDoubled = false
        while index < end {
            let byte = bytes[index]
            seen |= byte
            if byte <= Self.quote {
                switch byte {
                case Self.quote:
                    if index + 1 == end, !isLast { return nil }
                    guard index + 1 < end, bytes[index + 1] == Self.quote else {
                        append(Field(start: open + 1, end: index, isDoubled: isDoubled))
                        return index
                    }
                    isDoubled = true
                    index += 1
                case Self.lineFeed: innerLines += 1
                case 0: note(.containsNUL, column: fields.count + 1)
                default: break
                }
            }
            index += 1
        }
        return nil
    }

    private static func endsField(_ bytes: Span<UInt8>, at index: Int, to end: Int) -> Bool {
        switch bytes[index] {
        case comma, lineFeed: true
        case carriageReturn: index + 1 >= end || bytes[index + 1] == lineFeed
        default: false
        }
    }
}
