/// Cuts what Asterisk sends into messages, in pieces of any size.
public struct ManagerReader {
    /// The longest line, in bytes; a longer one is left out of its message.
    public static let lineByteLimit = 8192
    /// The longest message, in bytes; a longer one is left out.
    public static let messageByteLimit = 65_536

    /// Lines and messages that were too long.
    public private(set) var skippedCount = 0

    private var bytes: [UInt8] = []
    private var lines: [ManagerMessage.Line] = []
    private var lineStart = 0
    private var colon: Int?
    private var isLineSkipped = false
    private var isMessageSkipped = false
    private var hasBegun = false

    public init() {}

    /// Takes the next bytes, and hands on each message that ends in them.
    public mutating func read(_ bytes: Span<UInt8>, onMessage: (ManagerMessage) -> Void) {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") {
                endLine(onMessage)
            } else {
                append(byte)
            }
        }
    }

    private mutating func append(_ byte: UInt8) {
        if isLineSkipped || isMessageSkipped { return }
        if bytes.count - lineStart == Self.lineByteLimit {
            isLineSkipped = true
            skippedCount += 1
            return
        }
        if byte == UInt8(ascii: ":"), colon == nil { colon = bytes.count }
        bytes.append(byte)
    }

    private mutating func endLine(_ onMessage: (ManagerMessage) -> Void) {
        if bytes.count > lineStart, bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        let isEmpty = bytes.count == lineStart && !isLineSkipped
        if isLineSkipped { bytes.removeLast(bytes.count - lineStart) }
        if !isEmpty, !isLineSkipped {
            lines.append(
                .init(
                    start: Int32(lineStart), colon: Int32(colon ?? bytes.count),
                    end: Int32(bytes.count)))
        }
        let isGreeting = !hasBegun && !isEmpty && colon == nil
        hasBegun = hasBegun || !isEmpty
        colon = nil
        isLineSkipped = false
        lineStart = bytes.count
        if isEmpty || isGreeting { endMessage(onMessage) }
    }

    private mutating func endMessage(_ onMessage: (ManagerMessage) -> Void) {
        if !lines.isEmpty, !isMessageSkipped { onMessage(.init(bytes: bytes, lines: lines)) }
        bytes = []
        lines = []
        lineStart = 0
        isMessageSkipped = false
    }
}
