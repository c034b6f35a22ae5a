internal import CustomerStore
internal import Customers

/// Writes what happened between the customers of the sample and the company.
struct SampleHistory {
    /// Customers of a hundred who have a history beyond interruptions.
    static let eventfulPercent = 72

    private let files: SampleFiles
    private let customers: Int
    private let seed: UInt64
    private let day: CalendarDay
    private var outages: [Outage] = []
    private var complaintCount = 0
    private var referralCount = 0
    private var invoiceCount = 0
    private var interactionCount = 0
    private var engagementCount = 0

    init(files: SampleFiles, customers: Int, seed: UInt64, day: CalendarDay) {
        self.files = files
        self.customers = customers
        self.seed = seed
        self.day = day
    }

    mutating func write(_ outages: [Outage]) throws(ExchangeError) {
        self.outages = outages
        let row = files.interruptions
        for outage in outages {
            row.field(outage.reference)
            row.field(outage.service)
            row.field(outage.beganAt)
            if let end = outage.endedAt { row.field(end) } else { row.emptyField() }
            row.field(outage.isPlanned)
            row.field(outage.cause)
            try row.endRow()
        }
    }

    mutating func write(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        guard customer.state != .prospect else { return }
        for index in Outage.indexes(touching: customer, &random) {
            files.interruptionCustomers.field(outages[index].reference)
            files.interruptionCustomers.field(SampleCustomer.account(customer.index))
            try files.interruptionCustomers.endRow()
        }
        guard random.chance(Self.eventfulPercent) else { return }
        for _ in 0..<count(percent: 18, most: 4, &random) { try writeComplaint(customer, &random) }
        for _ in 0..<count(percent: 11, most: 4, &random) { try writeReferral(customer, &random) }
        for _ in 0..<count(percent: 76, most: 7, &random) { try writeInvoice(customer, &random) }
        for _ in 0..<count(percent: 48, most: 4, &random) {
            try writeInteraction(customer, &random)
        }
        for _ in 0..<count(percent: 30, most: 3, &random) {
            try writeEngagement(customer, &random)
        }
    }

    /// 0, or for `percent` of a hundred 1 to `most`.
    private func count(percent: Int, most: Int, _ random: inout SampleRandom) -> Int {
        random.chance(percent) ? random.number(in: 1...most) : 0
    }

    /// A second of the last `days` days, more often of late, and not before the customer came.
    private func moment(
        within days: Int, for customer: SampleCustomer, _ random: inout SampleRandom
    ) -> Moment {
        let known = Int(day.daysSince1970 - customer.since.daysSince1970)
        let age = 1 + min(random.below(days), random.below(days), known)
        return day.start - Int64(age * 86_400) + Int64(random.number(in: 25_000...75_000))
    }

    private mutating func writeComplaint(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        complaintCount += 1
        let received = moment(within: 1500, for: customer, &random)
        let status: Complaint.Status = [.closed, .open, .merged, .error][
            random.pick(weights: [80, 12, 5, 3])]
        let (subject, resolution) = random.pick(Phrases.complaints)
        let row = files.complaints
        row.field("C\(complaintCount)")
        row.field(SampleCustomer.account(customer.index))
        row.field(received)
        if status == .closed {
            row.field(min(received + Int64(random.number(in: 3600...2_000_000)), day.start))
            row.field(status.word)
            row.field(random.chance(60))
        } else {
            row.emptyField()
            row.field(status.word)
            row.emptyField()
        }
        row.field(subject)
        row.field(status == .closed ? resolution : "")
        try row.endRow()
    }

    private mutating func writeReferral(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        referralCount += 1
        let other = random.below(customers)
        let isKnown = other != customer.index && random.chance(75)
        let referred = moment(within: 1800, for: customer, &random)
        let qualified = referred + Int64(random.number(in: 40...150) * 86_400)
        let row = files.referrals
        row.field("R\(referralCount)")
        row.field(SampleCustomer.account(customer.index))
        row.field(isKnown ? SampleCustomer.account(other) : "")
        let land = Land.all[customer.home.land]
        row.field(isKnown ? "" : "\(random.pick(land.firstNames)) \(random.pick(land.lastNames))")
        row.field(referred)
        if isKnown, qualified < day.start, random.chance(80) {
            row.field(qualified)
        } else {
            row.emptyField()
        }
        try row.endRow()
    }

    private mutating func writeInvoice(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        invoiceCount += 1
        let known = Int(day.daysSince1970 - customer.since.daysSince1970)
        let issued = day.daysSince1970 - Int32(min(random.below(1095), known))
        let due = issued + Int32([14, 30, 60][random.pick(weights: [40, 50, 10])])
        let isCredit = random.chance(4)
        let row = files.invoices
        row.field("N\(invoiceCount)")
        row.field(SampleCustomer.account(customer.index))
        row.field(CalendarDay(daysSince1970: issued))
        row.field(CalendarDay(daysSince1970: due))
        row.field(Money(hundredths: amount(customer.kind, &random) * (isCredit ? -1 : 1)))
        let delay = [-9, 0, 6, 45][random.pick(weights: [35, 40, 18, 7])] + random.below(5)
        let paid = due + Int32(delay)
        if paid <= day.daysSince1970, isCredit || !random.chance(4) {
            row.field(CalendarDay(daysSince1970: max(paid, issued)))
        } else {
            row.emptyField()
        }
        try row.endRow()
    }

    /// Most invoices are small, a few are very large.
    private func amount(_ kind: CustomerKind, _ random: inout SampleRandom) -> Int64 {
        let scale =
            switch kind {
            case .person: 6_000
            case .company: 60_000
            case .dealer: 150_000
            case .distributor: 600_000
            }
        return Int64(
            scale / 6 + random.below(scale) * (1 + random.below(12) * random.below(12) / 12))
    }

    private mutating func writeInteraction(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        interactionCount += 1
        let (kind, subject, detail, outcome) = random.pick(Phrases.interactions)
        let row = files.interactions
        row.field("T\(interactionCount)")
        row.field(SampleCustomer.account(customer.index))
        row.field(moment(within: 720, for: customer, &random))
        row.field(random.pick(Phrases.channels))
        row.field(random.chance(70) ? "in" : "out")
        row.field(random.pick(Phrases.agents))
        row.field(kind)
        row.field(subject)
        row.field(detail)
        row.field(outcome)
        try row.endRow()
    }

    private mutating func writeEngagement(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        engagementCount += 1
        let kind = random.pick(weights: [55, 38, 7])
        let isAnswered = random.chance(45)
        let row = files.engagements
        row.field("E\(engagementCount)")
        row.field(SampleCustomer.account(customer.index))
        row.field(moment(within: 900, for: customer, &random))
        row.field(["survey", "promotion", "reference"][kind])
        row.field(isAnswered)
        if kind == 0, isAnswered { row.field(Int64(random.below(11))) } else { row.emptyField() }
        try row.endRow()
    }
}
