public import Digests

/// A secret by which a client shows that it is the one whose name it gives.
///
/// `spt_jo_` and 256 random bits in the URL-safe alphabet of base64: whoever finds one knows what
/// it is and whose. Only its digest is kept; as nobody can guess it, one round of SHA-256 will do.
///
/// - Source: RFC 4648, section 5.
public struct Token: Sendable {
    /// The longest that is looked at, in bytes.
    public static let byteLimit = 256

    private static let randomByteCount = 32
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// As it is shown, once.
    public let text: String

    /// Makes one up.
    public init(for client: ClientName) {
        let secret = Self.encode(.random(Self.randomByteCount))
        text = "spt_\(client.text)_\(secret)"
    }

    /// What is kept of it.
    public var digest: Digest { Digest(of: Array(text.utf8)) }

    private static func encode(_ bytes: [UInt8]) -> String {
        var text = ""
        var (bits, bitCount) = (UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(character(bits >> bitCount))
            }
            bits &= (1 << bitCount) - 1
        }
        if bitCount > 0 { text.append(character(bits << (6 - bitCount))) }
        return text
    }

    private static func character(_ bits: UInt32) -> Character {
        Character(UnicodeScalar(alphabet[Int(bits & 63)]))
    }
}
