import EventLoop
import PBXLink
import SecureChannel
import Testing

/// An encrypted connection that is given up before both sides know each other.
@Suite(.timeLimit(.minutes(5))) struct GivingUpTests {
    /// What the other side says then is nobody's any more, and the socket is closed at once.
    @Test func anAttemptThatIsGivenUpHearsNothing() throws {
        let loop = try Loop()
        var link: PBXLink?
        var peer: Stream?
        var ends = 0
        let listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) {
            stream in
            peer = stream
            stream.onBytes = { [unowned stream] _ in
                // Its first words are here, and it waits for ours.
                try? stream.send(Array("no TLS".utf8).span)
                link?.close()
                link = nil
            }
            stream.onEnd = { _ in
                ends += 1
                loop.stop()
            }
        }
        guard case .tcp(_, let port) = listener.endpoint else { return }
        link = try PBXLink(
            FollowingScene.settings(
                .encrypted(host: "127.0.0.1", port: port, trusting: .fingerprint([]))),
            on: loop)
        link?.start()
        loop.run()
        #expect(ends == 1)
        peer?.close()
        listener.close()
    }
}
