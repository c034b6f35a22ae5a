/// An address of IPv4 or IPv6.
///
/// - Source: RFC 791; RFC 4291, section 2.2, for the texts.
public struct InternetAddress: Hashable, Sendable {
    /// 4 or 16 of them.
    private let bytes: [UInt8]

    /// - Parameter text: `10.0.1.5`, `fd00::5`, `::ffff:10.0.1.5`, which is the first one; without
    ///   a zone.
    public init?(_ text: String) {
        if text.contains(":") {
            guard let bytes = Self.version6(text[...]) else { return nil }
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            self.bytes = bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
        } else {
            guard let bytes = Self.version4(text[...]) else { return nil }
            self.bytes = bytes
        }
    }

    /// The network that one customer of a provider has: of IPv6 the first 64 bits, of IPv4 the
    /// address.
    ///
    /// - Source: RFC 6177, section 2.
    public var network: String {
        bytes.count == 4
            ? description
            : "\(InternetAddress(bytes: Array(bytes[..<8]) + Array(repeating: 0, count: 8)))/64"
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    var bitCount: Int { 8 * bytes.count }

    func isZero(from bit: Int) -> Bool {
        (bit..<max(bit, bitCount)).allSatisfy { bytes[$0 / 8] & (0x80 >> ($0 % 8)) == 0 }
    }

    func agrees(with other: InternetAddress, bits: Int) -> Bool {
        (0..<bits).allSatisfy {
            (bytes[$0 / 8] ^ other.bytes[$0 / 8]) & (0x80 >> ($0 % 8)) == 0
        }
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            // Zeros in front are octal to some programs.
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part),
                part == "0" || part.first != "0"
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            let bytes = groups(text)
            return bytes?.count == 16 ? bytes : nil
        }
        guard !text[..<gap.lowerBound].contains("."),
            let before = groups(text[..<gap.lowerBound]),
            let after = groups(text[gap.upperBound...]), before.count + after.count <= 14
        else { return nil }
        return before + Array(repeating: 0, count: 16 - before.count - after.count) + after
    }

    /// Groups of four hexadecimal digits, the last of which may be an address of IPv4.
    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (place, part) in parts.enumerated() {
            if place == parts.count - 1, part.contains(".") {
                guard let last = version4(part) else { return nil }
                bytes += last
            } else {
                guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

extension InternetAddress: CustomStringConvertible {
    public var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}
