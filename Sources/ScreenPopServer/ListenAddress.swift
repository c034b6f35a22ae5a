public import EventLoop
public import FrontDesk
import Customers
import Numbering

/// Where to listen, and what lines come in there.
public struct ListenAddress: Hashable, Sendable {
    public var endpoint: Endpoint
    public var line: LineOverride
    /// Each connection ends after the first reply.
    public var isOneShot: Bool

    public init(
        _ endpoint: Endpoint, line: LineOverride = LineOverride(), isOneShot: Bool = false
    ) {
        self.endpoint = endpoint
        self.line = line
        self.isOneShot = isOneShot
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
    /// Reads `127.0.0.1:7373`, `127.0.0.1:7374,one-shot`, or with settings of the line
    /// `127.0.0.1:7373,region=DE,numbers=e164-no-plus`.
    public init(parsing text: String) throws {
        var rest = text[...]
        var line = LineOverride()
        var isOneShot = false
        while let comma = rest.lastIndex(of: ","),
            try Self.take(rest[comma...].dropFirst(), &line, &isOneShot)
        {
            rest = rest[..<comma]
        }
        self.init(try Endpoint(parsing: String(rest)), line: line, isOneShot: isOneShot)
    }

    /// - Returns: `false` when `option` is no option but a part of the address.
    private static func take(
        _ option: Substring, _ line: inout LineOverride, _ isOneShot: inout Bool
    ) throws -> Bool {
        if option == "one-shot" {
            isOneShot = true
            return true
        }
        guard let equals = option.firstIndex(of: "=") else { return false }
        let value = String(option[equals...].dropFirst())
        switch option[..<equals] {
        case "region":
            guard value == "-" || Region(value) != nil else {
                throw ListenAddressError(
                    description: "\"\(value)\" is no country; write two letters, such as GB, or -")
            }
            line.place = LineOverride.Place(Region(value))
        case "numbers":
            guard let format = NumberFormat(word: value) else {
                throw ListenAddressError(
                    description: "\"\(value)\" is no number format; "
                        + "write auto, e164, e164-no-plus or national")
            }
            line.format = format
        case "access-code":
            guard value == "-" || AccessCode(value) != nil else {
                throw ListenAddressError(
                    description: "\"\(value)\" is no access code; write 1 to 4 digits, or -")
            }
            line.access = LineOverride.Access(AccessCode(value))
        default: return false
        }
        return true
    }
}
