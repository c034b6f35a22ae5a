import Access
import Customers
import Digests
import TOMLKit

/// What the access file says about one client.
struct ClientEntry {
    private enum Key: String, CaseIterable {
        case role, agents, from, token, uid, certificate, names, account, operations, unmask
        case lookupsPerMinute = "lookups-per-minute"
    }

    private(set) var client: AccessClient
    private let place: String

    /// - Parameter place: file and client, for messages.
    init(_ name: String, _ value: any TOMLValueConvertible, _ place: String) throws {
        self.place = place
        guard let known = ClientName(name) else {
            throw SettingError(
                "\(place): a name has 1 to \(ClientName.byteLimit) small letters, digits and "
                    + "hyphens, and begins with a letter")
        }
        guard let table = value.table else {
            throw SettingError("\(place) must be a table: { role = \"agent\", ... }")
        }
        for key in table.keys where Key(rawValue: key) == nil {
            let words = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("\(place): unknown \(key); known: \(words)")
        }
        guard let role = table["role"]?.string.flatMap(Role.init) else {
            let words = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("\(place): role must be one of \(words)")
        }
        client = AccessClient(known, role)
        for key in Key.allCases {
            if let value = table[key.rawValue] { try take(value, key) }
        }
        try check()
    }

    private mutating func take(_ value: any TOMLValueConvertible, _ key: Key) throws {
        switch key {
        case .role: break
        case .agents:
            client.agents = try texts(value, key).map { text in
                guard let agent = Agent(text) else {
                    throw problem(key, "\"\(text)\" is no agent's name")
                }
                return agent
            }
        case .from:
            client.from = try texts(value, key).map { text in
                guard let range = AddressRange(text) else {
                    throw problem(
                        key,
                        "\"\(text)\" is no address and no network; write 10.0.1.5 or 10.0.1.0/24")
                }
                return range
            }
        case .token: client.tokens = try texts(value, key).map { try token($0) }
        case .uid:
            let name = value.string ?? value.int.map { "\($0)" } ?? ""
            client.user = try SystemUser.number(of: name, "\(place): uid")
        case .certificate: client.hasCertificate = try bool(value, key)
        case .names: try set(.names, value, key, of: [.telephony])
        case .account: try set(.account, value, key, of: [.agent, .supervisor])
        case .operations: try set(.operations, value, key, of: [.agent, .supervisor])
        case .unmask:
            client.mayUnmask = try bool(value, key)
            guard [.agent, .supervisor, .diagnostic, .admin].contains(client.role) else {
                throw problem(key, "is not for \(client.role.rawValue)")
            }
        case .lookupsPerMinute:
            guard let count = value.int, count > 0 else {
                throw problem(key, "must be a whole number, 1 or more")
            }
            client.lookupsPerMinute = count
        }
    }

    private func check() throws {
        if client.role == .agent, client.agents.isEmpty {
            throw SettingError("\(place): say whose screens are its own: agents = [\"1001\"]")
        }
        if client.role != .agent, !client.agents.isEmpty {
            throw problem(.agents, "is only for the role agent")
        }
        if client.tokens.isEmpty, client.user == nil, !client.hasCertificate {
            throw SettingError(
                "\(place): it has no way to show who it is: token, uid or certificate = true")
        }
    }

    /// The digest of a token. Whatever else stands there is not repeated: it may be the token.
    private func token(_ text: String) throws -> Digest {
        let prefix = "sha256:"
        guard text.hasPrefix(prefix), let digest = Digest(hex: text.dropFirst(prefix.count)) else {
            throw problem(
                .token,
                text.hasPrefix("spt_")
                    ? "holds a token in clear; take it for lost, and screenpop access rotate"
                    : "must be sha256: and 64 hexadecimal digits")
        }
        return digest
    }

    private mutating func set(
        _ kind: Sight, _ value: any TOMLValueConvertible, _ key: Key, of roles: [Role]
    ) throws {
        let isSeen = try bool(value, key)
        guard roles.contains(client.role) else {
            throw problem(key, "is not for \(client.role.rawValue)")
        }
        if isSeen { client.sight.insert(kind) } else { client.sight.remove(kind) }
    }

    private func bool(_ value: any TOMLValueConvertible, _ key: Key) throws -> Bool {
        guard let isTrue = value.bool else { throw problem(key, "must be true or false") }
        return isTrue
    }

    /// A text alone is a list of one.
    private func texts(_ value: any TOMLValueConvertible, _ key: Key) throws -> [String] {
        if let one = value.string { return [one] }
        let list = value.array?.compactMap(\.string) ?? []
        guard let count = value.array?.count, count == list.count else {
            throw problem(key, "must be a list of texts in quotes")
        }
        if key == .token, count > AccessClient.tokenLimit {
            throw problem(
                key, "has more than two: the one in use, and the one that takes its place")
        }
        return list
    }

    private func problem(_ key: Key, _ what: String) -> SettingError {
        SettingError("\(place): \(key.rawValue) \(what)")
    }
}
