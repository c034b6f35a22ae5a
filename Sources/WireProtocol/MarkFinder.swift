/// Finds ` <<` at the end of a line that comes in pieces, further spaces behind it or not.
struct MarkFinder {
    /// What stands at the end of the line that opens a block, with the space before it.
    static let mark = Array(" <<".utf8)

    /// How much of the mark the bytes so far end with.
    private var count = 0

    /// Whether the bytes so far end with the mark.
    var isFound: Bool { count == Self.mark.count }

    mutating func read(_ bytes: Span<UInt8>) {
        for index in bytes.indices { read(bytes[index]) }
    }

    private mutating func read(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "<") where count == 1 || count == 2: count += 1
        case UInt8(ascii: "<"): count = 0
        case UInt8(ascii: " "): count = isFound ? count : 1
        case UInt8(ascii: "\r"), 0: count = isFound ? count : 0  // Perhaps the line's ending.
        default: count = 0
        }
    }

    /// Where the mark of a whole line begins, behind the space; `nil` without one.
    static func start(in line: Span<UInt8>) -> Int? {
        var end = line.count
        while end > 0, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
        let start = end - mark.count
        guard start >= 0, mark.indices.allSatisfy({ line[start + $0] == mark[$0] }) else {
            return nil
        }
        return start + 1
    }
}
