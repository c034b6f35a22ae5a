/// What the file says of one telephone system whose calls are followed: a table `[[pbx]]`.
///
/// As it was said; what it means is checked by whoever makes a connection of it.
public struct GivenPBX: Hashable, Sendable {
    /// What can be said.
    public enum Key: String, CaseIterable, Sendable {
        case name, ami
        case amiTLS = "ami-tls"
        case certificateAuthority = "ca-file"
        case fingerprint, user
        case secretFile = "secret-file"
        case trunks, agents, region, numbers
        case accessCode = "access-code"
    }

    /// Where it stands: the file and its place among the others, from 1.
    let place: String
    var texts: [Key: String] = [:]
    /// Endpoints of the telephone system that are no agents.
    public internal(set) var trunks: [String] = []
    /// Agents by the endpoints whose names are others.
    public internal(set) var agents: [String: String] = [:]

    /// A text as it was said; `nil`: nobody says.
    public func text(_ key: Key) -> String? { texts[key] }

    /// A text that must be said.
    public func requiredText(_ key: Key) throws(SettingError) -> String {
        guard let text = texts[key], !text.isEmpty else {
            throw problem("\(key.rawValue) is missing")
        }
        return text
    }

    /// Says where it stands and what is wrong.
    ///
    /// - Parameter what: a clause that begins with the key.
    public func problem(_ what: String) -> SettingError { SettingError("\(place): \(what)") }
}

extension GivenPBX: CustomStringConvertible {
    /// A table that says the same.
    public var description: String {
        var lines = ["[[pbx]]  # \(place)"]
        for key in Key.allCases {
            if let text = texts[key] {
                lines.append("\(key.rawValue) = \(TOMLText.quoted(text))")
            }
        }
        if !trunks.isEmpty {
            lines.append("trunks = [\(trunks.map(TOMLText.quoted).joined(separator: ", "))]")
        }
        if !agents.isEmpty {
            let pairs = agents.sorted { $0.key < $1.key }.map { endpoint, agent in
                "\(TOMLText.quoted(endpoint)) = \(TOMLText.quoted(agent))"
            }
            lines.append("agents = { \(pairs.joined(separator: ", ")) }")
        }
        return lines.joined(separator: "\n")
    }
}
