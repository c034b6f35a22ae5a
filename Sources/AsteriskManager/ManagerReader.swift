import Glibc

/// Cuts what Asterisk sends into messages, in pieces of any size.
///
/// A line of its own at the beginning is the greeting. A block that begins with neither an event
/// nor an answer belongs to the message before, whose value had an empty line in it: that message
/// comes again, whole.
public struct ManagerReader {
    /// The longest line with its CR, in bytes; a longer one is left out of its message.
    public static let lineByteLimit = 8192
    /// The longest message, in bytes; a longer one is left out.
    public static let messageByteLimit = 65_536
    /// The most pieces that one message is put together from; further ones are left out. Each has
    /// the whole message come again.
    static let pieceLimit = 16
    /// What most messages need, so that they grow only once.
    private static let usualBytes = 1024
    private static let usualLines = 32

    /// Lines and messages that were too long.
    public private(set) var skippedCount = 0

    private var bytes: [UInt8] = []
    private var lines: [ManagerMessage.Line] = []
    private var lineStart = 0
    /// Bytes of the line that have come, those left out included.
    private var lineLength = 0
    private var isLineEmpty = true
    private var colon: Int?
    private var isMessageSkipped = false
    private var hasBegun = false
    private var last: ManagerMessage?
    /// Pieces that have been added to the last message.
    private var pieceCount = 1

    public init() {}

    /// Takes the next bytes, and hands on each message that ends in them.
    public mutating func read(_ bytes: Span<UInt8>, onMessage: (ManagerMessage) -> Void) {
        var start = 0
        while let end = Self.lineEnd(in: bytes, from: start) {
            append(bytes.extracting(start..<end))
            if let message = endLine() { onMessage(message) }
            start = end + 1
        }
        append(bytes.extracting(start...))
    }

    /// Wraps `memchr(3)`.
    private static func lineEnd(in bytes: Span<UInt8>, from start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer -> Int? in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
            else { return nil }
            return unsafe base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// Takes a part of a line.
    private mutating func append(_ part: Span<UInt8>) {
        if isLineEmpty { isLineEmpty = !part.indices.contains { part[$0] != UInt8(ascii: "\r") } }
        let room = max(0, Self.lineByteLimit - lineLength)
        lineLength += part.count
        if isMessageSkipped { return }
        let kept = part.extracting(..<min(room, part.count))
        if colon == nil, let place = kept.indices.first(where: { kept[$0] == UInt8(ascii: ":") }) {
            colon = bytes.count + place
        }
        unsafe kept.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// - Returns: the message that has ended with the line.
    private mutating func endLine() -> ManagerMessage? {
        let isEmpty = isLineEmpty
        let isGreeting = !hasBegun && !isEmpty && colon == nil
        if lineLength > Self.lineByteLimit {
            bytes.removeLast(bytes.count - lineStart)
            skippedCount += isMessageSkipped ? 0 : 1
        } else {
            while bytes.count > lineStart, bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            if bytes.count > lineStart { addLine() }
        }
        hasBegun = hasBegun || !isEmpty
        colon = nil
        lineLength = 0
        isLineEmpty = true
        lineStart = bytes.count
        if bytes.count > Self.messageByteLimit { skip() }
        return isEmpty || isGreeting ? endMessage() : nil
    }

    private mutating func addLine() {
        let end = Int32(bytes.count)
        lines.append(
            .init(start: Int32(lineStart), colon: colon.map { Int32($0) } ?? end, end: end))
    }

    private mutating func skip() {
        isMessageSkipped = true
        skippedCount += 1
        bytes = []
        lines = []
        lineStart = 0
        last = nil
    }

    private mutating func endMessage() -> ManagerMessage? {
        isMessageSkipped = false
        guard !lines.isEmpty else { return nil }
        let block = ManagerMessage(bytes: bytes, lines: lines)
        bytes = []
        bytes.reserveCapacity(Self.usualBytes)
        lines = []
        lines.reserveCapacity(Self.usualLines)
        lineStart = 0
        guard !block.isBeginning, let begun = last else {
            last = block
            pieceCount = 1
            return block
        }
        guard pieceCount < Self.pieceLimit,
            begun.bytes.count + block.bytes.count <= Self.messageByteLimit
        else {
            skippedCount += 1
            return nil
        }
        last = begun.followed(by: block)
        pieceCount += 1
        return last
    }
}
