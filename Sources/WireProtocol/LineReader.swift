import Glibc
public import ProtocolWords

/// Cuts a byte stream into lines.
///
/// A line that arrives whole is handed on in place; only a line split across reads is
/// copied. An over-long line costs the memory of one line and is reported once: of one that came
/// in pieces only the beginning is kept, and whether it opens a block.
public struct LineReader {
    private var partial: [UInt8] = []
    private var isDiscarding = false
    /// Where in the mark that opens a block the discarded bytes end.
    private var mark = MarkFinder()

    public init() {}

    /// Whether the stream stands in the middle of a line.
    public var isInsideLine: Bool { !partial.isEmpty || isDiscarding }

    /// Bytes of memory that the line on its way takes.
    public var byteCount: Int { partial.count }

    /// Whether the line on its way begins with these bytes.
    func hasBegun(with bytes: [UInt8]) -> Bool { partial.starts(with: bytes) }

    /// Reads lines until `bytes` is used up or `onLine` says stop.
    ///
    /// - Parameters:
    ///   - bytes: the next bytes of the stream, cut anywhere.
    ///   - limit: how long the line that comes next may be; asked only where it is longer than
    ///     a request.
    ///   - onLine: receives each complete line without its line ending (LF, CRLF, or telnet's
    ///     CR NUL LF), or the refusal that takes its place; returns whether to go on.
    /// - Returns: how many bytes were used: all, unless `onLine` said stop.
    public mutating func read(
        _ bytes: Span<UInt8>, limit: () -> Int = { Limits.requestLineBytes },
        onLine: (Span<UInt8>, ReplyCode?) -> Bool
    ) -> Int {
        var start = 0
        while let end = Self.lineEnd(in: bytes, from: start) {
            let tail = bytes.extracting(start..<end)
            start = end + 1
            if !(isInsideLine
                ? finishSplitLine(tail, limit, onLine) : deliver(tail, limit, onLine))
            {
                return start
            }
        }
        keep(bytes.extracting(start..<bytes.count), limit)
        return bytes.count
    }

    /// Wraps `memchr(3)`.
    @inline(__always)
    private static func lineEnd(in bytes: Span<UInt8>, from start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer -> Int? in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
            else { return nil }
            return unsafe base.distance(to: UnsafeRawPointer(found))
        }
    }

    private mutating func finishSplitLine(
        _ tail: Span<UInt8>, _ limit: () -> Int, _ onLine: (Span<UInt8>, ReplyCode?) -> Bool
    ) -> Bool {
        keep(tail, limit)
        if isDiscarding, mark.isFound { partial += MarkFinder.mark }
        let goesOn = deliver(partial.span, limit, onLine)
        partial.removeAll(keepingCapacity: partial.capacity <= 2 * Limits.requestLineBytes)
        isDiscarding = false
        return goesOn
    }

    private func deliver(
        _ line: Span<UInt8>, _ limit: () -> Int, _ onLine: (Span<UInt8>, ReplyCode?) -> Bool
    ) -> Bool {
        let content = line.extracting(..<Self.contentEnd(of: line))
        let isTooLong =
            isDiscarding || content.count > Limits.requestLineBytes && content.count > limit()
        return onLine(content, isTooLong ? .lineTooLong : nil)
    }

    /// Where the line's ending begins: CR, or the CR NUL that telnet makes of a CR in a file.
    ///
    /// - Source: RFC 854, "The NVT printer and keyboard".
    @inline(__always)
    private static func contentEnd(of line: Span<UInt8>) -> Int {
        let end = line.count
        if end >= 1, line[end - 1] == UInt8(ascii: "\r") { return end - 1 }
        if end >= 2, line[end - 1] == 0, line[end - 2] == UInt8(ascii: "\r") { return end - 2 }
        return end
    }

    private mutating func keep(_ tail: Span<UInt8>, _ limit: () -> Int) {
        if tail.isEmpty { return }
        if isDiscarding { return mark.read(tail) }
        let byteCount = partial.count + tail.count
        if byteCount > Limits.requestLineBytes + 2, byteCount > limit() + 2 {
            discard(tail)
        } else {
            for index in tail.indices { partial.append(tail[index]) }
        }
    }

    /// Remembers nothing more until the line ends, but how it ends.
    private mutating func discard(_ tail: Span<UInt8>) {
        isDiscarding = true
        var mark = MarkFinder()
        mark.read(partial.span)
        mark.read(tail)
        self.mark = mark
        for index in tail.indices where partial.count < Limits.requestLineBytes {
            partial.append(tail[index])
        }
    }
}
