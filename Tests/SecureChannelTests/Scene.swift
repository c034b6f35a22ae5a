import SecureChannel
import TestSupport

/// An authority that a client trusts, and servers of every kind.
struct Scene {
    /// A server's certificate, what the client goes by, and what must come of it.
    struct Example: Sendable, CustomStringConvertible {
        enum Trust: Sendable { case authority, itself, fingerprint(of: String) }

        let server: String
        let host: String
        let trust: Trust
        /// `nil`: it is trusted.
        let problem: CertificateProblem?

        init(_ server: String, _ host: String, _ trust: Trust, _ problem: CertificateProblem?) {
            self.server = server
            self.host = host
            self.trust = trust
            self.problem = problem
        }

        var description: String { "\(server) as \(host) by \(trust)" }
    }

    static let trusted = [
        Example("sound", "pbx.example.org", .authority, nil),
        Example("sound", "127.0.0.1", .authority, nil),
        Example("starred", "north.example.org", .authority, nil),
        Example("own", "pbx.example.org", .itself, nil),
        Example("own", "10.0.0.5", .fingerprint(of: "own"), nil),
        Example("late", "pbx.example.org", .fingerprint(of: "late"), nil),
    ]

    static let refused = [
        Example("late", "pbx.example.org", .authority, .expired),
        Example("early", "pbx.example.org", .authority, .notYetValid),
        Example("own", "pbx.example.org", .authority, .selfSigned),
        Example("strange", "pbx.example.org", .authority, .unknownIssuer),
        Example(
            "sound", "pbx.example.com", .authority, other("pbx.example.com", "pbx.example.org")),
        Example("sound", "127.0.0.2", .authority, other("127.0.0.2", "pbx.example.org")),
        Example(
            "starred", "a.b.example.org", .authority, other("a.b.example.org", "*.example.org")),
        Example("own", "10.0.0.5", .itself, other("10.0.0.5", "pbx.example.org")),
        Example("sound", "pbx.example.org", .fingerprint(of: "own"), .otherFingerprint),
    ]

    private static func other(_ expected: String, _ named: String) -> CertificateProblem {
        .otherHost(expected: expected, named: named)
    }

    let certificates: Certificates

    init() throws { certificates = try Self.made.get() }

    /// Made once: each takes some milliseconds of a program.
    private static let made = Result {
        let certificates = try Certificates()
        for authority in ["authority", "stranger"] { try certificates.makeAuthority(authority) }
        let hosts = "DNS:pbx.example.org,IP:127.0.0.1"
        try certificates.make("sound", for: hosts, by: "authority")
        try certificates.make("starred", for: "DNS:*.example.org", by: "authority")
        try certificates.make("late", for: hosts, by: "authority", days: (-30, -1))
        try certificates.make("early", for: hosts, by: "authority", days: (1, 30))
        try certificates.make("strange", for: hosts, by: "stranger")
        try certificates.make("own", for: hosts, by: nil)
        return certificates
    }

    func pair(to host: String) throws -> Pair {
        try pair(Example("sound", host, .authority, nil))
    }

    func pair(_ example: Example) throws -> Pair {
        let trust: SecureContext.Trust =
            switch example.trust {
            case .authority: .file(path: certificates.path("authority.pem"))
            case .itself: .file(path: certificates.path("\(example.server).pem"))
            case .fingerprint(let name):
                .fingerprint(Fingerprint(try certificates.fingerprint(name))?.bytes ?? [])
            }
        let shown = try SecureContext(
            showing: certificates.path("\(example.server).pem"),
            key: certificates.path("\(example.server).key"))
        return Pair(
            client: try SecureChannel(to: example.host, SecureContext(trusting: trust)),
            server: try SecureChannel(accepting: shown))
    }
}

/// Two channels and the wire between them.
struct Pair {
    enum Side { case client, server }

    let client: SecureChannel
    let server: SecureChannel

    /// - Parameter cut: how long the next piece on the wire is.
    mutating func shakeHands(cut: () -> Int) throws {
        var isMoving = true
        while isMoving {
            var plain: [UInt8] = []
            let toServer = try carry(from: client, to: server, into: &plain, cut: cut)
            let toClient = try carry(from: server, to: client, into: &plain, cut: cut)
            isMoving = toServer || toClient
        }
    }

    /// - Returns: what the other side has read.
    mutating func say(_ bytes: [UInt8], by side: Side, cut: () -> Int) throws -> [UInt8] {
        let (speaker, listener) = side == .client ? (client, server) : (server, client)
        try speaker.send(bytes.span)
        var heard: [UInt8] = []
        _ = try carry(from: speaker, to: listener, into: &heard, cut: cut)
        return heard
    }

    private func carry(
        from: SecureChannel, to: SecureChannel, into plain: inout [UInt8], cut: () -> Int
    ) throws -> Bool {
        var wire: [UInt8] = []
        from.takeBytesToSend(into: &wire)
        var rest = wire.span
        while !rest.isEmpty {
            let count = min(cut(), rest.count)
            try to.receive(rest.extracting(first: count), into: &plain)
            rest = rest.extracting(droppingFirst: count)
        }
        return !wire.isEmpty
    }
}
