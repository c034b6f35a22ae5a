/// Reads rows of comma-separated values in blocks, in memory bounded by `CSVLimits`.
///
/// Takes LF and CRLF, also mixed, a byte order mark, and a last row without a line end; passes
/// over empty lines. A bad row costs itself only: the reading goes on behind the next line end
/// outside quotes or, where the quotes themselves cannot be trusted, behind the line of the quote
/// that opened last.
///
/// - Source: RFC 4180.
public struct CSVReader: ~Copyable {
    /// What the reader meets next.
    public enum Event: Hashable, Sendable {
        /// A row; its fields are valid until the next call.
        case row
        case bad(CSVBadRow)
        case end
    }

    private let source: any ByteSource
    private var scanner = CSVScanner()
    /// What the fields of the row lie in.
    private(set) var buffer: [UInt8]
    /// The unread bytes of `buffer`.
    private var start = 0
    private var end = 0
    private var isAtEndOfSource = false
    private var isAtFirstByte = true
    private var nextLine = 1

    /// The line where the row of the last event starts, from 1.
    public private(set) var line = 0
    /// Bytes of the source that rows were made of until now.
    public private(set) var bytesRead = 0

    public init(_ source: any ByteSource) {
        self.source = source
        buffer = [UInt8](repeating: 0, count: CSVLimits.rowBytes + FileSource.blockBytes)
    }

    /// The number of fields in the row.
    public var fieldCount: Int { scanner.fields.count }

    /// The text of field `index`, from 0.
    public func text(_ index: Int) -> String {
        let field = scanner.fields[index]
        return String(decoding: buffer[field.start..<field.end], as: UTF8.self)
    }

    /// Where field `index` lies in `buffer`.
    func range(_ index: Int) -> Range<Int> {
        let field = scanner.fields[index]
        return field.start..<field.end
    }

    /// Reads the next row.
    public mutating func next() throws(ExchangeError) -> Event {
        if isAtFirstByte { try skipByteOrderMark() }
        while true {
            if start == end, try !fill() { return .end }
            if try skipEmptyLine() { continue }
            line = nextLine
            switch scanner.scan(buffer, from: start, to: end, isLast: isAtEndOfSource) {
            case .row(let next):
                return finishRow(next: next)
            case .incomplete(let openQuote):
                if end - start < CSVLimits.rowBytes {
                    _ = try fill()
                } else {
                    return try giveUp(.rowTooLong, openQuote: openQuote)
                }
            case .broken(let openQuote):
                let problem = scanner.problem?.0 ?? .unterminatedQuote
                return try giveUp(problem, openQuote: openQuote)
            }
        }
    }

    private mutating func finishRow(next: Int) -> Event {
        nextLine += scanner.innerLines + 1
        if next - start > CSVLimits.rowBytes { scanner.note(.rowTooLong, column: 1) }
        if scanner.isBeyondASCII { scanner.checkUTF8(buffer, in: start..<next) }
        advance(to: next)
        if let (problem, column) = scanner.problem {
            return .bad(CSVBadRow(line: line, column: column, problem: problem))
        }
        scanner.undouble(&buffer)
        return .row
    }

    /// Leaves a row whose end is unknown: goes on behind the line of the open quote, or of
    /// the row's start.
    private mutating func giveUp(
        _ problem: CSVProblem, openQuote: Int?
    ) throws(ExchangeError) -> Event {
        let column: Int
        if let (_, noted) = scanner.problem {
            column = noted
        } else {
            column = scanner.fields.count + 1
        }
        let isUnterminated = openQuote != nil && problem == .rowTooLong
        let bad = CSVBadRow(
            line: line, column: column, problem: isUnterminated ? .unterminatedQuote : problem)
        if openQuote != nil { nextLine += scanner.linesBeforeQuote }
        if let openQuote { advance(to: openQuote) }
        try skipLine()
        return .bad(bad)
    }

    /// Drops everything up to and with the next line feed, whatever the quotes.
    private mutating func skipLine() throws(ExchangeError) {
        nextLine += 1
        while true {
            let lineFeed = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n"))
            advance(to: lineFeed.map { $0 + 1 } ?? end)
            if lineFeed != nil { return }
            if try !fill() { return }
        }
    }

    /// - Returns: whether there was one.
    private mutating func skipEmptyLine() throws(ExchangeError) -> Bool {
        if buffer[start] == UInt8(ascii: "\r"), start + 1 == end { _ = try fill() }
        let isLineFeed = buffer[start] == UInt8(ascii: "\n")
        let isPair =
            buffer[start] == UInt8(ascii: "\r") && start + 1 < end
            && buffer[start + 1] == UInt8(ascii: "\n")
        guard isLineFeed || isPair else { return false }
        advance(to: start + (isPair ? 2 : 1))
        nextLine += 1
        return true
    }

    private mutating func skipByteOrderMark() throws(ExchangeError) {
        isAtFirstByte = false
        while end < 3, try fill() {}
        if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { advance(to: 3) }
    }

    private mutating func advance(to index: Int) {
        bytesRead += index - start
        start = index
    }

    /// Reads one block behind the unread bytes, which move to the front.
    ///
    /// - Returns: whether there was anything left to read.
    private mutating func fill() throws(ExchangeError) -> Bool {
        guard !isAtEndOfSource else { return false }
        if start > 0 {
            let unread = end - start
            let moved = start..<end
            unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[moved]))
            }
            start = 0
            end = unread
        }
        let count = try source.read(into: &buffer, at: end, limit: buffer.count - end)
        isAtEndOfSource = count == 0
        end += count
        return count > 0
    }
}
