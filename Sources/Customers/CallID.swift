/// The telephony system's name for a call.
///
/// 1 to 128 printable ASCII characters without space, quotation mark and backslash, so that it
/// needs no quotation anywhere.
public struct CallID: Hashable, Sendable {
    /// The longest name, in bytes: what the table of calls takes.
    public static let byteLimit = 128

    public let text: String

    /// - Returns: `nil` for a text that is no name of a call.
    public init?(_ text: String) {
        guard (1...Self.byteLimit).contains(text.utf8.count), text.utf8.allSatisfy(isPlain) else {
            return nil
        }
        self.text = text
    }
}

/// The name by which the telephony system and the consoles know a person: an extension mostly.
///
/// 1 to 64 characters as in a `CallID`; does not begin with `*`, which means everybody, and is
/// not `-`, which means nobody.
public struct Agent: Hashable, Sendable {
    /// The longest name, in bytes.
    public static let byteLimit = 64

    public let text: String

    /// - Returns: `nil` for a text that is no name of an agent.
    public init?(_ text: String) {
        guard (1...Self.byteLimit).contains(text.utf8.count), text.utf8.allSatisfy(isPlain),
            text.first != "*", text != "-"
        else { return nil }
        self.text = text
    }
}

private func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}
