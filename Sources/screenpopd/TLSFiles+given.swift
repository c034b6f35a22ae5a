import ScreenPopServer
import Settings

extension TLSFiles {
    /// The files that were named; `nil`: none was. An empty name is none.
    static func given(_ given: GivenSettings) throws -> TLSFiles? {
        func name(_ setting: Setting) -> String? {
            given.text(setting).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let certificate = name(.tlsCertificate) else {
            for setting in [Setting.tlsKey, .tlsClientAuthorities] where name(setting) != nil {
                throw given.problem(setting, "goes with tls-certificate, which is not set")
            }
            return nil
        }
        guard let key = name(.tlsKey) else {
            throw given.problem(.tlsCertificate, "goes with tls-key, which is not set")
        }
        return TLSFiles(
            certificate: certificate, key: key, clientAuthorities: name(.tlsClientAuthorities))
    }
}
