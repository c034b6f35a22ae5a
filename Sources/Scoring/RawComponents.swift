public import Customers

/// The raw figure of each component; `nil`: unknown, which never pulls a value down.
public typealias RawComponents = PerComponent<Double?>

extension PerComponent where Value == Double? {
    /// The raw figures of `history`, with the day of `now` in UTC as today.
    ///
    /// Nothing is known about a customer who objects to profiling.
    ///
    /// - Source: `Sources/DECISIONS.md`, "The value", for what each is; the scales are explained
    ///   at each function.
    public init(_ history: CustomerHistory, at now: Moment, rules: RawRules = .standard) {
        self.init(repeating: nil)
        guard !history.objectsToProfiling else { return }
        let today = now.day
        let ledger = history.invoices.map { Ledger($0, today: today, rules: rules) }
        loyalty = Self.loyalty(history, ledger, today, rules)
        referrals = history.qualifiedReferrals.map(Double.init)
        collaboration = Self.collaboration(history.engagements, now, rules)
        guard let ledger else { return }
        if let rate = history.currencyRate, rate.isFinite, rate > 0 {
            money = ledger.thisYear.rounded / 100 * rate
            growth = Self.growth(history, ledger, today, rate, rules)
        }
        credit = Self.credit(history.creditLimit, ledger)
        payment = ledger.medianLateness(of: rules.paymentInvoiceCount)
    }

    /// Points from 0 to 100 for tenure, recency and frequency, each a share of its full points.
    ///
    /// Tenure is complete months, capped at 120. Recency falls evenly from a purchase today to
    /// none in 365 days. Frequency is purchases in 365 days, capped at 12. Where the beginning
    /// or the invoices are unknown, the known parts are scaled up to 100.
    private static func loyalty(
        _ history: CustomerHistory, _ ledger: Ledger?, _ today: CalendarDay, _ rules: RawRules
    ) -> Double? {
        var reached = 0.0
        var possible = 0
        if let since = history.since {
            let end = Swift.min(history.leftOn ?? today, today)
            let months = Swift.min(end.months(since: since), rules.tenureCapMonths)
            reached += Double(rules.tenurePoints * months) / Double(rules.tenureCapMonths)
            possible += rules.tenurePoints
        }
        if let ledger {
            let window = rules.purchaseWindowDays
            let age = ledger.latestPurchase.map { today.days(since: $0) } ?? window
            let recency = window - Swift.min(age, window)
            let frequency = Swift.min(ledger.purchases, rules.frequencyCap)
            reached += Double(rules.recencyPoints * recency) / Double(window)
            reached += Double(rules.frequencyPoints * frequency) / Double(rules.frequencyCap)
            possible += rules.recencyPoints + rules.frequencyPoints
        }
        return possible == 0 ? nil : reached * 100 / Double(possible)
    }

    /// How much more or less was invoiced than in the year before, from -1 to 1.
    ///
    /// Unknown without two years of history, and where neither year has an invoice: nothing
    /// after nothing is not "no change".
    private static func growth(
        _ history: CustomerHistory, _ ledger: Ledger, _ today: CalendarDay, _ rate: Double,
        _ rules: RawRules
    ) -> Double? {
        guard let first = history.since ?? ledger.earliestInvoice else { return nil }
        let beginning = Swift.min(first, ledger.earliestInvoice ?? first)
        guard
            today.days(since: beginning) >= 2 * rules.purchaseWindowDays,
            ledger.thisYear != 0 || ledger.yearBefore != 0
        else { return nil }
        let before = ledger.yearBefore.rounded / 100 * rate
        let change = (ledger.thisYear - ledger.yearBefore).rounded / 100 * rate
        return Swift.min(1, Swift.max(-1, change / Swift.max(before, rules.growthFloor)))
    }

    /// The share of the credit limit that is left, less the share overdue by more than 60 days,
    /// from -1 to 1. Unknown without a limit.
    private static func credit(_ limit: Money?, _ ledger: Ledger) -> Double? {
        guard let limit, limit.hundredths > 0 else { return nil }
        let exposure = Swift.max(0, ledger.unpaid)
        let left = Int128(limit.hundredths) - exposure - ledger.longOverdue
        return Swift.min(1, Swift.max(-1, left.rounded / Double(limit.hundredths)))
    }

    /// The share of surveys, promotions and requests of the last 365 days that were answered.
    ///
    /// A share and not a count: how often somebody was asked is our doing. Unknown without one.
    private static func collaboration(
        _ engagements: [Engagement]?, _ now: Moment, _ rules: RawRules
    ) -> Double? {
        guard let engagements else { return nil }
        let edge = now - Int64(rules.engagementWindowDays) * 86_400
        var asked = 0
        var answered = 0
        for engagement in engagements where engagement.at > edge && engagement.at <= now {
            asked += 1
            if engagement.isAnswered { answered += 1 }
        }
        return asked == 0 ? nil : Double(answered) / Double(asked)
    }
}
