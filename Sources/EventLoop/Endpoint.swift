import CLibUV

/// Where a listener listens or a client connects: TCP or a Unix-domain socket.
public enum Endpoint: Sendable, Hashable {
    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address without brackets; names are not resolved.
    ///   - port: 0 lets a listener take a free port.
    case tcp(host: String, port: UInt16)
    /// A socket in the file system, at most `pathByteLimit` bytes of path.
    case unix(path: String)

    /// Longest path of a Unix-domain socket in bytes; the kernel's limit (`sun_path`) less its NUL.
    public static let pathByteLimit = 107

    /// The address that stands for an omitted host and for `localhost`.
    public static let loopbackHost = "127.0.0.1"

    /// Reads a spelling of an endpoint.
    ///
    /// Shapes: `127.0.0.1:7373`, `[::1]:7373`, `localhost:7373`, `:7373`, `7373`,
    /// `unix:/run/x.sock`.
    ///
    /// A missing host and `localhost` mean 127.0.0.1, so that nothing opens to
    /// the network by omission. Other names are refused: whoever needs one
    /// resolves it first and sees which address was taken.
    public init(parsing text: String) throws(EndpointError) {
        if text.hasPrefix("unix:") {
            self = .unix(path: try Self.checkedPath(String(text.dropFirst("unix:".utf8.count))))
            return
        }
        let (host, port) = try Self.split(text)
        self = .tcp(host: try Self.checkedHost(host), port: try Self.checkedPort(port, in: text))
    }

    /// Whether only this machine can reach it: 127.0.0.0/8, `::1` and every Unix-domain socket.
    public var isLoopback: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _): Self.isLoopback(host)
        }
    }

    /// Host and port as written, still unchecked.
    private static func split(_ text: String) throws(EndpointError) -> (String, String) {
        let brackets = text.hasPrefix("[") ? text.firstIndex(of: "]") : nil
        if let close = brackets {
            let host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard rest.first == ":", host.contains(":") else { throw .malformed(text) }
            return (String(host), String(rest.dropFirst()))
        }
        guard let colon = text.lastIndex(of: ":") else { return ("", text) }
        guard text.firstIndex(of: ":") == colon else { throw .bracketsMissing(text) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func checkedHost(_ host: String) throws(EndpointError) -> String {
        if host.isEmpty || host.lowercased() == "localhost" { return loopbackHost }
        guard addressBytes(host) != nil else { throw .nameNotResolved(host) }
        return host
    }

    private static func checkedPort(
        _ text: String, in whole: String
    ) throws(EndpointError) -> UInt16 {
        // UInt16 alone would also accept a sign.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(text)
        else { throw .badPort(text, in: whole) }
        return port
    }

    private static func checkedPath(_ path: String) throws(EndpointError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .malformed("unix:\(path)") }
        guard path.utf8.count <= pathByteLimit else { throw .pathTooLong(path) }
        return path
    }

    private static func isLoopback(_ host: String) -> Bool {
        guard let bytes = addressBytes(host) else { return false }
        if bytes.count == 4 { return bytes[0] == 127 }
        return bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// The address in network order, 4 or 16 bytes; wraps `uv_inet_pton`.
    private static func addressBytes(_ host: String) -> [UInt8]? {
        let isVersion6 = host.utf8.contains(UInt8(ascii: ":"))
        var bytes = [UInt8](repeating: 0, count: isVersion6 ? 16 : 4)
        let family = isVersion6 ? AF_INET6 : AF_INET
        let status = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe uv_inet_pton(family, host, bytes.baseAddress)
        }
        return status == 0 ? bytes : nil
    }
}

extension Endpoint: CustomStringConvertible {
    /// The spelling that `init(parsing:)` reads.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// Why a text names no endpoint.
public enum EndpointError: Error, Hashable, Sendable {
    /// Neither host and port nor `unix:` and a path.
    case malformed(String)
    /// An IPv6 address whose port cannot be told apart.
    case bracketsMissing(String)
    /// A host that is no IP address; only `localhost` is known by name.
    case nameNotResolved(String)
    /// A port that is no number from 0 to 65535, and the whole text.
    case badPort(String, in: String)
    /// A socket path of more than `Endpoint.pathByteLimit` bytes.
    case pathTooLong(String)
}

extension EndpointError: CustomStringConvertible {
    /// What is wrong and how to write it.
    public var description: String {
        switch self {
        case .malformed(let text):
            "\"\(text)\" is no address: write 127.0.0.1:7373, [::1]:7373 or unix:/run/x.sock"
        case .bracketsMissing(let text):
            "\"\(text)\" needs brackets around the IPv6 address: write [::1]:7373"
        case .nameNotResolved(let host):
            "\"\(host)\" is no IP address; names other than localhost are not resolved"
        case .badPort(let port, let text):
            "\"\(text)\" has no port from 0 to 65535 (read \"\(port)\")"
        case .pathTooLong(let path):
            "\"\(path)\" is longer than \(Endpoint.pathByteLimit) bytes, the limit for a socket"
        }
    }
}
