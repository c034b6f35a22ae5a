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
        for number in 0..<(Limits.handshakes + 3) {
            // More addresses than those that could take all places together.
            let client = try SocketClient(port: server.port, from: "127.0.1.\(1 + number % 10)")
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

    /// One address has its share of the places, however many handshakes it begins and however
    /// slowly it goes on with them; another one gets in at once.
    @Test func oneAddressTricklesAndAnotherGetsIn() throws {
        let server = try RunningServer(showing: "first") { $0.handshakeMilliseconds = 60_000 }
        defer { server.stop() }
        let trust = try ServerCertificate.shared.get().trust()
        let hello = try Self.hello()
        let crowd = try (0..<(Limits.handshakes + 50)).map { _ in
            let client = try SocketClient(port: server.port, from: "127.0.1.1")
            client.send(hello)
            return client
        }
        let (begun, others) = (
            crowd.prefix(Limits.handshakesPerAddress), crowd.dropFirst(Limits.handshakesPerAddress)
        )
        for client in begun { #expect(client.awaitBytes()) }
        // The head of a long record, byte by byte, and then its bytes.
        for byte: [UInt8] in [[23], [3], [3], [32], [0]] + Array(repeating: [7], count: 20) {
            for client in begun { client.send(byte) }
            Self.ask(try SocketClient(port: server.port, secure: trust, from: "127.0.1.2"))
        }
        for client in others { #expect(!client.hasMore) }
        // Who goes makes a place for the next one of this address.
        begun[0].endInput()
        #expect(others.first?.awaitBytes() == true)
        #expect(others.last?.hasMore == false)
    }

    /// Some handshakes are carried on, then those who are connected are answered, then the next.
    @Test func betweenHandshakesTheConnectedAreAnswered() throws {
        let server = try RunningServer(showing: "first") { $0.handshakeMilliseconds = 60_000 }
        defer { server.stop() }
        let asking = try SocketClient(
            port: server.port, secure: ServerCertificate.shared.get().trust())
        let hello = try Self.hello()
        var most = 0
        // A machine that is busy elsewhere may not let us ask in between, but not each time.
        for _ in 0..<5 where most < 10 {
            let crowd = try (0..<100).map {
                try SocketClient(port: server.port, from: "127.0.1.\(1 + $0 % 10)")
            }
            for client in crowd { client.send(hello) }
            var answers = 0
            while crowd.contains(where: { !$0.hasMore }) {
                Self.ask(asking)
                answers += 1
            }
            most = max(most, answers)
        }
        // A hundred in turns of two are fifty turns.
        #expect(most >= 10)
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
