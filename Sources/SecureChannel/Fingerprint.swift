/// SHA-256 of a certificate, as people copy it.
public struct Fingerprint: Equatable, Sendable {
    /// 32 of them.
    public let bytes: [UInt8]

    /// - Parameter text: 64 hexadecimal digits, with colons between pairs or without, and with
    ///   `sha256:` or `SHA256 Fingerprint=` before them or without.
    /// - Returns: `nil` for anything else.
    public init?(_ text: String) {
        let digits = text.split { $0 == "=" }.last.map(String.init) ?? ""
        let plain = digits.lowercased().replacing("sha256:", with: "").filter { $0 != ":" }
        guard plain.utf8.count == 64, plain.allSatisfy(\.isHexDigit) else { return nil }
        var bytes: [UInt8] = []
        var rest = plain[...]
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        self.bytes = bytes
    }
}

extension Fingerprint: CustomStringConvertible {
    /// As `openssl x509 -fingerprint -sha256` prints it.
    public var description: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "0\(digits)" : digits
        }.joined(separator: ":")
    }
}

/// Why a text is no fingerprint.
public struct FingerprintError: Error, CustomStringConvertible {
    let text: String

    public var description: String {
        "\"\(text)\" is no SHA-256: write 64 hexadecimal digits, as "
            + "openssl x509 -noout -fingerprint -sha256 prints them"
    }
}

extension SecureContext.Trust {
    /// The one certificate that people copied the SHA-256 of.
    public static func fingerprint(
        parsing text: String
    ) throws(FingerprintError) -> SecureContext.Trust {
        guard let digest = Fingerprint(text) else { throw FingerprintError(text: text) }
        return .fingerprint(digest.bytes)
    }
}
