/// Cuts the bytes of a server that is no screenpopd into replies.
struct FrameCutter {
    /// Most bytes of one reply, such as of one to 128 keys.
    static let replyByteLimit = 1 << 20

    /// The begin of a reply that was cut.
    private var begun: [UInt8] = []

    /// Lends each whole reply.
    ///
    /// - Returns: whether all of it can be replies.
    mutating func read(
        _ bytes: Span<UInt8>, _ framing: LoadLanguage.Framing, onReply: (Span<UInt8>) -> Void
    ) -> Bool {
        if begun.isEmpty {
            guard let used = Self.cut(bytes, framing, onReply) else { return false }
            keep(bytes.extracting(used...))
        } else {
            keep(bytes)
            let whole = begun
            begun.removeAll(keepingCapacity: true)
            guard let used = Self.cut(whole.span, framing, onReply) else { return false }
            keep(whole.span.extracting(used...))
        }
        return begun.count <= Self.replyByteLimit
    }

    /// - Returns: how many bytes were whole replies.
    private static func cut(
        _ bytes: Span<UInt8>, _ framing: LoadLanguage.Framing, _ onReply: (Span<UInt8>) -> Void
    ) -> Int? {
        var start = 0
        while start < bytes.count {
            guard let length = framing.replyLength(bytes.extracting(start...)) else { return nil }
            if length == 0 { break }
            onReply(bytes.extracting(start..<(start + length)))
            start += length
        }
        return start
    }

    private mutating func keep(_ piece: Span<UInt8>) {
        for index in piece.indices { begun.append(piece[index]) }
    }
}
