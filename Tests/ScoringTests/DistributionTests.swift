import Customers
import SeededRandom
import Testing

@testable import Scoring

/// The cut points of any base.
@Suite struct DistributionTests {
    private func cuts(_ figures: [Double]) -> CutPoints? {
        var distribution = Distribution()
        for figure in figures { distribution.add(figure) }
        return distribution.cutPoints(at: GradeRules.quintiles, distinctMinimum: 1)
    }

    private func shares(_ figures: [Double], _ cuts: CutPoints) -> [Int] {
        figures.reduce(into: [0, 0, 0, 0, 0]) { $0[cuts.grade(of: $1) - 1] += 1 }
    }

    /// By definition: 1 and one more for each percentile that the middle rank reaches.
    private func gradesByMiddleRank(_ figures: [Double]) -> [Double: Int] {
        var grades: [Double: Int] = [:]
        for figure in Set(figures) {
            let below = figures.count { $0 < figure }
            let upTo = figures.count { $0 <= figure }
            let middle = 50 * Double(below + upTo) / Double(figures.count)
            grades[figure] = 1 + [20.0, 40, 60, 80].count { middle >= $0 }
        }
        return grades
    }

    @Test(arguments: [5, 10, 200, 1_000, 12_345])
    func aUniformBaseFallsIntoFifths(count: Int) {
        var random = SplitMix64(seed: 5)
        let figures = (0..<count).map(Double.init).shuffled(using: &random)
        for share in shares(figures, cuts(figures)!) {
            #expect(abs(Double(share) - Double(count) / 5) <= 1)
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func equalFiguresGetTheGradeOfTheirMiddleRank(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let spread = Int.random(in: 1...40, using: &random)
        let figures = (0..<Int.random(in: 1...300, using: &random)).map { _ in
            Double(min(Int.random(in: 0...spread, using: &random), 12)) / 3 - 2
        }
        let cuts = cuts(figures)!
        for (figure, grade) in gradesByMiddleRank(figures) {
            #expect(cuts.grade(of: figure) == grade)
        }
    }

    @Test func allEqualIsTheMiddleGradeAndBetterIsTheBest() {
        let cuts = cuts([7, 7, 7, 7])!
        #expect(cuts.grade(of: 7) == 3)
        #expect(cuts.grade(of: 7.1) == 5)
        #expect(cuts.grade(of: 6.9) == 1)
    }

    @Test func tooFewDistinctFiguresHaveNoCutPoints() {
        var distribution = Distribution()
        for figure in [1.0, 2, 3, 4, 4, -0.0, 0.0] { distribution.add(figure) }
        #expect(distribution.cutPoints(at: GradeRules.quintiles, distinctMinimum: 5) != nil)
        #expect(distribution.cutPoints(at: GradeRules.quintiles, distinctMinimum: 6) == nil)
        #expect(
            Distribution().cutPoints(at: GradeRules.quintiles, distinctMinimum: 1) == nil)
    }

    /// Beyond the exact limit only figures next to the percentile may be graded otherwise.
    @Test(arguments: [(1 as UInt64, 0), (2, 1), (3, 2), (4, 3)])
    func aLargeBaseIsGradedWithinTheStatedError(seed: UInt64, shape: Int) {
        let figures = base(shape, count: 2 * Distribution.exactLimit, seed: seed).sorted()
        let rounded = cuts(figures)!
        for (percent, cut) in zip([20, 40, 60, 80], rounded.each) {
            let rank = figures.count * percent / 100
            let pivot = figures[(figures.count * percent + 99) / 100 - 1]
            let below = figures.firstIndex { $0 >= pivot }!
            let upTo = figures.firstIndex { $0 > pivot } ?? figures.count
            let exact = below + upTo >= 2 * rank ? pivot : figures[upTo]
            let slack = pivot.magnitude * Distribution.relativeError + Distribution.smallest
            for figure in figures where (figure >= cut) != (figure >= exact) {
                #expect(abs(figure - pivot) <= slack)
            }
        }
    }

    @Test(arguments: 0..<4)
    func neitherOrderNorMergingMatters(shape: Int) {
        for count in [1_000, Distribution.exactLimit + 1, 2 * Distribution.exactLimit + 7] {
            let figures = base(shape, count: count, seed: 9)
            var parts = (0..<3).map { _ in Distribution() }
            for (index, figure) in figures.reversed().enumerated() {
                parts[index % 10 == 0 ? 0 : index % 2 + 1].add(figure)
            }
            var merged = Distribution()
            for part in parts { merged.merge(part) }
            #expect(merged.count == count)
            #expect(
                merged.cutPoints(at: GradeRules.quintiles, distinctMinimum: 5) == cuts(figures))
        }
    }

    @Test func wholeNumbersStayExactInALargeBase() {
        let figures = (0..<300_000).map { Double($0 % 1_000) - 500 }
        #expect(shares(figures, cuts(figures)!) == [60_000, 60_000, 60_000, 60_000, 60_000])
        let referrals = (0..<300_000).map { $0 % 10 < 8 ? 0 : Double($0 % 7) }
        let cuts = cuts(referrals)!
        for (figure, grade) in gradesByMiddleRank(referrals) {
            #expect(cuts.grade(of: figure) == grade)
        }
    }

    /// Extreme figures keep their order, if not their distance.
    @Test func extremeFiguresAreCounted() {
        var distribution = Distribution()
        for _ in 0...Distribution.exactLimit {
            for figure in [-1e300, -1e-300, 1e-300, 1e300] { distribution.add(figure) }
        }
        #expect(distribution.groups().map(\.upTo) == [1, 3, 4].map { $0 * 131_073 })
    }

    /// Even; skewed like turnover; around zero like growth; half of it zero.
    private func base(_ shape: Int, count: Int, seed: UInt64) -> [Double] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let unit = Double.random(in: 0..<1, using: &random)
            switch shape {
            case 0: return unit
            case 1: return (10 / (1.0001 - unit) * 100).rounded() / 100
            case 2: return unit * 2 - 1
            default: return unit < 0.5 ? 0 : unit * 1_000
            }
        }
    }
}
