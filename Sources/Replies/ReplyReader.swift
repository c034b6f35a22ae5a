import ProtocolWords

/// Cuts the bytes of a server into replies and pushed lines, wherever the network has cut them.
public struct ReplyReader {
    /// One thing that the server has said.
    public enum Message: Equatable, Sendable {
        case reply(Reply)
        case pushed(PushedLine)
        /// The server closes and says why: 421, 440, 441 or 442. It answers no request.
        case farewell(String)
        /// No line of this protocol, or more than `byteLimit` without an end.
        case notUnderstood(String)
    }

    /// Most bytes of one reply that are kept.
    public static let byteLimit = 1 << 20

    private var line: [UInt8] = []
    private var block: [String] = []
    private var blockBytes = 0

    public init() {}

    /// Takes some bytes and delivers what has become whole, in order.
    public mutating func read(_ bytes: Span<UInt8>, deliver: (Message) -> Void) {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte != 0x0A {
                line.append(byte)
                if line.count + blockBytes > Self.byteLimit { deliver(giveUp()) }
                continue
            }
            if line.last == 0x0D { line.removeLast() }
            if let message = take(String(decoding: line, as: UTF8.self)) { deliver(message) }
            line.removeAll(keepingCapacity: true)
        }
    }

    /// - Returns: what this line has completed.
    private mutating func take(_ line: String) -> Message? {
        if !block.isEmpty {
            if line != "." {
                block.append(line.hasPrefix("..") ? String(line.dropFirst()) : line)
                blockBytes += line.utf8.count
                return nil
            }
            defer {
                block = []
                blockBytes = 0
            }
            return Reply(text: block).map(Message.reply)
        }
        if line.hasPrefix("*") { return PushedLine(line).map(Message.pushed) }
        if line.hasPrefix("210 ") || line == "210" {
            block = [line]
            blockBytes = line.utf8.count
            return nil
        }
        guard let reply = Reply(text: [line]) else { return .notUnderstood(line) }
        return reply.meaning?.isFarewell == true ? .farewell(line) : .reply(reply)
    }

    private mutating func giveUp() -> Message {
        let begin = block.first ?? String(decoding: line.prefix(80), as: UTF8.self)
        self = ReplyReader()
        return .notUnderstood(begin)
    }
}
