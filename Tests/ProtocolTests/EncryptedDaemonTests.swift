import Foundation
import ScreenPopServer
import SecureChannel
import TestSupport
import Testing

/// The daemon's certificate as an administrator sees it: said, tried, swapped.
@Suite struct EncryptedDaemonTests {
    /// A daemon that speaks TLS at 127.0.0.2, and the files that it shows.
    struct Scene {
        let daemon: Daemon
        let port: UInt16
        let certificate: String
        let key: String

        init() throws {
            let folder = try Repository.scratchFolder()
            certificate = folder.appending(path: "shown.pem").path
            key = folder.appending(path: "shown.key").path
            try Self.lay("first", certificate, key)
            daemon = try Daemon([
                "--database", folder.appending(path: "d.db").path, "--listen", "127.0.0.2:0,tls",
                "--tls-certificate", certificate, "--tls-key", key,
            ])
            let line = daemon.nextLine(with: "address=127.0.0.2:") ?? ""
            port = line.firstMatch(of: #/127\.0\.0\.2:(\d+)/#).flatMap { UInt16($0.1) } ?? 0
        }

        func show(_ name: String) throws { try Self.lay(name, certificate, key) }

        private static func lay(_ name: String, _ certificate: String, _ key: String) throws {
            let made = try ServerCertificate.shared.get().files(name)
            for (from, to) in [(made.certificate, certificate), (made.key, key)] {
                try? FileManager.default.removeItem(atPath: to)
                try FileManager.default.copyItem(atPath: from, toPath: to)
            }
        }

        func client() throws -> SocketClient {
            try SocketClient(
                host: "127.0.0.2", port: port, secure: ServerCertificate.shared.get().trust())
        }

        /// Whether a new client is shown this certificate.
        func isShown(_ name: String) throws -> Bool {
            let context = try ServerCertificate.shared.get().trust(only: name)
            return (try? SocketClient(host: "127.0.0.2", port: port, secure: context)) != nil
        }
    }

    /// 20 times under 200 connections; `Tools/encrypted` does it 100 times under 5,000.
    @Test func anotherCertificateIsShownAndNoConnectionBreaks() throws {
        let scene = try Scene()
        var clients: [SocketClient] = []
        for round in 0..<20 {
            clients += try (0..<10).map { _ in try scene.client() }
            let name = round.isMultiple(of: 2) ? "second" : "first"
            try scene.show(name)
            // What is asked before the swap is answered during it.
            for client in clients { client.send(Array("PING\r\n".utf8)) }
            #expect(try scene.daemon.reload().contains("read again"), "\(scene.daemon.log)")
            #expect(try scene.isShown(name))
            for client in clients { client.send(Array("PING\r\n".utf8)) }
            for client in clients + clients { #expect(client.nextLine() == "200 pong") }
        }
        #expect(clients.count == 200)
    }

    @Test func aBadCertificateIsRefusedAndTheOldOneStays() throws {
        let scene = try Scene()
        let client = try scene.client()
        try Data("no key\n".utf8).write(to: URL(filePath: scene.key))
        #expect(try scene.daemon.reload().contains("stays as it was"), "\(scene.daemon.log)")
        #expect(scene.daemon.hasSaid("shown.key"))
        try scene.show("second")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: scene.key)
        let line = try scene.daemon.reload()
        #expect(line.contains("shown.key is a key that everybody may read"), "\(line)")
        #expect(try scene.isShown("first"))
        client.send(Array("PING\r\n".utf8))
        #expect(client.nextLine() == "200 pong")
    }

    @Test func checkTriesTheFiles() throws {
        let folder = try Repository.scratchFolder()
        let made = try ServerCertificate.shared.get()
        let (first, second) = (made.files("first"), made.files("second"))
        let listen = ["--listen", "127.0.0.1:0,tls"]
        let certificate = ["--tls-certificate", first.certificate]
        for (said, complaint) in [
            (listen + certificate + ["--tls-key", first.key], nil),
            (listen, "127.0.0.1:0,tls needs a certificate"),
            (certificate, "--tls-certificate: goes with tls-key"),
            (["--tls-key", first.key], "--tls-key: goes with tls-certificate"),
            (certificate + ["--tls-key", second.key], "key values mismatch"),
            (certificate + ["--tls-key", "/no/such/key"], "/no/such/key"),
            (
                certificate + ["--tls-key", first.key, "--tls-client-ca", first.key],
                "the trusted certificates cannot be read"
            ),
            (["--listen", "unix:/tmp/x,tls"], "unix:/tmp/x needs no TLS"),
            (["--fastagi", "127.0.0.1:4573,tls"], "Asterisk speaks no TLS there"),
        ] {
            let outcome = try Program.run(
                Program.built("screenpopd"),
                ["--database", folder.appending(path: "d.db").path, "--check"] + said)
            #expect(outcome.status == (complaint == nil ? 0 : 2), "\(outcome.complaints)")
            if let complaint {
                #expect(outcome.complaints.contains(complaint), "\(outcome.complaints)")
            }
        }
    }
}
