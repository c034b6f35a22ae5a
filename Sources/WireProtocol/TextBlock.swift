public import ProtocolWords

/// A request whose text goes on over the lines that follow, up to a line with a dot.
///
///     NOTE A1042 <<
///     The first line of the text.
///     ..a line that begins with a dot
///     .
public struct TextBlock: Equatable, Sendable {
    /// What stands at the end of the line that opens a block.
    private static let mark = Array("<<".utf8)

    /// The request line without the mark.
    public let line: [UInt8]
    /// The lines so far, with LF between them.
    public private(set) var text: [UInt8] = []
    /// The first thing wrong with it; the block is read to its end all the same, so that no
    /// line of a text is ever taken for a request.
    public private(set) var problem: ReplyCode?
    private var hasLines = false

    /// - Returns: `nil` when `line` does not open a block.
    public init?(openedBy line: Span<UInt8>) {
        var end = line.count
        while end > 0, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
        let start = end - Self.mark.count
        guard start > 0, line[start - 1] == UInt8(ascii: " "), line[start] == Self.mark[0],
            line[start + 1] == Self.mark[1]
        else { return nil }
        self.line = (0..<start).map { line[$0] }
    }

    /// Takes the next line.
    ///
    /// - Parameter problem: why the line could not be read.
    /// - Returns: whether it was the last.
    public mutating func take(_ line: Span<UInt8>, _ problem: ReplyCode?) -> Bool {
        if let problem {
            fail(problem)
            return false
        }
        let startsWithDot = !line.isEmpty && line[0] == UInt8(ascii: ".")
        if startsWithDot, line.count == 1 { return true }
        append(startsWithDot ? line.extracting(1...) : line)
        return false
    }

    private mutating func append(_ line: Span<UInt8>) {
        guard line.isText else { return fail(.notText) }
        guard text.count + line.count + 1 <= Limits.blockBytes else { return fail(.blockTooLong) }
        if hasLines { text.append(UInt8(ascii: "\n")) }
        hasLines = true
        for index in line.indices { text.append(line[index]) }
    }

    private mutating func fail(_ problem: ReplyCode) {
        if self.problem == nil { self.problem = problem }
        text = []
    }
}
