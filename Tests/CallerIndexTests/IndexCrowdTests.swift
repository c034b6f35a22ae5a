import CustomerRecords
import Customers
import SeededRandom
import Testing

@testable import CallerIndex

/// Very many customers of one number, and customers with very many numbers.
@Suite struct IndexCrowdTests {
    private static let crowd = PhoneNumber(digits: 441_632_999_999)!

    private static func number(_ place: Int) -> PhoneNumber {
        PhoneNumber(digits: 441_630_000_000 + UInt64(place))!
    }

    private static func summary(_ id: UInt32, _ numbers: [PhoneNumber]) -> Summary {
        Summary(
            id: CustomerID(id), account: Account("A\(id)")!, name: "Sharer", kind: .person,
            state: .active, figures: Figures(),
            numbers: numbers.map { Summary.Number($0, .direct) })
    }

    private static func crowded() -> CallerIndex {
        var index = CallerIndex()
        for id in 1...UInt32(9000) { index.apply(summary(id, [crowd, number(Int(id))])) }
        return index
    }

    /// A row of 9,000 slots would be passed by every number that happens to fall there.
    @Test func aCrowdTakesFewSlots() {
        let index = Self.crowded()
        let counts = (index.numberCount, index.byNumber.slottedCount)
        #expect(counts == (18_000, 9000 + HashCrowds.slotLimit))
        var seen: Set<CustomerID> = []
        index.forEach(Self.crowd) { seen.insert($0.id) }
        let (isShared, isCrowded) = (index.find(Self.crowd)?.isShared, index.isCrowded(Self.crowd))
        #expect(seen.count == 9000 && isShared == true && isCrowded)
        let hasOthers = index.isCrowded(Self.number(1))
        #expect(!hasOthers)
    }

    @Test func aCrowdCanGoAgain() {
        var index = Self.crowded()
        for id in 1...UInt32(8999) { index.remove(CustomerID(id)) }
        let last = (index.find(Self.crowd)?.record.id, index.find(Self.crowd)?.isShared)
        let counts = (index.numberCount, index.byNumber.slottedCount)
        #expect(last == (CustomerID(9000), false))
        #expect(counts == (2, 2))
    }

    /// Small crowds and large customers that come, change and go.
    @Test(arguments: 0..<10 as Range<UInt64>)
    func randomCrowdsAreAsAModelHasThem(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = CallerIndex(suffixDigits: seed.isMultiple(of: 2) ? 0 : 7)
        var model: [UInt32: [PhoneNumber]] = [:]
        for _ in 0..<2000 {
            let id = UInt32.random(in: 1...120, using: &random)
            var numbers = Set(model[id] ?? [])
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                numbers.insert(Self.number(Int.random(in: 0..<6, using: &random)))
            }
            for place in 0..<(id < 4 ? Int.random(in: 0...40, using: &random) : 0) {
                numbers.insert(Self.number(100 + Int(id) * 1000 + place * 7))
            }
            if let one = numbers.randomElement(using: &random) { numbers.remove(one) }
            if Int.random(in: 0..<30, using: &random) == 0 { numbers = [] }
            let sorted = numbers.sorted { $0.digits < $1.digits }
            index.apply(Self.summary(id, sorted))
            model[id] = sorted
        }
        for (id, numbers) in model {
            let kept = index.record(of: CustomerID(id))?.summary.numbers.map(\.number)
            #expect(kept == numbers)
            for place in numbers.indices {
                let isReachable = index.isReachable(CustomerID(id), byNumberAt: place)
                #expect(isReachable)
            }
        }
        for number in Set(model.values.joined()) {
            var holders: Set<CustomerID> = []
            index.forEach(number) { holders.insert($0.id) }
            #expect(
                holders == Set(model.filter { $0.value.contains(number) }.keys.map(CustomerID.init))
            )
            let isShared = index.find(number)?.isShared
            #expect(isShared == (holders.count > 1))
        }
    }

    /// One number more of a customer with thousands costs one number: the record stays where it is,
    /// and where it must move it leaves no memory that nobody can use.
    @Test func aCustomerThatGrowsByOneNumberTakesLittleMore() {
        var index = CallerIndex()
        let numbers = (0..<5000).map { Self.number($0) }
        for count in 1...5000 { index.apply(Self.summary(1, Array(numbers[..<count]))) }
        let found = index.find(Self.number(4321))?.record.id
        #expect(found == CustomerID(1))
        #expect(index.byteCount < 3 << 20, "\(index.byteCount) bytes")
    }

    @Test func aNumberOfManyIsFoundByHalving() {
        var index = CallerIndex()
        index.apply(Self.summary(1, (0..<10_000).map { Self.number(9999 - $0) }))
        for place in [0, 1, 4999, 9998, 9999] {
            let found = index.find(Self.number(place))?.record.holding(of: Self.number(place))
            #expect(found?.number == Self.number(place))
        }
        let isHeld = index.holds(Self.number(10_000))
        #expect(!isHeld)
    }

    @Test func anImageHasItsCrowds() {
        let index = Self.crowded()
        let image = index.image()!
        let memory = unsafe image.regions.map { unsafe Array($0) }
        let made = unsafe CallerIndex(words: image.words, suffixDigits: 0) { regions in
            for place in unsafe regions.indices {
                unsafe regions[place].copyBytes(from: memory[place])
            }
        }
        guard let again = made else {
            Issue.record("no index")
            return
        }
        var seen = 0
        again.forEach(Self.crowd) { _ in seen += 1 }
        #expect(seen == 9000)
    }
}
