import Customers
import Testing

@testable import Scoring

/// The raw figures of the seven components.
@Suite struct RawComponentTests {
    private let now = Moment(iso8601: "2026-03-01T12:00:00Z")!
    private var today: CalendarDay { now.day }

    private func day(_ offset: Int32) -> CalendarDay {
        CalendarDay(daysSince1970: today.daysSince1970 + offset)
    }

    private func invoice(
        _ issued: Int32, _ amount: Int64, due: Int32? = nil, paid: Int32? = nil
    ) -> Invoice {
        Invoice(
            number: "", issuedOn: day(issued), dueOn: due.map { day($0) },
            amount: Money(hundredths: amount), paidOn: paid.map { day($0) })
    }

    private func raw(_ change: (inout CustomerHistory) -> Void) -> RawComponents {
        var history = CustomerHistory(state: .active)
        change(&history)
        return RawComponents(history, at: now)
    }

    @Test func nothingLoadedIsNothingKnown() {
        #expect(raw { _ in } == RawComponents(repeating: nil))
    }

    @Test func objectionLeavesNothingKnown() {
        let raw = raw {
            $0.since = day(-900)
            $0.invoices = [invoice(-1, 100)]
            $0.objectsToProfiling = true
        }
        #expect(raw == RawComponents(repeating: nil))
    }

    @Test func moneyIsTheNetOfTheLast365Days() {
        let invoices = [
            invoice(1, 1), invoice(0, 10_00), invoice(-364, 200_00), invoice(-365, 4_000_00),
            invoice(-10, -5_00),
        ]
        #expect(raw { $0.invoices = invoices }.money == 205)
        #expect(raw { ($0.invoices, $0.currencyRate) = (invoices, 0.5) }.money == 102.5)
        #expect(raw { ($0.invoices, $0.currencyRate) = (invoices, nil) }.money == nil)
        #expect(raw { $0.invoices = [] }.money == 0)
    }

    /// A sum of what a database may hold does not overflow.
    @Test func hostileAmountsDoNotOverflow() {
        let invoices = (0..<9).map { _ in invoice(-1, .max, due: -100) }
        let raw = raw {
            $0.invoices = invoices
            $0.creditLimit = Money(hundredths: 1)
        }
        #expect(raw.money == 9 * Double(Int64.max) / 100)
        #expect(raw.credit == -1)
    }

    @Test func loyaltyIsTenureRecencyAndFrequency() {
        #expect(raw { $0.since = CalendarDay("2016-03-01") }.loyalty == 100)
        #expect(raw { $0.since = CalendarDay("2021-03-01") }.loyalty == 50)
        #expect(raw { $0.since = CalendarDay("2027-03-01") }.loyalty == 0)
        #expect(raw { $0.invoices = [] }.loyalty == 0)
        let monthly = (0..<12).map { invoice(-30 * $0, 100) }
        #expect(raw { $0.invoices = monthly }.loyalty == 100)
        let all = raw {
            $0.since = CalendarDay("2021-03-01")
            $0.invoices = [invoice(-73, 100), invoice(-74, 100), invoice(-75, 100)]
        }
        #expect(abs(all.loyalty! - (30 + 20 * 0.8 + 20 * 3 / 12)) < 1e-9)
        let former = raw {
            $0.since = CalendarDay("2016-03-01")
            $0.leftOn = CalendarDay("2017-03-01")
        }
        #expect(former.loyalty == 10)
    }

    @Test(arguments: [
        ("2024-01-31", "2024-02-28", 0), ("2024-01-31", "2024-02-29", 1),
        ("2024-02-29", "2025-02-28", 12), ("2024-02-29", "2025-02-27", 11),
        ("2024-02-29", "2028-02-29", 48), ("2024-01-15", "2024-02-14", 0),
        ("2023-12-15", "2024-01-15", 1), ("2024-03-31", "2024-04-30", 1),
        ("2024-03-01", "2024-02-01", 0),
    ])
    func monthsAreComplete(since: String, until: String, months: Int) {
        #expect(CalendarDay(until)!.months(since: CalendarDay(since)!) == months)
    }

    @Test func growthNeedsTwoYearsAndIsCapped() {
        let sales = [invoice(-10, 300_00), invoice(-400, 200_00)]
        #expect(raw { $0.invoices = sales }.growth == nil)
        #expect(raw { ($0.invoices, $0.since) = (sales, day(-729)) }.growth == nil)
        #expect(raw { ($0.invoices, $0.since) = (sales, day(-730)) }.growth == 0.5)
        #expect(raw { $0.invoices = sales + [invoice(-730, 1)] }.growth == 0.5)
        #expect(raw { ($0.invoices, $0.since) = ([], day(-900)) }.growth == nil)
        let boom = [invoice(-10, 900_00), invoice(-400, 200_00)]
        #expect(raw { ($0.invoices, $0.since) = (boom, day(-900)) }.growth == 1)
        let tiny = [invoice(-10, 60_00), invoice(-400, 10_00)]
        #expect(raw { ($0.invoices, $0.since) = (tiny, day(-900)) }.growth == 0.5)
        let gone = [invoice(-400, 200_00)]
        #expect(raw { ($0.invoices, $0.since) = (gone, day(-900)) }.growth == -1)
    }

    @Test func paymentIsTheMedianOfTheLastTwelvePaid() {
        #expect(raw { $0.invoices = [invoice(-9, 100, due: -5)] }.payment == nil)
        #expect(raw { $0.invoices = [invoice(-9, 100, due: -5, paid: 1)] }.payment == nil)
        #expect(raw { $0.invoices = [invoice(-9, 100, due: -5, paid: -8)] }.payment == -3)
        let two = [invoice(-9, 100, due: -5, paid: -4), invoice(-9, 100, due: -5, paid: -1)]
        #expect(raw { $0.invoices = two }.payment == 2.5)
        let old = (0..<20).map { invoice(-500 - $0, 100, due: -500, paid: -400) }
        let recent = (0..<12).map { invoice(-50 - $0, 100, due: -40, paid: -40 + $0) }
        #expect(raw { $0.invoices = old + recent }.payment == 5.5)
    }

    @Test func creditIsTheLimitLeftLessWhatIsLongOverdue() {
        let limit = Money(hundredths: 1_000_00)
        func credit(_ invoices: [Invoice]) -> Double? {
            raw { ($0.invoices, $0.creditLimit) = (invoices, limit) }.credit
        }
        #expect(raw { $0.invoices = [] }.credit == nil)
        #expect(credit([]) == 1)
        #expect(credit([invoice(-9, 250_00, due: 5)]) == 0.75)
        #expect(credit([invoice(-90, 250_00, due: -60)]) == 0.75)
        #expect(credit([invoice(-90, 250_00, due: -61)]) == 0.5)
        #expect(credit([invoice(-90, 250_00, due: -61, paid: -1)]) == 1)
        #expect(credit([invoice(-9, 9_000_00, due: 5)]) == -1)
        #expect(credit([invoice(-9, -50_00)]) == 1)
    }

    @Test func collaborationIsTheShareAnswered() {
        func share(_ answers: [(Int64, Bool)]) -> Double? {
            let asked = answers.map { Engagement(at: now + $0.0, kind: "survey", isAnswered: $0.1) }
            return raw { $0.engagements = asked }.collaboration
        }
        #expect(share([]) == nil)
        #expect(share([(0, true), (-1, true), (-2, false), (-3, true)]) == 0.75)
        #expect(share([(-Story.year, true), (1, true)]) == nil)
        #expect(share([(1 - Story.year, false)]) == 0)
    }

    @Test func referralsAreThoseQualified() {
        #expect(raw { $0.qualifiedReferrals = 3 }.referrals == 3)
    }
}
