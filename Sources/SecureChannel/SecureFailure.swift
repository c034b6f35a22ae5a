import COpenSSL

/// Why there is no encrypted connection, or none any more.
public enum SecureFailure: Error, Equatable, Sendable {
    case noMemory
    /// The certificates to be trusted cannot be read, and which.
    case authorities(String)
    /// The certificate to be shown or its key cannot be used.
    case ownCertificate(String)
    /// The key is in a file that everybody may read.
    case openKey(String)
    /// The certificate of the other side is not trusted, and why.
    case certificate(CertificateProblem)
    /// What came is not TLS, or breaks its rules.
    case notUnderstood(String)
    /// The other side ended without saying so: something may have been cut off.
    case cutOff

    /// OpenSSL's oldest error in words.
    static var latestWords: String {
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            unsafe tls_error(text.baseAddress, text.count)
            return unsafe String(cString: text.baseAddress!)
        }
        return text.isEmpty ? "no reason given" : text
    }
}

/// What is wrong with a certificate.
public enum CertificateProblem: Equatable, Sendable {
    case none
    case expired
    case notYetValid
    /// It is signed by nobody but itself.
    case selfSigned
    /// It is signed by somebody whom we do not know.
    case unknownIssuer
    /// It belongs to another host, and which, as far as it says.
    case otherHost(expected: String, named: String)
    case otherFingerprint
    case revoked
    /// Something else, in OpenSSL's number.
    case other(Int)
}

extension SecureFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noMemory: "there is no memory for an encrypted connection"
        case .authorities(let what): "the trusted certificates cannot be read (\(what))"
        case .ownCertificate(let what): "the certificate cannot be used (\(what))"
        case .openKey(let path): "\(path) is a key that everybody may read; chmod o= it"
        case .certificate(let problem): "\(problem)"
        case .notUnderstood(let words): "the other side does not speak TLS as we do (\(words))"
        case .cutOff: "the encrypted connection was cut off"
        }
    }
}

extension CertificateProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "the other side has shown no certificate"
        case .expired: "its certificate has expired"
        case .notYetValid: "its certificate is not valid yet; is the clock right?"
        case .selfSigned:
            "its certificate is signed by itself; trust that very file, or its fingerprint"
        case .unknownIssuer: "its certificate is signed by nobody whom we trust"
        case .otherHost(let expected, let named):
            "its certificate is not for \(expected)" + (named.isEmpty ? "" : " but for \(named)")
        case .otherFingerprint: "its certificate has another fingerprint than the one expected"
        case .revoked: "its certificate was revoked"
        case .other(let number): "its certificate is not trusted (X509 error \(number))"
        }
    }

    /// - Source: OpenSSL 3, `x509_vfy.h`, `X509_V_ERR_*`.
    init?(verdict: Int, expected: String, named: String) {
        switch verdict {
        case 0: return nil
        case 9: self = .notYetValid
        case 10: self = .expired
        case 18, 19: self = .selfSigned
        case 2, 20, 21: self = .unknownIssuer
        case 23: self = .revoked
        case 62, 64: self = .otherHost(expected: expected, named: named)
        default: self = .other(verdict)
        }
    }
}
