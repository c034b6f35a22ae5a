import Customers
import SeededRandom

@testable import Scoring

/// A made-up base of customers as raw figures.
enum Base {
    /// - Parameter knownPercent: how often each component is known; money always is.
    static func raws(_ count: Int, seed: UInt64, knownPercent: Int = 100) -> [RawComponents] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in raw(&random, knownPercent) }
    }

    private static func raw(_ random: inout SplitMix64, _ knownPercent: Int) -> RawComponents {
        var raw = RawComponents(repeating: nil)
        let unit = Double.random(in: 0..<1, using: &random)
        raw.money = (50 / (1.0001 - unit) * 100).rounded() / 100
        func known(_ random: inout SplitMix64, _ figures: ClosedRange<Double>) -> Double? {
            let figure = Double.random(in: figures, using: &random)
            return Int.random(in: 0..<100, using: &random) < knownPercent ? figure : nil
        }
        raw.loyalty = known(&random, 0...100)
        raw.referrals = known(&random, 0...4).map { max(0, $0.rounded() - 2) }
        raw.growth = known(&random, -1...1)
        raw.payment = known(&random, -20...60).map { ($0 * 2).rounded() / 2 }
        raw.credit = known(&random, -1...1)
        raw.collaboration = known(&random, 0...1).map { ($0 * 5).rounded() / 5 }
        return raw
    }

    static func thresholds(_ base: [RawComponents], rules: GradeRules = .standard) -> Thresholds {
        var first = ThresholdBuilder(rules: rules)
        for raw in base { first.add(raw) }
        var second = first.secondPass()
        for raw in base { second.add(raw) }
        return second.thresholds(version: 7, computedAt: Story.now)
    }
}
