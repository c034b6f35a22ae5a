import Customers

/// What a customer's invoices say, gathered in one pass.
///
/// Days are days in UTC. "In the last 365 days" is `today - 365 < issued <= today`. An invoice
/// dated in the future is not written yet; a payment dated in the future is not made yet.
struct Ledger {
    private(set) var thisYear: Int128 = 0
    private(set) var yearBefore: Int128 = 0
    /// Invoices over more than nothing in the last 365 days.
    private(set) var purchases = 0
    private(set) var latestPurchase: CalendarDay?
    private(set) var earliestInvoice: CalendarDay?
    /// What is invoiced and not paid, less credit notes not used yet.
    private(set) var unpaid: Int128 = 0
    private(set) var longOverdue: Int128 = 0
    /// The days paid and due, packed so that the latest payment is the greatest number.
    private var payments: [Int64] = []

    init(_ invoices: [Invoice], today: CalendarDay, rules: RawRules) {
        payments.reserveCapacity(invoices.count)
        for invoice in invoices where invoice.issuedOn <= today {
            add(invoice, today: today, rules: rules)
        }
    }

    private mutating func add(_ invoice: Invoice, today: CalendarDay, rules: RawRules) {
        let amount = Int128(invoice.amount.hundredths)
        let age = today.days(since: invoice.issuedOn)
        if age < rules.purchaseWindowDays {
            thisYear += amount
        } else if age < 2 * rules.purchaseWindowDays {
            yearBefore += amount
        }
        earliestInvoice = min(earliestInvoice ?? invoice.issuedOn, invoice.issuedOn)
        if amount > 0 {
            latestPurchase = max(latestPurchase ?? invoice.issuedOn, invoice.issuedOn)
            if age < rules.purchaseWindowDays { purchases += 1 }
        }
        if let paidOn = invoice.paidOn, paidOn <= today {
            guard amount > 0, let dueOn = invoice.dueOn else { return }
            payments.append(Int64(paidOn.daysSince1970) << 32 + Int64(dueOn.daysSince1970))
        } else {
            unpaid += amount
            if amount > 0, let dueOn = invoice.dueOn, today.days(since: dueOn) > rules.overdueDays {
                longOverdue += amount
            }
        }
    }

    /// The median of the days from due to paid over the invoices paid last; early is negative.
    ///
    /// - Returns: `nil` without a paid invoice that had a due date.
    consuming func medianLateness(of limit: Int) -> Double? {
        guard !payments.isEmpty else { return nil }
        var latest = payments
        payments = []
        latest.sort(by: >)
        latest.removeLast(max(0, latest.count - limit))
        for index in latest.indices {
            let dueOn = Int64(Int32(truncatingIfNeeded: latest[index]))
            latest[index] = (latest[index] - dueOn) >> 32 - dueOn
        }
        latest.sort()
        let upper = latest[latest.count / 2]
        guard latest.count % 2 == 0 else { return Double(upper) }
        return Double(upper + latest[latest.count / 2 - 1]) / 2
    }
}

extension Int128 {
    /// The nearest `Double`, or one beside it beyond 64 bits; the library's own conversion
    /// takes ten times as long.
    var rounded: Double {
        let low = Int64(truncatingIfNeeded: self)
        if Int128(low) == self { return Double(low) }
        return Double(Int64(truncatingIfNeeded: self >> 64)) * 0x1p64
            + Double(UInt64(truncatingIfNeeded: self))
    }
}

extension CalendarDay {
    func days(since earlier: CalendarDay) -> Int {
        Int(daysSince1970) - Int(earlier.daysSince1970)
    }

    /// Complete months since `earlier`; the last day of a month completes it, so somebody who
    /// came on the 31st has a month's tenure on the 30th of April. 0 when `earlier` is later.
    func months(since earlier: CalendarDay) -> Int {
        guard earlier < self else { return 0 }
        let (end, start) = (dayOfMonth, earlier.dayOfMonth)
        let tomorrow = CalendarDay(daysSince1970: daysSince1970 + 1).dayOfMonth
        let isComplete = end.day >= start.day || tomorrow.month != end.month
        return (end.year - start.year) * 12 + end.month - start.month - (isComplete ? 0 : 1)
    }
}
