import ScreenPopServer
import SecureChannel
import TestSupport

/// The certificates that servers of tests show.
struct ServerCertificate: Sendable {
    let certificates: Certificates

    /// Made once: each takes some milliseconds of a program.
    static let shared = Result {
        let certificates = try Certificates()
        try certificates.makeAuthority("authority")
        try certificates.makeAuthority("stranger")
        let hosts = "DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"
        for name in ["first", "second"] { try certificates.make(name, for: hosts, by: "authority") }
        try certificates.make("late", for: hosts, by: "authority", days: (-30, -1))
        try certificates.make("strange", for: hosts, by: "stranger")
        try certificates.make("elsewhere", for: "DNS:pbx.example.org", by: "authority")
        try certificates.make("own", for: hosts, by: nil)
        return ServerCertificate(certificates: certificates)
    }

    func files(_ name: String) -> TLSFiles {
        TLSFiles(
            certificate: certificates.path("\(name).pem"), key: certificates.path("\(name).key"))
    }

    /// What a client goes by that trusts the authority.
    func trust() throws -> SecureContext {
        try SecureContext(trusting: .file(path: certificates.path("authority.pem")))
    }

    /// What a client goes by that knows one certificate.
    func trust(only name: String) throws -> SecureContext {
        let digits = try certificates.fingerprint(name)
        return try SecureContext(trusting: .fingerprint(Fingerprint(digits)?.bytes ?? []))
    }

    func show(_ name: String, in configuration: inout Configuration) {
        configuration.tls = files(name)
        for place in configuration.listen.indices {
            configuration.listen[place].isEncrypted = true
        }
    }
}
