import ProtocolWords
import TestSupport
import Testing
import WireProtocol

/// Every line of `Protocol/negative.tsv` gets its code and one reply; the connection lives, but
/// behind a line of another protocol.
@Suite struct NegativeTests {
    @Test func theServiceRefusesThem() throws {
        for vector in try NegativeVector.all() { try play(vector, on: MemoryStage()) }
    }

    /// However they are cut: a line that is too long comes in pieces, too.
    @Test func theServiceRefusesThemByteByByte() throws {
        for vector in try NegativeVector.all() where try vector.bytes().count > 1000 {
            try play(vector, on: MemoryStage(), piece: 1)
            try play(vector, on: MemoryStage(), piece: 700)
        }
    }

    @Test func theServerRefusesThem() throws {
        let server = try RunningServer()
        defer { server.stop() }
        for vector in try NegativeVector.all() {
            try play(vector, on: SocketStage(port: server.port))
        }
    }

    @Test func everyCodeOfARefusalIsThere() throws {
        let codes = Set(try NegativeVector.all().map(\.code))
        let refusals = ReplyCode.allCases.map { Int($0.rawValue) }.filter { $0 >= 500 }
        #expect(Set(refusals).subtracting(codes) == [506, 507], "those need the client's end")
    }

    @Test func theGrammarDoesNotAllowThem() throws {
        let grammar = try ABNF(Repository.text("Protocol/grammar.abnf"))
        for vector in try NegativeVector.all() where [500, 502, 505].contains(vector.code) {
            let bytes = try vector.bytes().dropLast(2)
            if bytes.contains(10) || Self.isBeyondTheGrammar(vector.line) { continue }
            let matches = grammar.matches(Array(bytes), "request")
            #expect(!matches, "\(vector.line)")
        }
    }

    /// It takes the number of a link from the right, and says only in words that `-` is no agent.
    private static func isBeyondTheGrammar(_ line: String) -> Bool {
        line.hasSuffix(" agent=kim lee") || line == "WATCH - kim"
    }

    private func play(
        _ vector: NegativeVector, on stage: some Stage, piece: Int = .max
    ) throws {
        var bytes = try vector.bytes()[...] + Array("PING\r\n".utf8)
        while !bytes.isEmpty {
            stage.send(Array(bytes.prefix(piece)), from: "a")
            bytes = bytes.dropFirst(piece)
        }
        let reply = stage.nextLine(for: "a") ?? "no reply"
        #expect(reply.hasPrefix("\(vector.code) "), "\(vector.line): \(reply)")
        if vector.code == ReplyCode.foreignProtocol.rawValue {
            #expect(stage.nextLine(for: "a") == nil, "\(vector.line)")
            #expect(stage.isClosed("a"), "\(vector.line)")
        } else {
            #expect(stage.nextLine(for: "a") == "200 pong", "\(vector.line)")
        }
        stage.endInput(of: "a")
    }
}
