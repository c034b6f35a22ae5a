import Glibc

/// Cuts the bytes of a server into lines, wherever the network has cut them.
///
/// A line that arrives whole is lent in place; only one that was cut is copied.
public struct LineCutter {
    /// Most bytes of one line, without its ending, that are kept until the rest has come: as
    /// many as of a whole reply, for in JSON a reply is one line.
    public static let lineByteLimit = ReplyReader.byteLimit

    /// The begin of a line that was cut.
    private var begun: [UInt8] = []

    public init() {}

    /// Takes the next bytes and lends each line without its ending (LF or CRLF), in order.
    ///
    /// - Returns: whether all of it can be lines; after `false` the begin of a line that is too
    ///   long is forgotten.
    public mutating func read(_ bytes: Span<UInt8>, onLine: (Span<UInt8>) -> Void) -> Bool {
        var start = 0
        while let end = Self.lineEnd(in: bytes, from: start) {
            let piece = bytes.extracting(start..<end)
            start = end + 1
            if begun.isEmpty {
                onLine(piece.extracting(..<Self.contentEnd(of: piece)))
            } else {
                keep(piece)
                let line = begun
                begun.removeAll(keepingCapacity: true)
                onLine(line.span.extracting(..<Self.contentEnd(of: line.span)))
            }
        }
        keep(bytes.extracting(start...))
        if begun.count <= Self.lineByteLimit { return true }
        begun = []
        return false
    }

    private mutating func keep(_ piece: Span<UInt8>) {
        for index in piece.indices { begun.append(piece[index]) }
    }

    private static func contentEnd(of line: Span<UInt8>) -> Int {
        let isReturned = !line.isEmpty && line[line.count - 1] == UInt8(ascii: "\r")
        return isReturned ? line.count - 1 : line.count
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
}
