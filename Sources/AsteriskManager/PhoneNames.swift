public import Customers

/// Which endpoints of a PBX are trunks, and the agents whose endpoints bear another name.
public struct PhoneNames: Equatable, Sendable {
    /// Endpoints that are no agents: `PJSIP/trunk`, or `trunk` whatever the technology.
    public let trunks: Set<String>
    /// Names of agents by their endpoints: `PJSIP/anna-maria` is `1001`.
    public let agents: [String: String]

    public init(trunks: Set<String>, agents: [String: String]) {
        self.trunks = trunks
        self.agents = agents
    }

    /// What a channel is, by its name: `PJSIP/anna-0000002a`.
    public func kind(of channel: String) -> ChannelKind {
        // What is about to take another channel's place bears a mark behind its name for a moment.
        let name = channel.prefix { $0 != "<" }
        guard let slash = name.firstIndex(of: "/") else { return .other }
        let technology = name[..<slash].lowercased()
        let isPipe = technology == Self.pipe
        let endpoints = Self.endpoints(name[name.index(after: slash)...])
        var known = endpoints.map { "\(name[..<slash])/\($0)" }
        // A pipe leads to a phone, and is one only where it is named in full: `Local/2001`.
        if !isPipe { known += endpoints.map(String.init) }
        if known.contains(where: trunks.contains) { return .trunk }
        if let agent = known.lazy.compactMap({ agents[$0] }).first {
            return Agent(agent).map(ChannelKind.agent) ?? .other
        }
        if isPipe { return Self.half(name) }
        guard Self.phones.contains(technology) else { return .other }
        return Agent(String(name)).map(ChannelKind.agent) ?? .other
    }

    /// The names that an operator may know an endpoint by: for `i1/01632960801-4` of an ISDN line
    /// also `i1`, for `2001@from-queue-00000000;1` also `2001@from-queue` and `2001`.
    private static func endpoints(_ rest: Substring) -> [Substring] {
        let address = rest.prefix { $0 != ";" }
        let endpoint = address.lastIndex(of: "-").map { address[..<$0] } ?? address
        let others = [endpoint.prefix { $0 != "@" }, endpoint.prefix { $0 != "/" }]
        return [endpoint] + others.filter { $0 != endpoint }
    }

    private static func half(_ name: Substring) -> ChannelKind {
        switch name.suffix(2) {
        case ";1": .pipe(otherHalf: name.dropLast() + "2")
        case ";2": .pipe(otherHalf: name.dropLast() + "1")
        default: .other
        }
    }

    private static let pipe = "local"
    /// Technologies by which people telephone; Asterisk has others for announcements, recordings,
    /// messages and so on.
    private static let phones: Set<String> = [
        "alsa", "console", "dahdi", "dongle", "h323", "iax2", "khomp", "mgcp", "misdn", "mobile",
        "motif", "ooh323", "pjsip", "quectel", "sccp", "sip", "skinny", "unistim", "vpb", "zap",
    ]
    /// Those of which anything is made.
    static let technologies = phones.union([pipe])
}

/// What a channel is.
public enum ChannelKind: Equatable, Sendable {
    /// Somebody's phone.
    case agent(Agent)
    /// The way in and out of the house.
    case trunk
    /// One end of a pipe within Asterisk; what goes in at one end comes out at the other.
    case pipe(otherHalf: String)
    /// Nobody's.
    case other
}
