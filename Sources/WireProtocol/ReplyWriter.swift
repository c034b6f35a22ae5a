public import Access
public import ProtocolWords

/// Builds replies, as text or as JSON, in one reused buffer.
///
/// A reply is `begin`, fields, `end`; a block is `beginBlock`, fields, then for each line
/// `line` and its fields, then `endBlock`. Both forms come from the same calls, so they
/// cannot drift apart. Shapes: `Protocol/grammar.abnf`, rules `reply` and `json-reply`.
@safe
public struct ReplyWriter: ~Copyable {
    /// How the replies from here on are written.
    public var format = ReplyFormat.text

    /// What whoever is written for sees.
    public var sight = Sight.everything
    /// The row id of the one customer of whom everything is shown nevertheless; 0: of none.
    public var openedID: UInt32 = 0
    /// What is seen in the reply that is being written.
    @usableFromInline var shown = Sight.everything

    @usableFromInline var buffer: ReplyBuffer
    /// Whether lines of the block have been written.
    public private(set) var hasLines = false

    /// Room for everything of a line but its free texts, in bytes.
    @usableFromInline static var fixedLineBytes: Int { 512 }

    /// - Parameter capacity: bytes reserved up front, so that ordinary replies never allocate.
    public init(capacity: Int = 64 * 1024) {
        buffer = ReplyBuffer(capacity: capacity)
    }

    /// Lends the finished replies.
    @inlinable @inline(__always)
    public func withBytes<Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        try buffer.withBytes(body)
    }

    @inlinable public var byteCount: Int { buffer.count }

    /// Forgets the replies but keeps the memory.
    @inlinable
    public mutating func clear() { buffer.clear() }

    /// Starts a reply.
    @inlinable @inline(__always)
    public mutating func begin(_ code: ReplyCode) {
        buffer.reserve(Self.fixedLineBytes)
        if format == .json { buffer.append("{\"code\":") }
        buffer.append(threeDigits: code.rawValue)
        shown = sight
    }

    /// What follows is about this customer, by its row id.
    @inlinable @inline(__always)
    public mutating func about(_ customer: UInt32) {
        shown = customer == openedID && openedID != 0 ? .everything : sight
    }

    /// Whether fields of this kind are written; others are left out or masked.
    @inlinable @inline(__always)
    public func shows(_ kind: Sight) -> Bool { shown.isSuperset(of: kind) }

    /// Ends a reply of one line.
    @inlinable @inline(__always)
    public mutating func end() {
        if format == .json { buffer.append("}") }
        buffer.append("\r\n")
    }

    /// A whole reply: the code and its fixed explanation.
    public mutating func reply(_ code: ReplyCode) {
        begin(code)
        say(code.text)
        end()
    }

    /// Words for people after the code.
    public mutating func say(_ words: StaticString) {
        if format == .json {
            field("text", quoted: words)
        } else {
            buffer.append(" ")
            buffer.append(words)
        }
    }

    /// Starts a reply of several lines; its fields stand on the first.
    public mutating func beginBlock(_ code: ReplyCode = .block) {
        begin(code)
        hasLines = false
    }

    /// Goes on with a block; others may have written meanwhile.
    ///
    /// - Parameter hasLines: whether lines of it have been written.
    public mutating func resumeBlock(hasLines: Bool) { self.hasLines = hasLines }

    /// Starts a line of the block; in JSON an object of the array `lines`.
    public mutating func line(_ word: StaticString) {
        buffer.reserve(Self.fixedLineBytes)
        if format == .json {
            buffer.append(hasLines ? "},{\"line\":\"" : ",\"lines\":[{\"line\":\"")
            buffer.append(word)
            buffer.append("\"")
        } else {
            buffer.append("\r\n")
            buffer.append(word)
        }
        hasLines = true
    }

    /// Ends a reply of several lines.
    public mutating func endBlock() {
        buffer.reserve(Self.fixedLineBytes)
        if format == .json {
            buffer.append(hasLines ? "}]}\r\n" : ",\"lines\":[]}\r\n")
        } else {
            buffer.append("\r\n.\r\n")
        }
    }
}
