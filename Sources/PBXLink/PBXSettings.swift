public import AsteriskManager
public import Customers
public import Numbering
public import SecureChannel

/// What is settled about a telephony system whose calls are followed.
public struct PBXSettings: Equatable, Sendable {
    /// Part of the names of its calls: two systems may use one name.
    public let name: PBX
    /// Where its manager interface is.
    public let address: ServerAddress
    public let user: String
    public let secret: Secret
    /// Which of its endpoints are no agents, and whose names are others.
    public let phones: PhoneNames
    /// How its numbers are to be read; the rest is the daemon's.
    public let line: LineOverride

    public init(
        name: PBX, address: ServerAddress, user: String, secret: Secret,
        phones: PhoneNames = PhoneNames(trunks: [], agents: [:]),
        line: LineOverride = LineOverride()
    ) {
        self.name = name
        self.address = address
        self.user = user
        self.secret = secret
        self.phones = phones
        self.line = line
    }
}

/// A word that nobody may see: not in a log, not in a description.
public struct Secret: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// For the one who is to be told it.
    public let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
