/// The name by which the telephony system and the consoles know a person: an extension mostly.
///
/// 1 to 64 bytes of text without control character, quotation mark and backslash; does not begin
/// with `*`, which means everybody, is not `-`, which means nobody, and has no space at its ends.
/// What a telephony system names instead of a person, a channel or an address, is read as the
/// person's name here and nowhere else; `Protocol/README.md` has the rule under "Agents".
public struct Agent: Hashable, Sendable {
    /// The longest name, in bytes.
    public static let byteLimit = 64

    public let text: String

    /// - Parameter said: a name, the name of a channel (`PJSIP/anna-0000002a`), or an address
    ///   (`sip:anna@host`).
    /// - Returns: `nil` for a text that names nobody.
    public init?(_ said: String) {
        let name = Self.name(in: said[...])
        guard (1...Self.byteLimit).contains(name.utf8.count),
            name.unicodeScalars.allSatisfy(Self.isInName), name.first != "*", name != "-",
            name.first != " ", name.last != " "
        else { return nil }
        text = String(name)
    }

    private static func isInName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x22, 0x5C: false
        default: true
        }
    }

    /// Whether the name stands by itself where words are told apart by spaces.
    public var isWord: Bool { text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}

/// What telephony systems name instead of a person.
extension Agent {
    /// Words before the slash of a channel; a name such as `sales/anna` begins with none of them.
    ///
    /// - Source: the channel drivers of Asterisk 1.8 to 22, the endpoints of FreeSWITCH 1.10.
    private static let technologies: Set<String> = [
        "agent", "alsa", "audiosocket", "capi", "console", "dahdi", "dongle", "h323", "iax",
        "iax2", "jingle", "khomp", "local", "mgcp", "misdn", "mobile", "motif", "ooh323", "pjsip",
        "quectel", "sccp", "sip", "skinny", "sofia", "unistim", "user", "verto", "verto.rtc",
        "vpb", "websocket", "zap",
    ]
    /// Those that count their channels in decimal digits, of any number.
    private static let counting: Set<String> = ["dahdi", "iax", "iax2", "zap"]
    /// Digits behind the hyphen of every other channel; `%08x`.
    private static let serialDigits = 8

    private static func name(in said: Substring) -> Substring {
        if let colon = said.firstIndex(of: ":"),
            ["sip", "sips"].contains(said[..<colon].lowercased())
        {
            return user(of: said[said.index(after: colon)...])
        }
        guard let slash = said.firstIndex(of: "/") else { return said }
        let technology = said[..<slash].lowercased()
        guard technologies.contains(technology) else { return said }
        let channel = said[said.index(after: slash)...]
        // `sofia/internal/anna@host`: the last part is who, the one before a profile.
        if technology == "sofia" { return name(in: user(of: channel.lastPart)) }
        // `PJSIP/anna/sip:anna@host`, `Local/2001@from-queue/n`.
        let endpoint = channel.prefix { $0 != "/" }
        let name = user(of: endpoint)
        // Behind an `@`, the number of the channel is the context's.
        return name.endIndex < endpoint.endIndex && endpoint[name.endIndex] == "@"
            ? name : withoutSerial(name, isCounting: counting.contains(technology))
    }

    /// `anna` of `anna@host:5060;transport=udp` and of `anna;1`.
    private static func user(of address: Substring) -> Substring {
        address.prefix { $0 != "@" && $0 != ";" }
    }

    /// `anna-lee` of `anna-lee-0000002a`.
    private static func withoutSerial(_ channel: Substring, isCounting: Bool) -> Substring {
        guard let hyphen = channel.lastIndex(of: "-") else { return channel }
        let serial = channel[hyphen...].dropFirst()
        let isSerial =
            isCounting
            ? !serial.isEmpty && serial.utf8.allSatisfy { (0x30...0x39).contains($0) }
            : serial.utf8.count == serialDigits && serial.allSatisfy(\.isHexDigit)
        return isSerial ? channel[..<hyphen] : channel
    }
}

extension Substring {
    /// What stands behind the last slash.
    fileprivate var lastPart: Substring {
        lastIndex(of: "/").map { self[index(after: $0)...] } ?? self
    }
}
