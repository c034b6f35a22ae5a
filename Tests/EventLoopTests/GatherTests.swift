import EventLoop
import Testing

/// Bytes of a stream that wait for others.
@Suite struct GatherTests {
    /// The sizes of the pieces in which a stream tells what comes.
    private final class Pieces {
        var sizes: [Int] = []
        var hasEnded = false

        init(of stream: EventLoop.Stream) {
            stream.onBytes = { [unowned self] in sizes.append($0.count) }
            stream.onEnd = { [unowned self] _ in hasEnded = true }
        }
    }

    private static let line = [UInt8](repeating: UInt8(ascii: "x"), count: 10)

    @Test func manyLinesAreToldAtOnce() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let pieces = Pieces(of: pair.server)
            pair.server.gatherBytes(100)
            for _ in 0..<9 {
                try pair.client.send(Self.line.span)
                loop.runDueCallbacks()
            }
            #expect(pieces.sizes.isEmpty)
            try pair.client.send(Self.line.span)
            try loop.run { !pieces.sizes.isEmpty }
            #expect(pieces.sizes == [100])
        }
    }

    @Test func whatHasComeIsToldWhenNoMoreIsAwaited() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let pieces = Pieces(of: pair.server)
            pair.server.gatherBytes(100)
            try pair.client.send(Self.line.span)
            loop.runDueCallbacks()
            #expect(pieces.sizes.isEmpty)
            pair.server.gatherBytes(1)
            try loop.run { !pieces.sizes.isEmpty }
            #expect(pieces.sizes == [10])
        }
    }

    @Test func thePeersEndIsToldHoweverFewHaveCome() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let pieces = Pieces(of: pair.server)
            pair.server.gatherBytes(100)
            try pair.client.send(Self.line.span)
            try pair.client.finish()
            try loop.run { pieces.hasEnded }
            #expect(pieces.sizes == [10])
        }
    }

    /// What comes behind our own end means nothing and wakes nobody, but for the peer's.
    @Test func thePeersEndIsToldBehindOurOwn() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            var isFinished = false
            pair.server.onFinished = {
                #expect($0 == nil)
                isFinished = true
            }
            try pair.server.finish()
            pair.server.gatherBytes(16_384)
            for _ in 0..<20 {
                try pair.client.send(Self.line.span)
                loop.runDueCallbacks()
            }
            #expect(!isFinished)
            try pair.client.finish()
            try loop.run { isFinished }
        }
    }

    @Test(arguments: Transport.allCases)
    func everyTransportTakesTheCall(_ transport: Transport) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let pair = try Pair(on: loop, at: transport.endpoint(in: folder))
            let pieces = Pieces(of: pair.server)
            pair.server.gatherBytes(10)
            try pair.client.send(Self.line.span)
            try loop.run { pieces.sizes == [10] }
            pair.server.close()
            pair.server.gatherBytes(1)
        }
    }
}
