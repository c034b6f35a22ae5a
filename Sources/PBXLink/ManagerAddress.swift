public import EventLoop
public import SecureChannel

/// Where a manager interface is, and how it is reached.
public enum ManagerAddress: Hashable, Sendable {
    /// On this machine, as it is.
    case plain(Endpoint)
    /// Encrypted, at a host by its name or its address.
    case encrypted(host: String, port: UInt16, trusting: SecureContext.Trust)
}

extension ManagerAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .plain(let endpoint): "\(endpoint)"
        case .encrypted(let host, let port, _):
            host.contains(":") ? "[\(host)]:\(port),tls" : "\(host):\(port),tls"
        }
    }
}

extension ManagerAddress {
    /// Reads `pbx.example.org:5039`, `10.0.0.5:5039` or `[fd00::5]:5039`.
    ///
    /// - Returns: `nil` for a text that names no host and port.
    public init?(encrypted text: String, trusting trust: SecureContext.Trust) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[colon...].dropFirst()),
            port > 0
        else { return nil }
        var host = text[..<colon]
        let isBracketed = host.first == "[" && host.last == "]"
        if isBracketed { host = host.dropFirst().dropLast() }
        guard isBracketed == host.contains(":"), (1...Self.hostBytes).contains(host.utf8.count),
            host.utf8.allSatisfy(Self.isInHost)
        else { return nil }
        self = .encrypted(host: String(host), port: port, trusting: trust)
    }

    /// The longest name of a host, in bytes; RFC 1035.
    private static let hostBytes = 253

    private static func isInHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
