/// Reads the bytes of a server as replies and pushed lines, wherever the network has cut them.
public struct ReplyReader {
    /// One thing that the server has said.
    public enum Message: Equatable, Sendable {
        case reply(Reply)
        /// A reply, or a pushed line, after `FORMAT json`: the line as it came.
        case json(String)
        case pushed(PushedLine)
        /// The server closes and says why: it answers no request.
        case farewell(String)
        /// No line of this protocol, or more than `byteLimit` without an end.
        case notUnderstood(String)
    }

    /// Most bytes of one reply that are kept; the longest, 500 entries with two texts of 2,000
    /// bytes each, escaped where it is in JSON, stay far below.
    public static let byteLimit = 16 << 20
    private static let tooLong = "a line that does not end"

    private var cutter = LineCutter()
    private var blocks = BlockReader()

    public init() {}

    /// Takes some bytes and delivers what has become whole, in order.
    public mutating func read(_ bytes: Span<UInt8>, deliver: (Message) -> Void) {
        var blocks = BlockReader()
        swap(&blocks, &self.blocks)
        let areLines = cutter.read(bytes) { line in
            if let message = blocks.take(Self.text(line)) { deliver(message) }
        }
        swap(&blocks, &self.blocks)
        if !areLines {
            self = ReplyReader()
            deliver(.notUnderstood(Self.tooLong))
        }
    }

    private static func text(_ line: Span<UInt8>) -> String {
        unsafe line.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
