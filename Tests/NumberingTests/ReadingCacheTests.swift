import Customers
import NumberSamples
import Numbering
import SeededRandom
import Testing

@Suite struct ReadingCacheTests {
    let reader = NumberReader()
    let london = LineSettings(region: Region("GB"))

    @Test func aStringIsReadOnce() {
        var cache = ReadingCache(reader: reader)
        for _ in 0..<10 { #expect(cache.read("020 7946 0958", on: london).number != nil) }
        #expect(cache.missCount == 1 && cache.hitCount == 9 && cache.count == 1)
    }

    @Test func theLineIsPartOfTheKey() {
        var cache = ReadingCache(reader: reader)
        let munich = LineSettings(region: Region("DE"))
        let told = LineSettings(region: Region("DE"), format: .e164NoPlus)
        for line in [london, munich, told, london, munich, told] {
            let text = "496128966000"
            #expect(cache.read(text, on: line) == reader.read(text, on: line))
        }
        #expect(cache.missCount == 3 && cache.hitCount == 3)
    }

    @Test func longAndCanonicalStringsAreNotKept() {
        var cache = ReadingCache(reader: reader)
        let long = "020 7946 0958" + String(repeating: " ", count: 60)
        for text in [long, "+442079460958"] {
            #expect(cache.read(text, on: london).number?.description == "+442079460958")
        }
        #expect(cache.count == 0 && cache.missCount == 0)
    }

    @Test(arguments: 0..<2 as Range<UInt64>)
    func hostileInputDoesNotMakeItGrow(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var cache = ReadingCache(reader: reader)
        for _ in 0..<3 * ReadingCache.entryLimit {
            _ = cache.read("\(UInt64.random(in: 0...UInt64.max, using: &random))!", on: london)
            #expect(cache.count <= ReadingCache.entryLimit)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func whatItAnswersIsWhatTheReaderAnswers(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var cache = ReadingCache(reader: reader)
        for _ in 0..<3_000 {
            let row = try #require(NumberRow.all.randomElement(using: &random))
            let other = try #require(NumberRow.all.randomElement(using: &random))
            let reading = cache.read(row.received, on: other.settings)
            #expect(reading == reader.read(row.received, on: other.settings))
        }
    }

    @Test func callersWhoRingAgainStayThroughAFlood() {
        var cache = ReadingCache(reader: reader)
        let regulars = (0..<500).map { "020 7946 \(1_000 + $0)" }
        for text in regulars { _ = cache.read(text, on: london) }
        for text in regulars { _ = cache.read(text, on: london) }
        for strange in 0..<1_000 { _ = cache.read("x\(strange)", on: london) }
        let hitsBefore = cache.hitCount
        for text in regulars { _ = cache.read(text, on: london) }
        #expect(cache.hitCount - hitsBefore >= 450)
    }
}

extension ReadingCache {
    mutating func read(_ text: String, on line: LineSettings) -> Reading {
        read(Array(text.utf8).span, on: line)
    }
}
