public import Customers
public import Digests

/// One client of the list: who it is, how it shows that, and what it may.
public struct AccessClient: Equatable, Sendable {
    /// How many tokens are valid at once: the one in use, and the one that takes its place.
    public static let tokenLimit = 2

    public var name: ClientName
    public var role: Role
    /// Whose screens are its own; of an agent.
    public var agents: [Agent]
    /// What it sees beyond its role, or not.
    public var sight: Sight
    /// Whether it may see for a while what is hidden from it.
    public var mayUnmask: Bool
    /// From where it may come; empty: from anywhere.
    public var from: [AddressRange]
    /// Digests of its tokens.
    public var tokens: [Digest]
    /// The user of this machine who is this client at a Unix-domain socket without a token.
    public var user: UInt32?
    /// Whether a certificate with its name as common name is enough.
    public var hasCertificate: Bool
    /// Lookups a minute; `nil`: as many as it likes.
    public var lookupsPerMinute: Int?

    public init(_ name: ClientName, _ role: Role) {
        self.name = name
        self.role = role
        agents = []
        sight = role.sight
        mayUnmask = false
        from = []
        tokens = []
        user = nil
        hasCertificate = false
        lookupsPerMinute = nil
    }

    /// What it may once it has shown who it is.
    public var rights: Rights {
        var permissions = role.permissions
        if mayUnmask { permissions.insert(.unmask) }
        return Rights(
            client: name.text, role: role, permissions: permissions, sight: sight,
            agents: role == .agent ? agents : nil, lookupsPerMinute: lookupsPerMinute)
    }

    /// Whether it may come from there; at a Unix-domain socket everybody is here.
    public func mayCome(from address: InternetAddress?) -> Bool {
        guard !from.isEmpty, let address else { return true }
        return from.contains { $0.contains(address) }
    }
}
