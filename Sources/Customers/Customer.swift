/// A customer's row in `customers`: `1 ... 4_294_967_295`.
///
/// Small enough for a 32-bit slot of the index; SQLite's `CHECK` keeps it so.
public struct CustomerID: Hashable, Comparable, Sendable {
    public let value: UInt32

    public init(_ value: UInt32) { self.value = value }

    /// - Returns: `nil` for what is no row of a customer: they are from 1 to 4294967295.
    public init?(row: Int64) {
        guard let value = UInt32(exactly: row), value > 0 else { return nil }
        self.value = value
    }

    public static func < (left: CustomerID, right: CustomerID) -> Bool { left.value < right.value }
}

/// What a customer is.
public enum CustomerKind: UInt8, Worded, Sendable {
    case person, company, dealer, distributor

    @inlinable public var word: StaticString {
        switch self {
        case .person: "person"
        case .company: "company"
        case .dealer: "dealer"
        case .distributor: "distributor"
        }
    }
}

/// Where a customer stands in the life of the business relation.
public enum CustomerState: UInt8, Worded, Sendable {
    case prospect, active, lapsed, left

    @inlinable public var word: StaticString {
        switch self {
        case .prospect: "prospect"
        case .active: "active"
        case .lapsed: "lapsed"
        case .left: "left"
        }
    }
}

/// The name by which other systems know a customer: 1 to 64 printable ASCII characters
/// without space, quotation mark, backslash, comma, semicolon, and not starting with `#` or `*`.
public struct Account: Hashable, Sendable {
    /// The longest account, in bytes.
    public static let byteLimit = 64

    /// Stands on the wire for a value that is not known, so it cannot be an account.
    private static let unknown = UInt8(ascii: "-")

    public let text: String

    /// - Returns: `nil` when `text` is not of that form.
    public init?(_ text: String) {
        guard Self.allows(Array(text.utf8).span) else { return nil }
        self.text = text
    }

    /// Whether `text` is of that form.
    public static func allows(_ text: Span<UInt8>) -> Bool {
        guard (1...byteLimit).contains(text.count), text[0] != UInt8(ascii: "#"),
            text[0] != UInt8(ascii: "*"), text.count > 1 || text[0] != unknown
        else { return false }
        for index in text.indices where !allows(text[index]) { return false }
        return true
    }

    private static func allows(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F else { return false }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: ";"):
            return false
        default:
            return true
        }
    }
}

extension Account: CustomStringConvertible {
    public var description: String { text }
}
