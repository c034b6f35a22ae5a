import CallerIndex
import CustomerRecords
import Customers
import SeededRandom
import Testing

/// The index against a dictionary that cannot be wrong, through random changes.
@Suite struct IndexModelTests {
    /// Re-run one failure with `arguments: [seed]`.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func randomChangesNeverPartIndexAndModel(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = CallerIndex()
        var model: [CustomerID: Summary] = [:]
        for _ in 0..<1500 {
            let customer = CustomerID(UInt32.random(in: 1...300, using: &random))
            if Int.random(in: 0..<4, using: &random) == 0 {
                index.remove(customer)
                model[customer] = nil
            } else {
                let summary = Made.summary(of: customer, using: &random)
                let isApplied = index.apply(summary)
                #expect(isApplied)
                model[customer] = summary
            }
        }
        Self.expectSame(index, model)
    }

    /// Growth moves entries bit by bit; lookups in the middle of it must see all of them.
    @Test func everyNumberIsFoundWhileTheTableGrows() {
        var index = CallerIndex()
        var random = SplitMix64(seed: 7)
        for id in 1...UInt32(6000) {
            let number = PhoneNumber(digits: 440_000_000_000 + UInt64(id) * 7)!
            var summary = Made.summary(of: CustomerID(id), using: &random)
            summary.numbers = [Summary.Number(number, .direct)]
            index.apply(summary)
            if id % 50 == 0 {
                for known in 1...id {
                    let number = PhoneNumber(digits: 440_000_000_000 + UInt64(known) * 7)!
                    let found = index.find(number)?.record.id
                    #expect(found == CustomerID(known))
                }
            }
        }
        let counts = (index.customerCount, index.numberCount)
        #expect(counts == (6000, 6000))
    }

    @Test func numbersLeftBehindAreForgotten() {
        var index = CallerIndex()
        var random = SplitMix64(seed: 1)
        var summary = Made.summary(of: CustomerID(1), using: &random)
        let (old, new) = (PhoneNumber(digits: 4420)!, PhoneNumber(digits: 4930)!)
        summary.numbers = [Summary.Number(old, .direct)]
        index.apply(summary)
        summary.numbers = [Summary.Number(new, .direct)]
        index.apply(summary)
        let found = (index.find(old)?.record.id, index.find(new)?.record.id)
        #expect(found == (nil, CustomerID(1)))
    }

    @Test func aReloadLeavesOnlyWhomItNamed() {
        var index = CallerIndex()
        var random = SplitMix64(seed: 3)
        let all = (1...UInt32(500)).map { Made.summary(of: CustomerID($0), using: &random) }
        for summary in all { index.apply(summary) }
        index.beginGeneration()
        for summary in all where summary.id.value % 3 != 0 { index.apply(summary) }
        var position: Int? = 0
        while let start = position {
            let slice = index.staleCustomers(from: start, slots: 64)
            for customer in slice.stale { index.remove(customer) }
            position = slice.stale.isEmpty ? slice.next : start
        }
        let kept = all.filter { $0.id.value % 3 != 0 }
        Self.expectSame(index, Dictionary(uniqueKeysWithValues: kept.map { ($0.id, $0) }))
    }

    private static func expectSame(
        _ index: borrowing CallerIndex, _ model: [CustomerID: Summary]
    ) {
        let counts = (index.customerCount, index.numberCount)
        #expect(counts == (model.count, model.values.reduce(0) { $0 + $1.numbers.count }))
        var owners: [PhoneNumber: Set<CustomerID>] = [:]
        for summary in model.values {
            let indexed = index.record(of: summary.id)?.summary
            #expect(indexed == summary)
            for number in summary.numbers { owners[number.number, default: []].insert(summary.id) }
        }
        for digits in Made.numberRange {
            let number = PhoneNumber(digits: digits)!
            var found: Set<CustomerID> = []
            index.forEach(number) { found.insert($0.id) }
            #expect(found == owners[number] ?? [])
            let isShared = index.find(number)?.isShared ?? false
            #expect(isShared == (found.count > 1))
        }
    }
}

/// Customers made up by chance, with few numbers so that many are shared.
enum Made {
    static let numberRange: ClosedRange<UInt64> = 49_300...49_500

    static func summary(
        of customer: CustomerID, using random: inout SplitMix64
    ) -> Summary {
        let count = Int.random(in: 0...4, using: &random)
        let numbers = Set((0..<count).map { _ in UInt64.random(in: numberRange, using: &random) })
        let names = ["Müller \"& Sons\"", "Bo", "", String(repeating: "x", count: 100)]
        return Summary(
            id: customer, account: Account("A\(customer.value)")!,
            name: names.randomElement(using: &random)!,
            kind: CustomerKind.allCases.randomElement(using: &random)!,
            state: CustomerState.allCases.randomElement(using: &random)!,
            figures: Figures(
                value: OverallValue(Int.random(in: 0...5, using: &random)),
                complaints: Int.random(in: 0...9, using: &random),
                openComplaints: Int.random(in: 0...2, using: &random),
                referrals: Int.random(in: 0...70, using: &random),
                interruptions: Int.random(in: 0...3, using: &random),
                interruptedSince: Bool.random(using: &random)
                    ? Moment(secondsSince1970: 1_790_000_000) : nil),
            numbers: numbers.sorted().map {
                Summary.Number(
                    PhoneNumber(digits: $0)!, NumberRole.allCases.randomElement(using: &random)!)
            })
    }
}
