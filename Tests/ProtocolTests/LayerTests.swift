import Testing

/// A layer between the sockets and their sessions: the same server, the same answers.
@Suite struct LayerTests {
    @Test(arguments: Transcript.all, [Cutting.whole, .bytewise])
    func theServerAnswersThroughALayerAsWritten(
        _ transcript: Transcript, cutting: Cutting
    ) throws {
        let server = try RunningServer(isFramed: true) { transcript.configure(&$0) }
        defer { server.stop() }
        play(transcript, on: SocketStage(port: server.port, isFramed: true), cutting)
    }

    /// More than the kernel takes at once goes through the layer, too.
    @Test func aLongPipelineGoesThroughALayer() throws {
        let server = try RunningServer(isFramed: true)
        defer { server.stop() }
        let client = try SocketClient(port: server.port, isFramed: true)
        for _ in 0..<300 {
            client.send(Array("LOOKUP +442079460958\r\nPING\r\n".utf8))
            client.send(Array("LOOKUP +441632960999\r\n".utf8))
        }
        client.endInput()
        for _ in 0..<300 {
            #expect(client.nextLine()?.hasPrefix("200 +442079460958 account=A1042 ") == true)
            #expect(client.nextLine() == "200 pong")
            #expect(client.nextLine() == "404 +441632960999 match=none")
        }
        #expect(client.isAtEnd())
    }

    /// Whoever cuts the wire is not taken for somebody who has said everything.
    @Test func anEndThatWasNotAnnouncedBreaksTheConnection() throws {
        let server = try RunningServer(isFramed: true)
        defer { server.stop() }
        let client = try SocketClient(port: server.port, isFramed: true)
        client.send(Array("PING\r\nPIN".utf8))
        #expect(client.nextLine() == "200 pong")
        client.outlet.endInput()
        #expect(client.isAtEnd())
    }
}
