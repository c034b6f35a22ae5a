import Foundation
import ScreenPopServer
import SecureChannel
import TestSupport
import Testing

/// Clients over TLS: the same server, the same answers; and what keeps others from harm.
@Suite struct EncryptedTests {
    private static func trust() throws -> SecureContext {
        try ServerCertificate.shared.get().trust()
    }

    @Test(arguments: Transcript.all, [Cutting.whole, .bytewise])
    func theServerAnswersOverTLSAsWritten(_ transcript: Transcript, cutting: Cutting) throws {
        let server = try RunningServer(showing: "first") { transcript.configure(&$0) }
        defer { server.stop() }
        play(transcript, on: SocketStage(port: server.port, secure: try Self.trust()), cutting)
    }

    /// Many records and more than the kernel takes at once; the end is announced behind them.
    @Test func aLongPipelineIsAnsweredToItsEnd() throws {
        let server = try RunningServer(showing: "first")
        defer { server.stop() }
        let client = try SocketClient(port: server.port, secure: Self.trust())
        let asking = String(repeating: "LOOKUP +442079460958\r\nPING\r\n", count: 5000)
        client.send(Array(asking.utf8))
        client.endInput()
        for _ in 0..<5000 {
            #expect(client.nextLine()?.hasPrefix("200 +442079460958 account=A1042 ") == true)
            #expect(client.nextLine() == "200 pong")
        }
        #expect(client.isAtEnd())
    }

    /// Whoever cuts the wire is not taken for somebody who has said everything: a whole line before
    /// the cut is answered, and what is half said gets no farewell.
    @Test func anEndThatWasNotAnnouncedBreaksTheConnection() throws {
        let server = try RunningServer(showing: "first")
        defer { server.stop() }
        let client = try SocketClient(port: server.port, secure: Self.trust())
        client.send(Array("PING\r\nPIN".utf8))
        #expect(client.nextLine() == "200 pong")
        client.outlet.endInput()
        #expect(client.isAtEnd())
    }

    @Test(arguments: ["PING\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u{16}\u{3}no"])
    func whatIsNoTLSIsEndedAtOnceAndCounted(_ said: String) throws {
        let server = try RunningServer(showing: "first")
        defer { server.stop() }
        let stranger = try SocketClient(port: server.port)
        stranger.send(Array((said + String(repeating: "x", count: 80)).utf8))
        // Perhaps an alert, but no reply.
        let rest = stranger.rest()
        #expect(!String(decoding: rest, as: UTF8.self).contains("200"))
        #expect(try Self.counts(of: server).failed == 1)
    }

    /// What waits for its turn is kept, and so it is little.
    @Test func whoSaysTooMuchBeforeTheAnswerIsClosed() throws {
        let server = try RunningServer(showing: "first")
        defer { server.stop() }
        let client = try SocketClient(port: server.port)
        // The head of a record that is not too long, and of more behind it.
        client.send([22, 3, 1, 32, 0] + [UInt8](repeating: 1, count: 60_000))
        #expect(client.rest().isEmpty)
        #expect(try Self.counts(of: server).failed == 1)
    }

    @Test func theSilentAndTheSlowAreClosed() throws {
        let server = try RunningServer(showing: "first") { $0.handshakeMilliseconds = 300 }
        defer { server.stop() }
        let silent = try SocketClient(port: server.port)
        let slow = try SocketClient(port: server.port)
        // The head of a record whose rest never comes.
        slow.send([22, 3, 1, 1, 0, 1])
        #expect(silent.isAtEnd())
        #expect(slow.isAtEnd())
        #expect(try Self.counts(of: server).failed == 2)
    }

    /// How often sessions were taken over TLS, and how often they were not.
    static func counts(of server: RunningServer) throws -> (done: Int, failed: Int) {
        let client = try SocketClient(port: server.port, secure: trust())
        client.send(Array("STATS\r\n".utf8))
        while let line = client.nextLine(), line != "." {
            guard
                let found = line.firstMatch(of: #/ handshakes=(\d+) handshakes_failed=(\d+)/#)
            else { continue }
            return (Int(found.1) ?? -1, Int(found.2) ?? -1)
        }
        return (-1, -1)
    }
}
