import CallerIndex
import CustomerRecords
import Customers
import SeededRandom
import Testing

/// An index that was plain memory for a while is the index that it was.
@Suite struct IndexImageTests {
    /// Re-run one failure with `arguments: [seed]`.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func whatIsFilledFromAnImageGoesOnLikeTheOther(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = CallerIndex(suffixDigits: seed.isMultiple(of: 2) ? 0 : 7)
        Self.change(&index, 400, using: &random)
        guard var again = Self.again(index, suffixDigits: seed.isMultiple(of: 2) ? 0 : 7) else {
            Issue.record("no image")
            return
        }
        Self.expectSame(index, again)
        var twin = random
        Self.change(&index, 400, using: &random)
        Self.change(&again, 400, using: &twin)
        Self.expectSame(index, again)
    }

    @Test func anImageOfOtherSettingsIsRefused() {
        let index = CallerIndex(suffixDigits: 7)
        let isMade = Self.again(index, suffixDigits: 8) != nil
        #expect(!isMade)
    }

    @Test func noNumbersMakeAnIndexOfNonsense() {
        let index = CallerIndex()
        let words = index.image()!.words
        for position in words.indices where !(2..<19).contains(position) {
            var broken = words
            broken[position] = .max
            let made = unsafe CallerIndex(words: broken, suffixDigits: 0) { _ in }
            let isMade = made != nil
            #expect(!isMade, "word \(position)")
        }
    }

    /// Whoever forges a file can make its checksums fit, too: what is no index is refused, and what
    /// may be one ends nothing.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func forgedBytesAreRefusedOrHarmless(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = CallerIndex()
        Self.change(&index, 300, using: &random)
        let image = index.image()!
        let memory = unsafe image.regions.map { unsafe Array($0) }
        var refused = 0
        for _ in 0..<60 {
            var forged = memory
            let region = forged.indices.filter { !forged[$0].isEmpty }
                .randomElement(using: &random)!
            // Where something stands.
            let places = forged[region].indices.filter { forged[region][$0] != 0 }
            guard let place = places.randomElement(using: &random) else { continue }
            forged[region][place] = UInt8.random(in: 0...255, using: &random)
            let made = unsafe CallerIndex(words: image.words, suffixDigits: 0) {
                [forged] regions in
                for place in unsafe regions.indices {
                    unsafe regions[place].copyBytes(from: forged[place])
                }
            }
            guard var made else {
                refused += 1
                continue
            }
            for digits in Made.numberRange { _ = made.find(PhoneNumber(digits: digits)!)?.isShared }
            for id in 1...UInt32(200) { _ = made.record(of: CustomerID(id))?.summary }
            Self.change(&made, 300, using: &random)
        }
        #expect(refused > 0)
    }

    private static func change(
        _ index: inout CallerIndex, _ count: Int, using random: inout SplitMix64
    ) {
        for _ in 0..<count {
            let customer = CustomerID(UInt32.random(in: 1...200, using: &random))
            if Int.random(in: 0..<4, using: &random) == 0 {
                index.remove(customer)
            } else {
                index.apply(Made.summary(of: customer, using: &random))
            }
        }
    }

    /// The same index from a copy of its memory.
    private static func again(
        _ index: borrowing CallerIndex, suffixDigits: Int
    ) -> CallerIndex? {
        guard let image = index.image() else { return nil }
        let memory = unsafe image.regions.map { unsafe Array($0) }
        return unsafe CallerIndex(words: image.words, suffixDigits: suffixDigits) { regions in
            for index in unsafe regions.indices {
                unsafe regions[index].copyBytes(from: memory[index])
            }
        }
    }

    private static func expectSame(
        _ one: borrowing CallerIndex, _ other: borrowing CallerIndex
    ) {
        let counts = (one.customerCount, one.numberCount, one.blockLengths)
        #expect(counts == (other.customerCount, other.numberCount, other.blockLengths))
        for id in 1...UInt32(200) {
            let expected = one.record(of: CustomerID(id))?.summary
            #expect(other.record(of: CustomerID(id))?.summary == expected)
        }
        for digits in Made.numberRange {
            let number = PhoneNumber(digits: digits)!
            let expected = one.find(number).map { ($0.record.id, $0.isShared) }
            let found = other.find(number).map { ($0.record.id, $0.isShared) }
            #expect(found?.0 == expected?.0)
            #expect(found?.1 == expected?.1)
        }
    }
}
