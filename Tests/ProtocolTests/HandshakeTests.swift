import ProtocolWords
import ScreenPopServer
import SecureChannel
import TestSupport
import Testing

/// How many handshakes there are at once, and what becomes of the others.
@Suite struct HandshakeTests {
    /// So many have begun and wait for their clients; one more waits for a place, and those who are
    /// connected are answered.
    @Test func oneTooManyWaitsAndTheConnectedAreAnswered() throws {
        let server = try RunningServer(showing: "first") { $0.handshakeMilliseconds = 60_000 }
        defer { server.stop() }
        let trust = try ServerCertificate.shared.get().trust()
        let asking = try SocketClient(port: server.port, secure: trust)
        let hello = try Self.hello()
        var crowd: [SocketClient] = []
        for _ in 0..<(Limits.handshakes + 3) {
            let client = try SocketClient(port: server.port)
            client.send(hello)
            crowd.append(client)
            if crowd.count.isMultiple(of: 20) { Self.ask(asking) }
        }
        // Connections are taken in their order, and so are their handshakes.
        for client in crowd.prefix(Limits.handshakes) { #expect(client.awaitBytes()) }
        for _ in 0..<50 { Self.ask(asking) }
        for client in crowd.suffix(3) { #expect(!client.hasMore) }
        crowd.removeFirst(2)
        #expect(crowd[crowd.count - 3].awaitBytes())
        #expect(crowd[crowd.count - 2].awaitBytes())
        for _ in 0..<50 { Self.ask(asking) }
        #expect(crowd.last?.hasMore == false)
    }

    /// A client that shows a certificate of nobody whom the server knows is sent away; one that
    /// shows none is not.
    @Test func aClientMayShowNoCertificateButNoWrongOne() throws {
        let made = try ServerCertificate.shared.get()
        let server = try RunningServer(showing: "first") {
            $0.tls?.clientAuthorities = made.certificates.path("authority.pem")
        }
        defer { server.stop() }
        for (name, isTaken) in [("second", true), ("strange", false)] {
            let files = made.files(name)
            let said = try Program.run(
                "openssl",
                [
                    "s_client", "-quiet", "-connect", "127.0.0.1:\(server.port)",
                    "-cert", files.certificate, "-key", files.key,
                ], input: "PING\r\nQUIT\r\n")
            #expect(said.output.contains("200 pong") == isTaken, "\(said.complaints)")
        }
        let none = try SocketClient(port: server.port, secure: made.trust())
        Self.ask(none)
    }

    private static func ask(_ client: SocketClient) {
        client.send(Array("PING\r\n".utf8))
        #expect(client.nextLine() == "200 pong")
    }

    /// The first bytes of a client.
    private static func hello() throws -> [UInt8] {
        let channel = try SecureChannel(
            to: "127.0.0.1", ServerCertificate.shared.get().trust())
        var bytes: [UInt8] = []
        channel.takeBytesToSend(into: &bytes)
        return bytes
    }
}
