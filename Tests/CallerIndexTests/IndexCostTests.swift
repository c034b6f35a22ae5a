import CAllocationCount
import CallerIndex
import Customers
import Testing

@Suite(.serialized) struct IndexCostTests {
    /// As many customers as make the tables' rounding small.
    private static let customerCount: UInt32 = 100_000

    private static func filled() -> CallerIndex {
        var index = CallerIndex()
        index.reserve(customers: Int(customerCount), numbers: Int(customerCount) * 13 / 10)
        for id in 1...customerCount {
            let base = 441_000_000_000 + UInt64(id) * 3
            var numbers = [Summary.Number(PhoneNumber(digits: base)!, .direct)]
            if id % 10 < 3 {
                numbers.append(Summary.Number(PhoneNumber(digits: base + 1)!, .direct))
            }
            index.apply(
                Summary(
                    id: CustomerID(id), account: Account("A\(id)")!, name: "Margaret Robinson",
                    kind: .person, state: .active, figures: Figures(complaints: 1),
                    numbers: numbers))
        }
        return index
    }

    @Test func lookupsDoNotAllocate() {
        let index = Self.filled()
        func allocations(_ rounds: Int) -> Int {
            let before = allocation_count()
            var found = 0
            for round in 0..<rounds {
                let digits = 441_000_000_000 + UInt64(round % 300_000)
                if index.find(PhoneNumber(digits: digits)!) != nil { found += 1 }
            }
            #expect(found > 0)
            return allocation_count() - before
        }
        _ = allocations(100)
        #expect(allocations(1000) == allocations(100_000))
    }

    /// Redis takes 275 bytes for the same; half of that is the budget.
    @Test func aCustomerTakesLessThanHalfOfWhatRedisTakes() {
        let index = Self.filled()
        let perCustomer = index.byteCount / index.customerCount
        #expect(perCustomer <= 137, "\(perCustomer) bytes")
    }
}
