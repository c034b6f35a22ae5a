import ArgumentParser
import ScreenPopClient
import SecureChannel

/// Where the server is, and whom it must be known by where it speaks TLS.
struct ServerPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The server: 127.0.0.1:7373, [::1]:7373 or unix:PATH; with TLS HOST:7379,tls, where \
            HOST is also a name.
            """, valueName: "address"))
    var server = "127.0.0.1:7373"

    @Option(
        help: ArgumentHelp(
            """
            With TLS: a PEM file of authorities, or the server's own certificate; the system's \
            authorities unless told.
            """, valueName: "file"))
    var ca: String?

    @Option(
        help: ArgumentHelp(
            "With TLS: the certificate's SHA-256, whoever has signed it.", valueName: "digits"))
    var fingerprint: String?

    @Option(
        help: ArgumentHelp(
            "As which client to sign in; the administrator has a list.", valueName: "name"))
    var client: String?

    @Option(
        help: ArgumentHelp(
            "The client's token: a file that nobody else may read, with one line.",
            valueName: "file"))
    var tokenFile: String?

    /// How the client shows who it is; `nil`: it does not.
    func signIn() throws -> SignIn? {
        switch (client, tokenFile) {
        case (nil, nil): return nil
        case (let name?, let path?): return SignIn(name, token: try TokenFile(path).token)
        case (_?, nil), (nil, _?):
            throw ServerAddressError(description: "--client and --token-file go together")
        }
    }

    /// What was said, checked.
    func address() throws(ServerAddressError) -> ServerAddress {
        let address = try ServerAddress(parsing: server, trusting: trust())
        guard address.isEncrypted || (ca ?? fingerprint) == nil else {
            throw ServerAddressError(
                description: "--ca and --fingerprint go with TLS: --server \(server),tls")
        }
        return address
    }

    private func trust() throws(ServerAddressError) -> SecureContext.Trust {
        switch (ca, fingerprint) {
        case (nil, nil): return .system
        case (let path?, nil): return .file(path: path)
        case (nil, let text?):
            do throws(FingerprintError) {
                return try .fingerprint(parsing: text)
            } catch {
                throw ServerAddressError(description: "\(error)")
            }
        case (_?, _?):
            throw ServerAddressError(description: "--ca and --fingerprint cannot both be said")
        }
    }
}
