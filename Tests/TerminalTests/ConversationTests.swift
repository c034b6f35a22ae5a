import EventLoop
import ReplyReading
import ScreenPopClient
import Testing
import TestSupport

/// A server that does what the test says, on the loop of the client.
private final class Server {
    private(set) var lines: [String] = []
    private(set) var connections = 0
    /// What to answer to a line, perhaps nothing; `nil` breaks the connection.
    var answer: (String) -> String? = { _ in "200 calls=0\r\n" }

    private var listener: Listener?
    private var streams: [EventLoop.Stream] = []
    private var unread: [UInt8] = []

    var endpoint: Endpoint { listener!.endpoint }

    init(on loop: Loop) throws {
        listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) {
            [unowned self] stream in
            connections += 1
            unread = []
            streams.append(stream)
            stream.onBytes = { [unowned self, unowned stream] bytes in read(bytes, stream) }
        }
    }

    private func read(_ bytes: Span<UInt8>, _ stream: EventLoop.Stream) {
        for index in bytes.indices { unread.append(bytes[index]) }
        while let end = unread.firstIndex(of: 0x0A) {
            let line = String(decoding: unread[..<end].dropLast(), as: UTF8.self)
            unread.removeFirst(end + 1)
            lines.append(line)
            guard let said = answer(line) else { return stream.close() }
            try? stream.send(Array(said.utf8).span)
        }
    }

    func close() {
        for stream in streams { stream.close() }
        streams = []
        listener = nil
    }
}

/// The connection that lasts all day.
@Suite(.timeLimit(.minutes(30))) struct ConversationTests {
    /// Runs a server and a conversation until `isDone`, then lets both go.
    private static func play(
        _ prepare: (Server, Conversation) -> Void, until isDone: @escaping (Server) -> Bool
    ) throws {
        let loop = try Loop()
        let server = try Server(on: loop)
        let conversation = try Conversation(server.endpoint, on: loop, greeting: "WATCH kim")
        prepare(server, conversation)
        conversation.start()
        let check = try Timer(on: loop) { if isDone(server) { loop.stop() } }
        check.start(every: .milliseconds(5))
        let watchdog = try Timer(on: loop) {
            Issue.record("never done")
            loop.stop()
        }
        watchdog.start(after: Program.patience)
        loop.run()
        conversation.close()
        check.close()
        watchdog.close()
        server.close()
    }

    @Test func repliesComeInOrderAndPushesBetweenThem() throws {
        var events: [String] = []
        try Self.play { server, conversation in
            server.answer = { line in
                switch line {
                case "CARD A1": "210 A1\r\nnote at=1\r\n.\r\n* HANGUP call=1 agent=kim\r\n"
                case "PING": "200 pong\r\n"
                default: "200 calls=1\r\n* POP call=1 agent=kim\r\n"
                }
            }
            conversation.onGreeted = { events.append("greeted \($0.fields["calls"] ?? "")") }
            conversation.onPush = { events.append($0.word) }
            conversation.onReply = { events.append("\($0): \($1.text.count)") }
            _ = conversation.ask(.init(id: 7, lines: ["CARD A1"]))
            _ = conversation.ask(.init(id: 8, lines: ["PING"]))
        } until: { _ in
            events.count == 5
        }
        #expect(events == ["greeted 1", "POP", "7: 2", "HANGUP", "8: 1"])
    }

    /// Sent again over the next connection, once each, also what is asked for when it is back.
    @Test func whatHasNoReplyIsSentAgain() throws {
        var replies: [Int] = []
        var states: [Conversation.State] = []
        try Self.play { server, conversation in
            server.answer = { [unowned server] line in
                if ["NOTE A1 reference=r <<", "text"].contains(line) { return "" }
                if line == ".", server.connections == 1 { return nil }
                return "201 reference=r\r\n"
            }
            conversation.onState = { states.append($0) }
            conversation.onReply = { id, _ in replies.append(id) }
            conversation.onGreeted = { [unowned server, unowned conversation] _ in
                let id = 10 * server.connections
                _ = conversation.ask(.init(id: id, lines: ["CARD A\(server.connections)"]))
            }
            _ = conversation.ask(.init(id: 1, lines: ["NOTE A1 reference=r <<", "text", "."]))
        } until: { _ in
            replies.count == 3
        }
        #expect(replies == [1, 10, 20])
        let waited = states.contains { if case .waiting(_, 1) = $0 { true } else { false } }
        #expect(waited && states.last == .open)
    }

    @Test func theWaitsGrowUntilTheGreetingIsTaken() throws {
        var waits: [Int] = []
        try Self.play { server, conversation in
            server.answer = { [unowned server] _ in
                server.connections < 3 ? "422 too many watchers\r\n" : "200 calls=0\r\n"
            }
            conversation.onState = { [unowned conversation] state in
                guard case .waiting(let problem, let seconds) = state else { return }
                #expect(problem.contains("422 too many watchers"))
                waits.append(seconds)
                conversation.hurry()
            }
        } until: {
            $0.connections == 3
        }
        // Each a random part of a time that grows.
        #expect(waits.count == 2 && waits[0] == 1 && (1...2).contains(waits[1]), "\(waits)")
    }

    @Test func aFarewellAndNonsenseEndTheConnection() throws {
        var problems: [String] = []
        try Self.play { server, conversation in
            server.answer = { [unowned server] _ in
                server.connections == 1 ? "421 too many connections\r\n" : "HTTP/1.1 400\r\n"
            }
            conversation.onState = { [unowned conversation] state in
                guard case .waiting(let problem, _) = state else { return }
                problems.append(problem)
                conversation.hurry()
            }
        } until: { _ in
            problems.count >= 2
        }
        #expect(problems[0] == "the server closes: 421 too many connections")
        #expect(problems[1].contains("is no reply of screenpopd"))
    }

    @Test func moreThanTheLimitIsRefused() throws {
        let loop = try Loop()
        let conversation = try Conversation(
            .tcp(host: "127.0.0.1", port: 1), on: loop, greeting: "WATCH kim")
        for id in 0..<Conversation.requestLimit {
            #expect(conversation.ask(.init(id: id, lines: ["PING"])))
        }
        #expect(!conversation.ask(.init(id: 999, lines: ["PING"])))
        conversation.close()
    }
}
