import SecureChannel
import SeededRandom
import TestSupport
import Testing

/// TLS between two buffers: what is trusted, what is said where it is not, and that nothing is lost
/// however the wire cuts it.
@Suite struct SecureChannelTests {
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func bytesGoBothWaysHoweverTheWireCutsThem(seed: UInt64) throws {
        let scene = try Scene()
        var random = SplitMix64(seed: seed)
        var pair = try scene.pair(to: "pbx.example.org")
        try pair.shakeHands { Int.random(in: 1...200, using: &random) }
        for size in [1, 22, 200, 16_384, 16_385, 300_000] {
            let said = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            for side in [Pair.Side.client, .server] {
                let heard = try pair.say(said, by: side) {
                    Int.random(in: 1...70_000, using: &random)
                }
                #expect(heard == said)
            }
        }
    }

    @Test(arguments: Scene.trusted) func whoeverIsTrustedIsReached(_ example: Scene.Example) throws
    {
        var pair = try Scene().pair(example)
        try pair.shakeHands { 1000 }
        #expect(pair.client.isReady && pair.server.isReady)
        #expect(pair.client.version == "TLSv1.3")
    }

    @Test(arguments: Scene.refused)
    func eachWrongCertificateIsRefusedInWordsThatSayWhy(_ example: Scene.Example) throws {
        var pair = try Scene().pair(example)
        let failure = #expect(throws: SecureFailure.self) { try pair.shakeHands { 1000 } }
        #expect(failure == example.problem.map { .certificate($0) })
    }

    @Test func whatIsNoTLSIsNotUnderstood() throws {
        let channel = try Scene().pair(to: "pbx.example.org").client
        let greeting = Array("Asterisk Call Manager/9.0.0\r\n".utf8)
        var plain: [UInt8] = []
        let failure = #expect(throws: SecureFailure.self) {
            try channel.receive(greeting.span, into: &plain)
        }
        guard case .notUnderstood = failure else {
            return #expect(Bool(false), "\(String(describing: failure))")
        }
    }

    @Test func aFileThatIsNoCertificateIsNamed() throws {
        let scene = try Scene()
        let failure = #expect(throws: SecureFailure.self) {
            _ = try SecureContext(trusting: .file(path: scene.certificates.path("authority.key")))
        }
        #expect(failure.map { "\($0)" }?.contains("authority.key") == true)
    }
}
