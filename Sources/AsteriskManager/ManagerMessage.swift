/// What Asterisk says in one piece: an event, an answer, or the line with which it begins.
///
/// Headers keep their order; a name is found in any case, and where a header stands twice, the
/// first counts.
public struct ManagerMessage: Equatable, Sendable {
    /// Where a header stands in the bytes.
    struct Line: Equatable, Sendable {
        let start: Int32
        /// The colon; equal to `end` where there is none.
        let colon: Int32
        let end: Int32
    }

    /// The lines as they came, their endings left out.
    let bytes: [UInt8]
    let lines: [Line]

    /// The name of an event; `nil` for anything else.
    public var event: String? { self["Event"] }
    /// `Success`, `Error`, ...; `nil` for what is no answer.
    public var response: String? { self["Response"] }
    /// What the action that is answered had as its id.
    public var actionID: String? { self["ActionID"] }
    /// The line with which Asterisk begins, which is no header; `nil` for every other message.
    public var greeting: String? {
        guard lines.count == 1, lines[0].colon == lines[0].end else { return nil }
        return String(decoding: bytes[Int(lines[0].start)..<Int(lines[0].end)], as: UTF8.self)
    }

    /// The value of the first header of that name.
    public subscript(_ name: String) -> String? {
        lines.first { isNamed(name, $0) }.map(value)
    }

    /// The value of a header that says one thing only; `nil` where it stands twice and differs.
    ///
    /// A caller whose number holds an end of a line can add headers to every event of the call.
    func only(_ name: String) -> String? {
        var found: String?
        for line in lines where isNamed(name, line) {
            let value = value(of: line)
            if let found, found != value { return nil }
            found = value
        }
        return found
    }

    /// Whether it tells what happens.
    var isEvent: Bool { lines.contains { isNamed("Event", $0) } }

    /// What happens, where that is of interest.
    var kind: EventKind? {
        guard let line = lines.first(where: { isNamed("Event", $0) }) else { return nil }
        let value = valueRange(of: line)
        return EventKind.known.first { kind in
            kind.name.count == value.count
                && bytes[value].elementsEqual(kind.name)
        }?.kind
    }

    func name(of line: Line) -> String {
        String(decoding: bytes[Int(line.start)..<Int(line.colon)], as: UTF8.self)
    }

    /// What stands behind the colon; nothing where there is none.
    func value(of line: Line) -> String {
        String(decoding: bytes[valueRange(of: line)], as: UTF8.self)
    }

    private func valueRange(of line: Line) -> Range<Int> {
        var start = min(Int(line.colon) + 1, Int(line.end))
        while start < Int(line.end), bytes[start] == UInt8(ascii: " ") { start += 1 }
        return start..<Int(line.end)
    }

    /// Whether Asterisk begins a message so.
    var isBeginning: Bool { isNamed("Event", lines[0]) || isNamed("Response", lines[0]) }

    /// With the lines of a block that had been cut off.
    func followed(by block: ManagerMessage) -> ManagerMessage {
        let shift = Int32(bytes.count)
        let others = block.lines.map {
            Line(start: $0.start + shift, colon: $0.colon + shift, end: $0.end + shift)
        }
        return ManagerMessage(bytes: bytes + block.bytes, lines: lines + others)
    }

    private func isNamed(_ name: String, _ line: Line) -> Bool {
        guard Int(line.colon - line.start) == name.utf8.count, line.colon < line.end else {
            return false
        }
        var index = Int(line.start)
        for byte in name.utf8 {
            let isLetter = (0x41...0x5A).contains(byte & 0xDF)
            guard bytes[index] == byte || isLetter && (bytes[index] ^ byte) == 0x20 else {
                return false
            }
            index += 1
        }
        return true
    }
}
