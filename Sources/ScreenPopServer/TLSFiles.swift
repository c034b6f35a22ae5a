import SecureChannel

/// The files of which the daemon's certificate is made.
public struct TLSFiles: Equatable, Sendable {
    /// A PEM file: the certificate, and behind it those of the authorities between.
    public var certificate: String
    /// A PEM file with its private key.
    public var key: String
    /// A PEM file of authorities whose certificates clients may show; `nil`: none is asked for.
    public var clientAuthorities: String?

    public init(certificate: String, key: String, clientAuthorities: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientAuthorities = clientAuthorities
    }

    /// Reads them.
    func makeContext() throws(ServerError) -> SecureContext {
        do throws(SecureFailure) {
            return try SecureContext(showing: certificate, key: key, clients: clientAuthorities)
        } catch {
            throw .certificate(error)
        }
    }
}

extension Configuration {
    /// What clients are shown; `nil`: nobody listens with TLS, and no files are named.
    func makeSecureContext() throws(ServerError) -> SecureContext? {
        if tls == nil, let address = listen.first(where: \.isEncrypted) {
            throw .noCertificate(address.endpoint)
        }
        return try tls?.makeContext()
    }

    /// Tries what only the files can tell: whether certificate and key can be used.
    public func tryCertificate() throws(ServerError) { _ = try makeSecureContext() }
}
