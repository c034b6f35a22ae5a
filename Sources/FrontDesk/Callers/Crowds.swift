import CallerIndex
import CustomerRecords
import Customers

/// What the many customers of one number have alike: counted when it is first asked for, and from
/// then on with every change of one of them. To look at thousands of them takes a quarter of a
/// millisecond.
struct Crowds {
    /// Numbers that are remembered.
    static let limit = 1024

    private var known: [PhoneNumber: CrowdTally] = [:]
    /// How often the customers of a number were looked at one by one.
    private(set) var countings = 0

    mutating func tally(
        of number: PhoneNumber, in callers: borrowing CallerIndex
    ) -> CrowdTally {
        if let tally = known[number] { return tally }
        var tally = CrowdTally()
        callers.forEach(number) { tally.add($0) }
        countings += 1
        if known.count >= Self.limit { known.removeAll() }
        known[number] = tally
        return tally
    }

    /// These customers are about to become so.
    mutating func follow(_ batch: SummaryBatch, in callers: borrowing CallerIndex) {
        guard !known.isEmpty else { return }
        batch.forEach { new in
            if let old = callers.record(of: new.id) {
                follow(old, new)
            } else {
                new.forEachNumber { known[$0.number]?.add(new) }
            }
        }
    }

    private mutating func follow(_ old: CustomerRecord, _ new: CustomerRecord) {
        let kept = old.numbersKept(of: new)
        let others = kept.others(of: old.numberCount)
        let isOther = old.crowdFigures != new.crowdFigures
        for index in isOther ? 0..<old.numberCount : others {
            let (number, isShared) = old.holding(at: index)
            guard isShared else { continue }
            known[number.number]?.remove(old)
            if !others.contains(index) { known[number.number]?.add(new) }
        }
        for index in kept.others(of: new.numberCount) { known[new.number(index)]?.add(new) }
    }

    /// This customer is about to be no more.
    mutating func followRemoval(of customer: CustomerID, in callers: borrowing CallerIndex) {
        guard !known.isEmpty, let old = callers.record(of: customer) else { return }
        old.forEachNumber { known[$0.number]?.remove(old) }
    }

    /// Nothing is known any more.
    mutating func forget() { known = [:] }
}

/// How many customers there are, and how many with each figure.
struct CrowdTally {
    private(set) var customerCount = 0
    private var values = Counts()
    private var complaints = Counts()
    private var referrals = Counts()
    private var interruptions = Counts()

    mutating func add(_ record: CustomerRecord) { count(record, 1) }
    mutating func remove(_ record: CustomerRecord) { count(record, -1) }

    private mutating func count(_ record: CustomerRecord, _ change: Int) {
        customerCount += change
        values.count(record.valueGrade, change)
        complaints.count(record.complaints, change)
        referrals.count(record.referrals, change)
        interruptions.count(record.interruptions, change)
    }

    /// What they have alike; nothing of nobody.
    var common: CommonFigures {
        CommonFigures(
            of: customerCount, value: values.only, complaints: complaints.only,
            referrals: referrals.only, interruptions: interruptions.only)
    }

    private struct Counts {
        private var byFigure: [Int: Int] = [:]

        mutating func count(_ figure: Int, _ change: Int) {
            let count = byFigure[figure, default: 0] + change
            byFigure[figure] = count == 0 ? nil : count
        }

        /// The one figure that there is.
        var only: Int? { byFigure.count == 1 ? byFigure.first?.key : nil }
    }
}

extension CustomerRecord {
    /// What a crowd is asked about.
    fileprivate var crowdFigures: SIMD4<Int> {
        SIMD4(valueGrade, complaints, referrals, interruptions)
    }
}
