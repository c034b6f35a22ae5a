/// What the clients of other protocols begin with: browsers, and whoever speaks TLS.
///
/// A page of anybody's can have a browser send a form to any port of its machine. The form's text
/// comes behind lines of HTTP, so the first of those must be the end of the connection.
public enum ForeignProtocol {
    /// Words that a line of HTTP begins with, a space behind them; `PRI` is that of HTTP/2.
    ///
    /// - Source: RFC 9110, section 9.3; RFC 5789; RFC 9113, section 3.4.
    private static let methods = [
        "GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "CONNECT", "TRACE", "PRI",
    ]
    /// A header that every request of HTTP/1.1 has.
    private static let header = "HOST:"
    /// The type of a record that begins a handshake, and the major version that all of TLS has.
    ///
    /// - Source: RFC 8446, section 5.1.
    static let handshake: [UInt8] = [0x16, 0x03]

    /// Whether this line, or as much of it as was kept, is of another protocol than ours.
    public static func begins(_ line: Span<UInt8>) -> Bool {
        guard line.count >= handshake.count else { return false }
        switch line[0] & 0xDF {
        case handshake[0] & 0xDF where line[0] == handshake[0]: return line[1] == handshake[1]
        case UInt8(ascii: "C"), UInt8(ascii: "D"), UInt8(ascii: "G"), UInt8(ascii: "O"),
            UInt8(ascii: "P"), UInt8(ascii: "T"):
            return methods.contains { isWord($0, of: line) }
        case UInt8(ascii: "H"):
            return isWord("HEAD", of: line)
                || line.count >= header.utf8.count
                    && line.extracting(..<header.utf8.count).isWord(header)
        default: return false
        }
    }

    private static func isWord(_ word: String, of line: Span<UInt8>) -> Bool {
        let end = word.utf8.count
        return line.count > end && line[end] == UInt8(ascii: " ")
            && line.extracting(..<end).isWord(word)
    }
}

extension LineReader {
    /// Whether the line that is on its way begins as a handshake of TLS does, which may have no
    /// end that we know.
    public var isInsideHandshake: Bool { hasBegun(with: ForeignProtocol.handshake) }
}
