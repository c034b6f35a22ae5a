import ProtocolWords

/// Puts the lines of a server together to replies: one line, or those of a block up to its dot.
struct BlockReader {
    private var block: [String] = []
    private var blockBytes = 0

    /// - Returns: what this line has completed.
    mutating func take(_ line: String) -> ReplyReader.Message? {
        if !block.isEmpty { return goOn(line) }
        switch line.utf8.first {
        case UInt8(ascii: "*"): return PushedLine(line).map(ReplyReader.Message.pushed)
        case UInt8(ascii: "{"): return .json(line)
        default: break
        }
        guard let reply = Reply(text: [line]) else { return .notUnderstood(line) }
        if reply.meaning?.isFarewell == true { return .farewell(line) }
        guard reply.meaning == .block else { return .reply(reply) }
        block = [line]
        blockBytes = line.utf8.count
        return nil
    }

    private mutating func goOn(_ line: String) -> ReplyReader.Message? {
        let isLast = line == "."
        if !isLast {
            block.append(line.hasPrefix("..") ? String(line.dropFirst()) : line)
            blockBytes += line.utf8.count
            if blockBytes <= ReplyReader.byteLimit { return nil }
        }
        let whole = block
        self = BlockReader()
        if !isLast { return .notUnderstood(whole[0]) }
        return Reply(text: whole).map(ReplyReader.Message.reply)
    }
}
