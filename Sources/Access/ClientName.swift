/// The name of a client in the list of those who may come: a word of 1 to 32 small letters, digits
/// and hyphens, the first a letter.
///
/// As a common name, it is also what a client's certificate says.
public struct ClientName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name, in bytes.
    public static let byteLimit = 32

    public let text: String

    /// - Returns: `nil` for any other text.
    public init?(_ text: some StringProtocol) {
        guard (1...Self.byteLimit).contains(text.utf8.count), let first = text.utf8.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            text.utf8.allSatisfy(Self.isInName)
        else { return nil }
        self.text = String(text)
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    public var description: String { text }
}
