import COpenSSL

/// SHA-256 of bytes, or their HMAC by it: 32 bytes.
///
/// - Source: FIPS 180-4; RFC 2104 for the HMAC.
public struct Digest: Sendable {
    /// How many bytes a digest has.
    public static let byteCount = 32

    /// 32 of them.
    public let bytes: [UInt8]

    /// SHA-256 of `content`.
    public init(of content: [UInt8]) {
        bytes = unsafe Self.fill { unsafe digest_sha256(content, content.count, $0) }
    }

    /// HMAC-SHA-256 of `content` by `key`.
    public init(of content: [UInt8], by key: [UInt8]) {
        bytes = unsafe Self.fill {
            unsafe digest_hmac_sha256(key, key.count, content, content.count, $0)
        }
    }

    /// One that was kept.
    ///
    /// - Returns: `nil` unless it has 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// One that was written down.
    ///
    /// - Parameter hex: 64 hexadecimal digits.
    public init?(hex: some StringProtocol) {
        guard let bytes = [UInt8](hex: hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// 64 small hexadecimal digits.
    public var hex: String { bytes.hex }

    private static func fill(_ write: (UnsafeMutablePointer<UInt8>) -> CInt) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { room, count in
            guard let start = room.baseAddress, unsafe write(start) == 0 else {
                preconditionFailure("OpenSSL has no SHA-256, or no memory")
            }
            count = byteCount
        }
    }
}

extension Digest: Equatable {
    /// Takes as long for digests that differ in the first byte as in the last.
    public static func == (one: Digest, other: Digest) -> Bool {
        unsafe digest_is_equal(one.bytes, other.bytes, byteCount) == 1
    }
}

extension [UInt8] {
    /// Bytes that nobody can guess.
    ///
    /// Wraps `RAND_bytes`; may take a system call.
    public static func random(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            if count == 0 { return }
            guard let start = room.baseAddress, unsafe digest_random(start, count) == 0
            else { preconditionFailure("the system gives no random bytes") }
            filled = count
        }
    }
}
