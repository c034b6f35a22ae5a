public import ProtocolWords

/// A request whose text goes on over the lines that follow, up to a line with a dot.
///
///     NOTE A1042 <<
///     The first line of the text.
///     ..a line that begins with a dot
///     .
public struct TextBlock: Equatable, Sendable {
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
        guard let start = MarkFinder.start(in: line) else { return nil }
        self.line = (0..<start).map { line[$0] }
        problem = line.isText ? nil : .notText
    }

    /// A block whose first line cannot be read: its text is swallowed, too.
    ///
    /// - Parameter problem: why not.
    /// - Returns: `nil` when `line` does not open a block, or its verb has none.
    public init?(refusing line: Span<UInt8>, _ problem: ReplyCode) {
        guard MarkFinder.start(in: line) != nil else { return nil }
        let head = line.extracting(..<min(line.count, Limits.requestLineBytes))
        var arguments = Arguments(head)
        guard let word = arguments.nextWord(), Verb(head.extracting(word))?.takesBlock == true
        else { return nil }
        self.line = []
        self.problem = problem
    }

    /// Takes the next line.
    ///
    /// - Parameter problem: why the line could not be read.
    /// - Returns: whether it was the last.
    public mutating func take(_ line: Span<UInt8>, _ problem: ReplyCode?) -> Bool {
        if let problem {
            fail(problem == .lineTooLong ? .blockTooLong : problem)
            return false
        }
        let startsWithDot = !line.isEmpty && line[0] == UInt8(ascii: ".")
        if startsWithDot, line.count == 1 { return true }
        append(startsWithDot ? line.extracting(1...) : line)
        return false
    }

    private mutating func append(_ line: Span<UInt8>) {
        guard line.isText else { return fail(.notText) }
        let ending = hasLines ? 1 : 0
        guard text.count + ending + line.count <= Limits.blockBytes else {
            return fail(.blockTooLong)
        }
        if hasLines { text.append(UInt8(ascii: "\n")) }
        hasLines = true
        for index in line.indices { text.append(line[index]) }
    }

    private mutating func fail(_ problem: ReplyCode) {
        if self.problem == nil { self.problem = problem }
        text = []
    }
}
