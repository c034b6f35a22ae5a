import CallerIndex
import Customers

/// Lookups that were read but not answered yet.
struct LookupBatch {
    private(set) var numbers = InlineArray<32, PhoneNumber>(
        repeating: PhoneNumber(digits: 100)!)
    private(set) var count = 0

    var isFull: Bool { count == CallerIndex.batchLimit }

    mutating func append(_ number: PhoneNumber) {
        numbers[count] = number
        count += 1
    }

    mutating func removeAll() { count = 0 }
}
