import Foundation

/// Certificates made for a test by `openssl(1)`, each with its key.
public struct Certificates: Sendable {
    private let folder: URL

    public init() throws { folder = try Repository.scratchFolder() }

    /// Where a file is.
    public func path(_ name: String) -> String { folder.appending(path: name).path }

    /// An authority: `NAME.pem` and `NAME.key`.
    public func makeAuthority(_ name: String) throws {
        try run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", path("\(name).key"), "-out", path("\(name).pem"), "-days", "30",
                "-subj", "/CN=\(name)", "-addext", "basicConstraints=critical,CA:TRUE",
            ])
    }

    /// A server's certificate for some hosts, signed by an authority, or by itself.
    ///
    /// - Parameters:
    ///   - alternatives: such as `DNS:pbx.example.org,IP:127.0.0.1`.
    ///   - days: from when to when it is valid, counted from today.
    public func make(
        _ name: String, for alternatives: String, by authority: String?,
        days: (from: Int, to: Int) = (-1, 30)
    ) throws {
        try run([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", path("\(name).key"), "-out", path("\(name).csr"), "-subj", "/CN=\(name)",
        ])
        let extensions = path("\(name).ext")
        try "subjectAltName=\(alternatives)\n".write(
            toFile: extensions, atomically: true, encoding: .utf8)
        // `openssl x509` of Debian 12 cannot say when it begins; `openssl ca` can.
        let signer =
            authority.map {
                ["-cert", path("\($0).pem"), "-keyfile", path("\($0).key")]
            } ?? ["-selfsign", "-keyfile", path("\(name).key")]
        let base = folder.appending(path: "\(name)-ca")
        try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
        try """
        [ca]
        default_ca = test
        [test]
        database = \(base.path)/index
        new_certs_dir = \(base.path)
        rand_serial = yes
        default_md = sha256
        policy = any
        [any]
        commonName = supplied
        """.write(to: base.appending(path: "ca.cnf"), atomically: true, encoding: .utf8)
        try Data().write(to: base.appending(path: "index"))
        try run(
            ["ca", "-batch", "-notext", "-config", base.appending(path: "ca.cnf").path]
                + signer + [
                    "-in", path("\(name).csr"), "-out", path("\(name).pem"),
                    "-extfile", extensions, "-startdate", Self.moment(days.from),
                    "-enddate", Self.moment(days.to),
                ])
    }

    /// As `openssl x509 -fingerprint -sha256` prints it.
    public func fingerprint(_ name: String) throws -> String {
        try run(["x509", "-in", path("\(name).pem"), "-noout", "-fingerprint", "-sha256"])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func moment(_ days: Int) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "UTC")
        format.dateFormat = "yyyyMMddHHmmss'Z'"
        return format.string(from: Date().addingTimeInterval(Double(days) * 86_400))
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> String {
        let result = try Program.run("openssl", arguments)
        guard result.status == 0 else { throw Failure(said: result.complaints) }
        return result.output
    }

    struct Failure: Error { let said: String }
}
