import TestSupport
import Testing

/// `screenpop` over TLS: whom it trusts, and what it says where it does not.
@Suite struct EncryptedProgramTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let shown: String
        let host: String
        /// The file of `--ca`, the certificate whose digits are said, or neither.
        let trust: (ca: String?, fingerprint: String?)
        /// What is said; `nil`: it is reached.
        let complaint: String?

        init(
            _ shown: String, _ host: String, ca: String? = nil, fingerprint: String? = nil,
            _ complaint: String?
        ) {
            self.shown = shown
            self.host = host
            trust = (ca, fingerprint)
            self.complaint = complaint
        }

        var testDescription: String { "\(shown) at \(host): \(complaint ?? "reached")" }
    }

    static let examples = [
        Example("first", "127.0.0.1", ca: "authority.pem", nil),
        Example("first", "localhost", ca: "authority.pem", nil),
        Example("own", "127.0.0.1", ca: "own.pem", nil),
        Example("late", "127.0.0.1", fingerprint: "late", nil),
        Example("first", "127.0.0.1", "signed by nobody whom we trust"),
        Example("late", "127.0.0.1", ca: "authority.pem", "its certificate has expired"),
        Example("strange", "127.0.0.1", ca: "authority.pem", "signed by nobody whom we trust"),
        Example("own", "127.0.0.1", ca: "authority.pem", "signed by itself"),
        Example(
            "elsewhere", "127.0.0.1", ca: "authority.pem",
            "not for 127.0.0.1 but for pbx.example.org"),
        Example("first", "127.0.0.1", fingerprint: "own", "another fingerprint"),
        Example("first", "127.0.0.1", ca: "missing.pem", "missing.pem"),
        Example("first", "no-such-host.invalid", ca: "authority.pem", "has no address"),
    ]

    @Test(arguments: examples)
    func aServerIsReachedWhenItsCertificateIsRight(_ example: Example) throws {
        let made = try ServerCertificate.shared.get()
        let server = try RunningServer(showing: example.shown)
        defer { server.stop() }
        var arguments = ["ping", "--server", "\(example.host):\(server.port),tls"]
        if let file = example.trust.ca { arguments += ["--ca", made.certificates.path(file)] }
        if let name = example.trust.fingerprint {
            arguments += ["--fingerprint", try made.certificates.fingerprint(name)]
        }
        let said = try Program.run(Program.built("screenpop"), arguments)
        if let complaint = example.complaint {
            #expect(said.status == 2 && said.output.isEmpty)
            #expect(said.complaints.contains(complaint), "\(said.complaints)")
        } else {
            #expect(said.status == 0, "\(said.complaints)")
            #expect(said.output.contains("pong"))
        }
    }

    @Test(arguments: [
        (["--server", "127.0.0.1:1", "--ca", "x"], "go with TLS"),
        (["--server", "127.0.0.1,tls"], "names no host and port"),
        (["--server", "pbx.example.org:7373"], "names go with TLS"),
        (["--server", "a:1,tls", "--fingerprint", "12"], "is no SHA-256"),
        (["--server", "a:1,tls", "--fingerprint", "12", "--ca", "x"], "cannot both be said"),
    ])
    func whatCannotBeMeantIsSaid(_ arguments: [String], _ complaint: String) throws {
        let said = try Program.run(Program.built("screenpop"), ["ping"] + arguments)
        #expect(said.status == 2)
        #expect(said.complaints.contains(complaint), "\(said.complaints)")
    }

    /// The same checked load as without.
    @Test func benchMeasuresOverTLS() throws {
        let made = try ServerCertificate.shared.get()
        let server = try RunningServer(showing: "first")
        defer { server.stop() }
        let said = try Program.run(
            Program.built("screenpop"),
            [
                "bench", "--server", "localhost:\(server.port),tls",
                "--ca", made.certificates.path("authority.pem"), "--database", server.database,
                "--clients", "5", "--pipeline", "16", "--requests", "5000",
            ])
        #expect(said.status == 0, "\(said.complaints)")
        #expect(said.output.contains("5000"), "\(said.output)")
    }
}
