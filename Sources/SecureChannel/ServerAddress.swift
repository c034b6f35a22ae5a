public import EventLoop

/// Where a server is, and how it is reached.
public enum ServerAddress: Hashable, Sendable {
    /// As it is, and so on this machine.
    case plain(Endpoint)
    /// Encrypted, at a host by its name or its address.
    case encrypted(host: String, port: UInt16, trusting: SecureContext.Trust)
}

extension ServerAddress {
    /// Reads `127.0.0.1:7373` and what else `Endpoint` does, and `pbx.example.org:7379,tls`.
    ///
    /// - Parameter trust: whom a server with TLS must be known by.
    public init(
        parsing text: String, trusting trust: SecureContext.Trust
    ) throws(ServerAddressError) {
        guard text.hasSuffix(",tls") else {
            do throws(EndpointError) { self = .plain(try Endpoint(parsing: text)) } catch {
                throw ServerAddressError(description: "\(error); names go with TLS: HOST:PORT,tls")
            }
            return
        }
        guard
            let address = ServerAddress(
                encrypted: String(text.dropLast(4)), trusting: trust)
        else {
            throw ServerAddressError(
                description: "\"\(text)\" names no host and port: "
                    + "write pbx.example.org:7379,tls or [::1]:7379,tls")
        }
        self = address
    }

    /// Whether what goes there is encrypted.
    public var isEncrypted: Bool { if case .encrypted = self { true } else { false } }
}

/// Why a text names no server.
public struct ServerAddressError: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}

extension ServerAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .plain(let endpoint): "\(endpoint)"
        case .encrypted(let host, let port, _):
            host.contains(":") ? "[\(host)]:\(port),tls" : "\(host):\(port),tls"
        }
    }
}

extension ServerAddress {
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
