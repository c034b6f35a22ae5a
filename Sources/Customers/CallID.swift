/// The telephony system's name for a call.
///
/// 1 to 128 printable ASCII characters without space, quotation mark and backslash, so that it
/// needs no quotation anywhere; not a single `*`, which means all calls. Where the PBX has a name,
/// the call's full name is `pbx/name`, so that calls of two PBXs that count alike are never taken
/// for one another.
public struct CallID: Hashable, Sendable {
    /// The longest name, in bytes, that of the PBX included.
    public static let byteLimit = 128

    public let text: String

    /// - Returns: `nil` for a text that is no name of a call.
    public init?(_ text: String) {
        guard (1...Self.byteLimit).contains(text.utf8.count), text.utf8.allSatisfy(isPlain),
            text != "*"
        else { return nil }
        self.text = text
    }

    /// The full name of a call that `pbx` calls so; a name that is full already stays.
    ///
    /// - Returns: `nil` when it would be too long.
    public init?(_ name: CallID, of pbx: PBX) {
        if name.isNamed(by: pbx) { self = name } else { self.init("\(pbx.text)/\(name.text)") }
    }

    /// Whether this is the full name of a call of that PBX.
    public func isNamed(by pbx: PBX) -> Bool {
        text.utf8.count > pbx.text.utf8.count + 1 && text.utf8.starts(with: pbx.text.utf8)
            && text.utf8.dropFirst(pbx.text.utf8.count).first == UInt8(ascii: "/")
    }
}

/// The name of a telephony system, for a house that has several.
///
/// 1 to 32 printable ASCII characters without space, quotation mark, backslash and slash; does not
/// begin with `*` and is not `-`.
public struct PBX: Hashable, Sendable {
    /// The longest name, in bytes.
    public static let byteLimit = 32

    public let text: String

    /// - Returns: `nil` for a text that is no name of a PBX.
    public init?(_ text: String) {
        guard (1...Self.byteLimit).contains(text.utf8.count), text.utf8.allSatisfy(isPlain),
            !text.utf8.contains(UInt8(ascii: "/")), text.first != "*", text != "-"
        else { return nil }
        self.text = text
    }
}

private func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}
