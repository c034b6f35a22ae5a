import ScreenPopServer
import SeededRandom
import Testing
import WireProtocol

/// Whatever comes in, however it is cut: every line gets one reply, and the session lives.
///
/// A failure is run again with `arguments: [seed]`.
@Suite struct AnyInputTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func everyLineGetsOneReply(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let stage = try MemoryStage()
        let stream = Self.stream(of: 40, &random)
        Self.send(stream, cut: { Int.random(in: 1...$0, using: &random) }, on: stage)
        let client = stage.client("a")
        var replyCount = 0
        while try ClientReply.next(&client.lines) != nil { replyCount += 1 }
        let lineCount = stream.count { $0 == 10 }
        #expect(replyCount == lineCount)
        #expect(client.lines.isEmpty)
        stage.send(Array("FORMAT text\nPING\n".utf8), from: "a")
        #expect(stage.nextLine(for: "a") == "200 done")
        #expect(stage.nextLine(for: "a") == "200 pong")
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func cutsDoNotChangeTheReplies(seed: UInt64) throws {
        var random = SplitMix64(seed: seed ^ 0xC075)
        let stream = Self.stream(of: 25, &random)
        let whole = try Self.replies(to: stream) { $0 }
        let cut = try Self.replies(to: stream) { Int.random(in: 1...min($0, 40), using: &random) }
        #expect(whole == cut)
    }

    private static func stream(of lineCount: Int, _ random: inout SplitMix64) -> [UInt8] {
        var stream: [UInt8] = []
        for _ in 0..<lineCount {
            stream += line(&random)
            stream += Array((Bool.random(using: &random) ? "\r\n" : "\n").utf8)
        }
        return stream
    }

    private static func replies(to stream: [UInt8], cut: (Int) -> Int) throws -> [String] {
        let stage = try MemoryStage()
        send(stream, cut: cut, on: stage)
        return Array(sequence(state: stage) { $0.nextLine(for: "a") })
    }

    private static func send(_ stream: [UInt8], cut: (Int) -> Int, on stage: MemoryStage) {
        var start = 0
        while start < stream.count {
            let end = start + cut(stream.count - start)
            stage.send(Array(stream[start..<end]), from: "a")
            start = end
        }
    }

    /// Right requests, nearly right ones, and bytes without sense; no QUIT and no STATS, which
    /// would end the session or differ from run to run.
    private static func line(_ random: inout SplitMix64) -> [UInt8] {
        let requests = [
            "LOOKUP +442079460958", "LOOKUP 020 7946 0958", "LOOKUP +441632960101", "PING",
            "LOOKUP sip:x@y", "CARD A1042", "CARD #8", "HISTORY A1042 3", "HELP", "VERSION",
            "FORMAT json", "FORMAT text", "LOOKUP 00442079460958", "CARD", "LOOKUP", "",
        ]
        var line = Array(requests.randomElement(using: &random)!.utf8)
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            let place = Int.random(in: 0...line.count, using: &random)
            line.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1:
            line += (0..<Int.random(in: 0...1500, using: &random)).map { _ in
                UInt8.random(in: 0x20...0x7E, using: &random)
            }
        case 2:
            line = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
        default: break
        }
        return line
    }
}
