import Customers
import Testing

@testable import Scoring

/// What EXPLAIN has to tell.
@Suite struct ExplanationTests {
    private let thresholds = Base.thresholds(Base.raws(1_000, seed: 1))

    private var history: CustomerHistory {
        CustomerHistory(
            state: .active, since: CalendarDay("2020-03-01"),
            invoices: [
                Invoice(
                    number: "1", issuedOn: CalendarDay("2026-01-10")!,
                    dueOn: CalendarDay("2026-01-24"), amount: Money(hundredths: 120_00),
                    paidOn: CalendarDay("2026-01-27"))
            ],
            qualifiedReferrals: 1)
    }

    @Test func everyComponentIsToldWithUnitAndContribution() throws {
        let facts = CustomerFacts(id: CustomerID(1), history: history)
        let told = Explanation(facts, thresholds: thresholds, at: Story.now, rules: .standard)
        let value = try #require(told.value)
        #expect(value.components.map(\.component) == Component.each)
        #expect(value.components.map(\.weight) == [35, 15, 15, 10, 10, 10, 5])
        #expect(
            value.components.map { "\($0.component.unit.word)" } == [
                "money", "points", "customers", "ratio", "days", "ratio", "ratio",
            ])
        #expect(value.components[0].raw == 120)
        #expect(value.components[4].raw == 3)
        #expect(value.components[5].raw == nil)
        #expect(value.components[5].contribution == nil)
        #expect(value.score.grading.knownWeight == 85)
        let sum = value.components.compactMap(\.contribution).reduce(0, +)
        #expect(abs(sum - value.score.composite!) < 1e-12)
        #expect(value.thresholds.version == 7)
        #expect(value.isInActiveBase)
    }

    /// A former customer is graded against the active base, and that is told.
    @Test(arguments: [CustomerState.prospect, .lapsed, .left])
    func othersAreGradedAgainstTheActiveBase(state: CustomerState) {
        var facts = CustomerFacts(id: CustomerID(1), history: history)
        facts.history.state = state
        let told = Explanation(facts, thresholds: thresholds, at: Story.now, rules: .standard)
        #expect(told.value?.isInActiveBase == false)
        #expect(told.value?.score.value != nil)
    }

    @Test func objectionTellsNothingAboutTheValue() {
        var facts = CustomerFacts(
            id: CustomerID(1), history: history, storedValue: OverallValue(4))
        facts.history.objectsToProfiling = true
        let told = Explanation(facts, thresholds: thresholds, at: Story.now, rules: .standard)
        #expect(told.value == nil)
        #expect(told.figures.value.origin == .objection)
        #expect(told.figures.figures.value == nil)
        #expect(!facts.history.isInActiveBase)
    }

    @Test func figuresForTheIndexAreThoseExplained() {
        var story = Story(seed: 77)
        for _ in 0..<50 {
            let facts = story.facts()
            let told = Explanation(facts, thresholds: nil, at: Story.now, rules: .standard)
            let figures = told.figures.figures
            #expect(figures.complaints == told.figures.complaints.count)
            #expect(figures.openComplaints == told.figures.complaints.open)
            #expect(figures.interruptedSince == told.figures.interruptions.underWaySince)
            #expect(figures.value == told.figures.value.value)
        }
    }
}
