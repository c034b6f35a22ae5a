import ProtocolWords
import SeededRandom
import Testing
import WireProtocol

/// Whatever arrives, each line gets a request or a refusal, and what a request names is in it.
@Suite struct ParserFuzzTests {
    private static let alphabet = Array("+0123456789 =#-abcABC\"\\\u{e9}\u{0}\r".utf8)

    /// Re-run one failure with `arguments: [seed]`.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func anyLineIsReadOrRefused(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 { check(line(using: &random)) }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func mutatedRequestsAreReadOrRefused(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let requests = Transcript.all.flatMap(\.sentLines).filter { !$0.isEmpty }
        for _ in 0..<100 {
            var bytes = Array(try #require(requests.randomElement(using: &random)).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                case 1: if place < bytes.count { bytes.remove(at: place) }
                default: bytes += bytes[place...]
                }
            }
            check(bytes)
        }
    }

    /// However a stream is cut, the same lines come out.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func randomCutsDoNotChangeTheLines(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var stream: [UInt8] = []
        for _ in 0..<20 { stream += line(using: &random) + [0x0A] }
        let whole = lines(of: [stream])
        var pieces: [[UInt8]] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...60, using: &random))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        #expect(lines(of: pieces) == whole)
    }

    private func lines(of pieces: [[UInt8]]) -> [[UInt8]] {
        var reader = LineReader()
        var lines: [[UInt8]] = []
        for piece in pieces {
            _ = reader.read(piece.span) { line, problem in
                lines.append(problem == nil ? line.indices.map { line[$0] } : [0x0A])
                return true
            }
        }
        return lines
    }

    private func line(using random: inout SplitMix64) -> [UInt8] {
        let verb = Verb.allCases.randomElement(using: &random)?.rawValue ?? ""
        let byteCount = Int.random(
            in: 0...(Bool.random(using: &random) ? 30 : 1_200), using: &random)
        let isText = Bool.random(using: &random)
        let rest = (0..<byteCount).map { _ in
            isText
                ? Self.alphabet.randomElement(using: &random) ?? 0
                : UInt8.random(in: 0...255, using: &random)
        }
        return (Bool.random(using: &random) ? Array("\(verb) ".utf8) : [])
            + rest.filter { $0 != 10 }
    }

    private func check(_ bytes: [UInt8]) {
        let line = bytes.span
        do throws(ReplyCode) {
            switch try Request(parsing: line) {
            case .lookupSpelled(let range), .matches(let range), .why(let range),
                .link(_, number: let range, _, agent: _):
                #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(bytes)")
            default: break
            }
        } catch {
            #expect((500..<600).contains(error.rawValue), "\(bytes)")
        }
    }
}
