import Digests

/// Who may come, and as what: what the access file says.
public struct AccessList: Equatable, Sendable {
    /// How many clients one list may name.
    public static let clientLimit = 10_000

    /// Everybody who can sign in.
    public private(set) var clients: [ClientName: AccessClient] = [:]
    /// What whoever has not signed in may on this machine's own addresses.
    public var loopback: Role? = .diagnostic
    /// As what users of this machine come in at a Unix-domain socket who are no client of the list.
    public var users: [UInt32: Role] = [0: .admin]
    /// Whether names go to Asterisk's dialplan.
    public var gatewaySeesNames = false
    private var byUser: [UInt32: ClientName] = [:]

    public init() {}

    /// Adds a client, or takes the place of one of the same name.
    public mutating func add(_ client: AccessClient) {
        remove(client.name)
        clients[client.name] = client
        if let user = client.user { byUser[user] = client.name }
    }

    /// Takes a client out, if it is there.
    public mutating func remove(_ name: ClientName) {
        clients[name] = nil
        byUser = byUser.filter { $0.value != name }
    }

    /// The client of that name; `nil`: there is none.
    public subscript(name: ClientName) -> AccessClient? { clients[name] }

    /// The client who has shown that; `nil`: wrong, whatever it was.
    ///
    /// Compares as many digests for a name that is not there as for one that is.
    public func client(by proof: Proof, from address: InternetAddress?) -> AccessClient? {
        let client = proof.name.flatMap { clients[$0] }
        var tokens = client?.tokens ?? []
        while tokens.count < AccessClient.tokenLimit { tokens.append(Self.nobodys) }
        var isRight = false
        for token in tokens where token == proof.digest { isRight = true }
        guard isRight, let client, client.mayCome(from: address) else { return nil }
        return client
    }

    /// The digest of nothing that anybody can send.
    private static let nobodys = Digest(of: .random(Digest.byteCount))

    /// What a user of this machine may at a Unix-domain socket.
    public func rights(ofUser user: UInt32) -> Rights {
        if let client = byUser[user].flatMap({ clients[$0] }) { return client.rights }
        return users[user].map(Rights.init(local:)) ?? .stranger
    }

    /// What may be done at this machine's own addresses without signing in.
    public var loopbackRights: Rights { loopback.map(Rights.init(local:)) ?? .stranger }

    /// What Asterisk's dialplan may ask and is told.
    public var gatewayRights: Rights {
        Rights(
            client: nil, role: .telephony, permissions: Role.telephony.permissions,
            sight: gatewaySeesNames ? .everything : Role.telephony.sight, agents: nil)
    }

    /// The client whose certificate has this common name.
    public func client(certified name: String, from address: InternetAddress?) -> AccessClient? {
        guard let client = ClientName(name).flatMap({ clients[$0] }), client.hasCertificate,
            client.mayCome(from: address)
        else { return nil }
        return client
    }
}

extension Rights {
    /// Of whoever comes in as `role` because of where they come from.
    public init(local role: Role) {
        self.init(
            client: nil, role: role, permissions: role.permissions, sight: role.sight,
            agents: role == .agent ? [] : nil)
    }
}
