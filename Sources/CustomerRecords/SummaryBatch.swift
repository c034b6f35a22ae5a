public import Customers

/// Summaries of several customers in one piece of memory, as they go from the store to the index.
public struct SummaryBatch: Sendable {
    private var words: [UInt64] = []
    /// Customers.
    public private(set) var count = 0

    public init() {}

    /// Packs `summaries`, in their order.
    public init(_ summaries: some Sequence<Summary>) {
        for summary in summaries { append(summary) }
    }

    public var isEmpty: Bool { count == 0 }

    /// Adds a customer: its name is cleaned, and cut as its numbers are.
    public mutating func append(_ summary: Summary) {
        let facts = CustomerRecord.Facts(
            id: summary.id, kind: summary.kind, state: summary.state, figures: summary.figures)
        let name = DisplayText.clean(summary.name, byteLimit: DisplayText.nameBytes)
        var numbers = summary.numbers
        if numbers.count > CustomerRecord.scannedNumbers {
            numbers.sort { $0.number.digits < $1.number.digits }
        }
        append(
            facts, numbers.span, account: Array(summary.account.text.utf8).span,
            name: Array(name.utf8).span)
    }

    /// Adds a customer.
    ///
    /// - Parameters:
    ///   - numbers: those behind `CustomerRecord.numberLimit` are left out; ascending.
    ///   - account: the bytes of an `Account`.
    ///   - name: as `DisplayText` makes it; at most `DisplayText.nameBytes` bytes.
    public mutating func append(
        _ facts: CustomerRecord.Facts, _ numbers: Span<Summary.Number>, account: Span<UInt8>,
        name: Span<UInt8>
    ) {
        let numbers = numbers.extracting(first: CustomerRecord.numberLimit)
        let units = CustomerRecord.units(
            numbers: numbers.count, textBytes: account.count + name.count)
        let start = words.count
        words.append(contentsOf: repeatElement(0, count: units))
        unsafe words.withUnsafeMutableBytes { memory in
            guard let base = memory.baseAddress else { return }
            unsafe CustomerRecord(base + start * CustomerRecord.unitBytes)
                .write(facts, numbers, account: account, name: name)
        }
        count += 1
    }

    /// Forgets all customers and keeps the memory.
    public mutating func removeAll() {
        words.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Shows each record, which is valid during the call.
    public func forEach(_ body: (CustomerRecord) -> Void) {
        unsafe words.withUnsafeBytes { memory in
            guard let base = memory.baseAddress else { return }
            var offset = 0
            while offset < memory.count {
                let record = unsafe CustomerRecord(UnsafeMutableRawPointer(mutating: base + offset))
                body(record)
                offset += record.units * CustomerRecord.unitBytes
            }
        }
    }

    /// All of them, unpacked.
    public var summaries: [Summary] {
        var summaries: [Summary] = []
        summaries.reserveCapacity(count)
        forEach { summaries.append($0.summary) }
        return summaries
    }
}
