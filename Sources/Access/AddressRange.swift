/// Addresses that begin with the same bits: `10.0.1.0/24`, `10.0.1.5`, `fd00::/8`.
///
/// - Source: RFC 4632, section 3.1, and RFC 4291, section 2.3.
public struct AddressRange: Hashable, Sendable {
    private let prefix: InternetAddress
    /// How many bits of it must be equal.
    private let bitCount: Int

    /// - Returns: `nil` for a text that is no address and no range, and for a range with bits set
    ///   behind its prefix, which is mostly a mistake.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = InternetAddress(String(parts[0])) else { return nil }
        var bits = address.bitCount
        if parts.count == 2 {
            guard let said = Int(parts[1]), (0...address.bitCount).contains(said),
                parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            bits = said
        }
        guard address.isZero(from: bits) else { return nil }
        (prefix, bitCount) = (address, bits)
    }

    /// Whether the address is one of them. An IPv4 address inside an IPv6 one counts as what it is.
    public func contains(_ address: InternetAddress) -> Bool {
        address.bitCount == prefix.bitCount && address.agrees(with: prefix, bits: bitCount)
    }
}

extension AddressRange: CustomStringConvertible {
    public var description: String { "\(prefix)/\(bitCount)" }
}
