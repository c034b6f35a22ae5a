import Customers
import ProtocolWords

/// A text with lines, in pieces that fit into a field each.
struct TextPieces {
    struct Piece: Equatable {
        let text: String
        /// Whether the next piece goes on in the same line of the text.
        let goesOn: Bool
    }

    private(set) var pieces: [Piece] = []
    /// Whether the text is longer than `Limits.entryTextBytes`: the pieces are its beginning.
    let isCut: Bool

    /// - Parameter text: any line ending ends a line, CRLF one.
    init(_ text: String) {
        isCut = text.utf8.count > Limits.entryTextBytes
        let kept = isCut ? Self.beginning(text[...], Limits.entryTextBytes) : text[...]
        for line in kept.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            append(line)
        }
    }

    private mutating func append(_ line: Substring) {
        var rest = line
        repeat {
            let part = Self.beginning(rest, Limits.textBytes)
            rest = rest[part.endIndex...]
            pieces.append(Piece(text: String(part), goesOn: !rest.isEmpty))
        } while !rest.isEmpty
    }

    /// As many whole characters as fit. Where not even the first does, a letter with thousands of
    /// marks, as many of its scalars.
    private static func beginning(_ text: Substring, _ byteLimit: Int) -> Substring {
        guard text.utf8.count > byteLimit else { return text }
        let count = fitting(text.lazy.map(\.utf8.count), byteLimit)
        if count > 0 { return text.prefix(count) }
        let scalars = text.unicodeScalars
        return Substring(scalars.prefix(fitting(scalars.lazy.map(\.utf8.count), byteLimit)))
    }

    private static func fitting(_ byteCounts: some Sequence<Int>, _ limit: Int) -> Int {
        var (count, bytes) = (0, 0)
        for byteCount in byteCounts {
            bytes += byteCount
            if bytes > limit { break }
            count += 1
        }
        return count
    }
}
