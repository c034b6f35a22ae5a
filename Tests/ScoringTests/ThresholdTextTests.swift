import Customers
import SeededRandom
import Testing

@testable import Scoring

/// Thresholds come back from the database as they went in.
@Suite struct ThresholdTextTests {
    @Test(arguments: 0..<30 as Range<UInt64>)
    func thresholdsAreReadBackToTheLastBit(seed: UInt64) throws {
        let base = Base.raws(Int(seed) * 30, seed: seed, knownPercent: 80)
        let thresholds = Base.thresholds(base)
        #expect(try Thresholds(parsing: thresholds.description) == thresholds)
        var random = SplitMix64(seed: seed)
        let shuffled = thresholds.description.split(separator: "\n").shuffled(using: &random)
        #expect(try Thresholds(parsing: shuffled.joined(separator: "\n")) == thresholds)
    }

    @Test func extremeNumbersAreReadBack() throws {
        var thresholds = Base.thresholds([])
        thresholds.version = .max
        thresholds.computedAt = Moment(secondsSince1970: .min)
        thresholds.composite.cutPoints = CutPoints(
            -.greatestFiniteMagnitude, -Double.leastNonzeroMagnitude, 0.1 + 0.2, 1 / 3)
        #expect(try Thresholds(parsing: thresholds.description) == thresholds)
    }

    @Test(arguments: [
        ("version=7\n", "", ThresholdTextError.missing("version")),
        ("version=7\n", "version=7\nversion=8\n", .repeated("version")),
        ("version=7\n", "version=7\nmoon=8\n", .unknown("moon")),
        ("version=7\n", "version\n", .unreadable(line: "version")),
        ("version=7\n", "version=x\n", .unreadable(line: "version=x")),
        ("active=0\n", "active=-1\n", .unreadable(line: "active=-1")),
        ("base=small\n", "base=tiny\n", .unreadable(line: "base=tiny")),
        ("known=50\n", "known=0\n", .unreadable(line: "known=0")),
        (
            ",credit=10", "",
            .unreadable(
                line:
                    "weights=money=35,loyalty=15,referrals=15,growth=10,payment=10,collaboration=5")
        ),
        (
            "composite=fixed,1.8", "composite=fixed,9.8",
            .unreadable(line: "composite=fixed,9.8,2.6,3.4,4.2")
        ),
        (
            "composite=fixed,1.8", "composite=fixed,nan",
            .unreadable(line: "composite=fixed,nan,2.6,3.4,4.2")
        ),
        (
            "composite=fixed,1.8", "composite=fixed",
            .unreadable(line: "composite=fixed,2.6,3.4,4.2")
        ),
        (
            "composite=fixed", "composite=loose",
            .unreadable(line: "composite=loose,1.8,2.6,3.4,4.2")
        ),
    ])
    func aDamagedTextIsRefused(part: String, damage: String, error: ThresholdTextError) throws {
        let text = Base.thresholds([]).description
        let range = try #require(text.firstRange(of: part))
        #expect(throws: error) {
            try Thresholds(parsing: text.replacingCharacters(in: range, with: damage))
        }
        #expect(!error.description.isEmpty)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
