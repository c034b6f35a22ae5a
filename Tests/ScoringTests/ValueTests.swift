import Customers
import SeededRandom
import Testing

@testable import Scoring

/// From raw figures to a value.
@Suite struct ValueTests {
    @Test func theReRankedValueHasFifthsWhereRoundingHasNone() {
        let base = Base.raws(20_000, seed: 1)
        let thresholds = Base.thresholds(base)
        var ranked = [0, 0, 0, 0, 0]
        var rounded = [0, 0, 0, 0, 0]
        for raw in base {
            let score = Score(raw, against: thresholds)
            ranked[Int(score.value!.grade) - 1] += 1
            rounded[Int(score.composite!.rounded()) - 1] += 1
        }
        for count in ranked { #expect(abs(count - 4_000) < 300) }
        #expect(rounded[2] > 9_000)
        #expect(rounded[0] < 400)
        #expect(rounded[4] < 400)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func betterNeverLowersAGradeOrTheValue(seed: UInt64) {
        let base = Base.raws(500, seed: seed, knownPercent: 80)
        let thresholds = Base.thresholds(base)
        var random = SplitMix64(seed: seed)
        for raw in base {
            let component = Component.each.randomElement(using: &random)!
            guard let figure = raw[component] else { continue }
            var better = raw
            let gain = Double.random(in: 0...50, using: &random)
            better[component] = component.isLowerBetter ? figure - gain : figure + gain
            let (before, after) = (
                Score(raw, against: thresholds), Score(better, against: thresholds)
            )
            #expect(after.grading.grades[component]! >= before.grading.grades[component]!)
            #expect((after.value?.grade ?? 0) >= (before.value?.grade ?? 0))
        }
    }

    /// Of two customers with the same known grades the one who is less known is not worse.
    @Test func unknownComponentsDoNotPullDown() {
        let thresholds = Base.thresholds(Base.raws(1_000, seed: 3))
        var raw = RawComponents(repeating: nil)
        raw.money = 1e9
        raw.loyalty = 100
        let score = Score(raw, against: thresholds)
        #expect(score.grading.knownWeight == 50)
        #expect(score.composite == 5)
        #expect(score.value == OverallValue(5))
        raw.loyalty = nil
        #expect(Score(raw, against: thresholds).value == nil)
        #expect(Score(raw, against: thresholds).grading.grades.money == 5)
        #expect(Score(RawComponents(repeating: nil), against: thresholds).value == nil)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func contributionsAddUpToTheComposite(seed: UInt64) {
        let base = Base.raws(300, seed: seed, knownPercent: 70)
        let thresholds = Base.thresholds(base)
        for raw in base {
            let score = Score(raw, against: thresholds)
            let parts = Component.each.map {
                score.contribution(of: $0, weights: thresholds.grading.weights)
            }
            guard let composite = score.composite else {
                #expect(parts.allSatisfy { $0 == nil })
                continue
            }
            #expect(abs(parts.compactMap(\.self).reduce(0, +) - composite) < 1e-12)
        }
    }

    @Test func theOrderOfTheBaseDoesNotMatter() {
        let base = Base.raws(5_000, seed: 4, knownPercent: 90)
        var random = SplitMix64(seed: 4)
        #expect(Base.thresholds(base) == Base.thresholds(base.shuffled(using: &random)))
    }

    @Test func sharedWorkGivesTheSameThresholds() {
        let base = Base.raws(5_000, seed: 6, knownPercent: 90)
        var (first, other) = (ThresholdBuilder(), ThresholdBuilder())
        for (index, raw) in base.enumerated() {
            if index % 3 == 0 { first.add(raw) } else { other.add(raw) }
        }
        first.merge(other)
        var (second, rest) = (first.secondPass(), first.secondPass())
        for (index, raw) in base.enumerated() {
            if index % 2 == 0 { second.add(raw) } else { rest.add(raw) }
        }
        second.merge(rest)
        #expect(
            second.thresholds(version: 7, computedAt: Story.now) == Base.thresholds(base))
    }

    @Test func aSmallBaseHasFixedThresholds() {
        let rules = GradeRules.standard
        let small = Base.thresholds(Base.raws(199, seed: 5))
        #expect(small.isSmallBase)
        #expect(small.activeCount == 199)
        for component in Component.each {
            #expect(
                small.grading.scales[component] == Scale(rules.fixed[component], isFixed: true))
        }
        #expect(small.composite == Scale(rules.fixedComposite, isFixed: true))
        let enough = Base.thresholds(Base.raws(200, seed: 5))
        #expect(!enough.isSmallBase)
        #expect(!enough.composite.isFixed)
        #expect(!enough.grading.scales.money.isFixed)
        #expect(Base.thresholds([]).isSmallBase)
    }

    /// Referrals of 0, 1 and 2 only, and a base in which all are alike.
    @Test func aComponentWithFewDistinctFiguresHasFixedThresholds() {
        let thresholds = Base.thresholds(Base.raws(1_000, seed: 8))
        #expect(thresholds.grading.scales.referrals.isFixed)
        #expect(!thresholds.grading.scales.payment.isFixed)
        let alike = Array(repeating: Base.raws(1, seed: 9)[0], count: 300)
        let same = Base.thresholds(alike)
        #expect(!same.isSmallBase)
        #expect(same.composite.isFixed)
        #expect(Set(alike.map { Score($0, against: same) }).count == 1)
    }

    @Test func payingEarlierIsBetter() {
        let scale = Base.thresholds(Base.raws(1_000, seed: 10)).grading.scales.payment
        #expect(scale.cutPoints.grade2 > scale.cutPoints.grade5)
        #expect(scale.cutPoints.grade(of: -30, isLowerBetter: true) == 5)
        #expect(scale.cutPoints.grade(of: 90, isLowerBetter: true) == 1)
    }

    @Test func aShadowRunCountsWhoMoves() throws {
        let base = Base.raws(2_000, seed: 11, knownPercent: 60)
        let before = Base.thresholds(base)
        let money = try GradeRules(weights: Weights(parsing: "money=100"))
        let after = Base.thresholds(base, rules: money)
        var (movement, part, same) = (Movement(), Movement(), Movement())
        for (index, raw) in base.enumerated() {
            let values = (Score(raw, against: before).value, Score(raw, against: after).value)
            if index % 2 == 0 {
                movement.add(from: values.0, to: values.1)
            } else {
                part.add(from: values.0, to: values.1)
            }
            same.add(from: values.0, to: values.0)
        }
        movement.merge(part)
        #expect(movement.total == 2_000)
        #expect(same.moved == 0)
        #expect(movement.newlyRated == base.count { Score($0, against: before).value == nil })
        #expect(movement.newlyRated > 0)
        #expect(movement.noLongerRated == 0)
        #expect(
            movement.moved
                == movement.raised + movement.lowered + movement.newlyRated)
        #expect(movement.raised > 100)
        #expect(movement.lowered > 100)
        #expect(movement[nil, OverallValue(1)] <= movement.newlyRated)
    }
}
