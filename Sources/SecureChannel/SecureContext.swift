import COpenSSL

/// Whose certificates are trusted and which one is shown, for any number of channels.
///
/// Reads its files once, when it is made; another one takes its place when they have changed. It
/// and its channels belong to one thread at a time.
@safe
public final class SecureContext {
    /// Whom a client trusts.
    public enum Trust: Hashable, Sendable {
        /// The authorities of the system.
        case system
        /// The certificates of a PEM file: authorities, or the server's own.
        case file(path: String)
        /// The one certificate with this SHA-256, 32 bytes, whatever else is wrong with it.
        case fingerprint([UInt8])
    }

    /// A record's plain bytes at most; TLS 1.3, section 5.1.
    private static let recordBytes = 16384

    let raw: OpaquePointer
    let trust: Trust?
    /// Where a channel puts a record's plain bytes while it lends them.
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: recordBytes)

    /// For a client.
    public init(trusting trust: Trust) throws(SecureFailure) {
        guard let made = unsafe tls_client() else { throw .noMemory }
        unsafe raw = made
        self.trust = trust
        switch trust {
        case .system:
            guard unsafe tls_trust_system(raw) == 0 else { throw .authorities("the system's") }
        case .file(let path):
            guard unsafe tls_trust_file(raw, path) == 0 else {
                throw .authorities("\(path): \(SecureFailure.latestWords)")
            }
        case .fingerprint: break
        }
    }

    /// For a server that shows a certificate.
    ///
    /// - Parameters:
    ///   - chain: a PEM file with the certificate first.
    ///   - key: a PEM file with its private key, which only its owner and its group may read.
    ///   - clients: a PEM file of authorities whose certificates clients may show; `nil`: none
    ///     is asked for.
    public init(
        showing chain: String, key: String, clients: String? = nil
    ) throws(SecureFailure) {
        guard let made = unsafe tls_server() else { throw .noMemory }
        unsafe raw = made
        trust = nil
        guard unsafe tls_is_kept(key) == 1 else { throw .openKey(key) }
        guard unsafe tls_show(raw, chain, key) == 0 else {
            throw .ownCertificate("\(chain), \(key): \(SecureFailure.latestWords)")
        }
        guard let clients else { return }
        guard unsafe tls_ask_clients(raw, clients) == 0 else {
            throw .authorities("\(clients): \(SecureFailure.latestWords)")
        }
    }

    deinit {
        unsafe tls_context_free(raw)
        unsafe room.deallocate()
    }
}
