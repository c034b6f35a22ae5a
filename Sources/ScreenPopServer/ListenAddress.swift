public import EventLoop
public import Customers
public import Numbering

/// Where to listen, and what lines come in there.
public struct ListenAddress: Hashable, Sendable {
    public var endpoint: Endpoint
    public var line: LineOverride
    /// Whose calls come in there; `nil`: those of a PBX without a name.
    public var pbx: PBX?
    /// Each connection ends after the first reply.
    public var isOneShot: Bool
    /// Clients speak TLS there.
    public var isEncrypted: Bool

    public init(
        _ endpoint: Endpoint, line: LineOverride = LineOverride(), pbx: PBX? = nil,
        isOneShot: Bool = false, isEncrypted: Bool = false
    ) {
        self.endpoint = endpoint
        self.line = line
        self.pbx = pbx
        self.isOneShot = isOneShot
        self.isEncrypted = isEncrypted
    }

    /// A TCP address whose lines are the daemon's.
    public static func tcp(host: String, port: UInt16) -> ListenAddress {
        ListenAddress(.tcp(host: host, port: port))
    }
}

/// Why a text is no place to listen.
public struct ListenAddressError: Error, CustomStringConvertible {
    public let description: String
}

extension ListenAddress {
    /// Reads `127.0.0.1:7373`, `127.0.0.1:7379,tls`, `127.0.0.1:7374,one-shot,pbx=north`, or with
    /// settings of the line
    /// `127.0.0.1:7373,region=DE,numbers=e164-no-plus`.
    public init(parsing text: String) throws {
        var rest = text[...]
        // The endpoint comes last to be known.
        var address = ListenAddress(.tcp(host: Endpoint.loopbackHost, port: 0))
        while let comma = rest.lastIndex(of: ","),
            try address.take(rest[comma...].dropFirst())
        {
            rest = rest[..<comma]
        }
        address.endpoint = try Endpoint(parsing: String(rest))
        if address.isEncrypted, case .unix(let path) = address.endpoint {
            throw ListenAddressError(
                description: "unix:\(path) needs no TLS: what goes over it stays on this machine")
        }
        self = address
    }

    /// - Returns: `false` when `option` is no option but a part of the address.
    private mutating func take(_ option: Substring) throws -> Bool {
        if option == "one-shot" {
            isOneShot = true
            return true
        }
        if option == "tls" {
            isEncrypted = true
            return true
        }
        guard let equals = option.firstIndex(of: "=") else { return false }
        let value = String(option[equals...].dropFirst())
        if try line.take(option[..<equals], value) { return true }
        guard option[..<equals] == "pbx" else { return false }
        guard let name = PBX(value) else {
            throw ListenAddressError(
                description: "\"\(value)\" is no name of a PBX; "
                    + "write a word of at most \(PBX.byteLimit) letters and digits")
        }
        pbx = name
        return true
    }
}
