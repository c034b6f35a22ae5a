public import CustomerRecords
public import Customers

/// Finds the summary for a number in memory.
///
/// Two open-addressing tables, by number and by customer, name packed records. A lookup
/// allocates nothing and usually touches two cache lines: a slot and a record.
public struct CallerIndex: ~Copyable {
    /// Numbers looked up together, so that their cache misses overlap.
    public static let batchLimit = 32

    var byNumber: SlotTable
    var byCustomer: SlotTable
    /// By the last digits of each number; empty unless asked for.
    var bySuffix: SlotTable
    /// What the last digits are the remainder of; 0 where nobody looks for them.
    let suffixModulus: UInt64
    var records = RecordArena()
    var generation: UInt8 = 0

    /// Which figures are known at all.
    public var sources: LoadedSources = .all
    /// Numbers with the role `block`, by their count of digits.
    var blockCounts = InlineArray<16, Int>(repeating: 0)
    /// Bit n is set where a block has n digits: others need not be looked for.
    public internal(set) var blockLengths: UInt16 = 0

    /// - Parameter suffixDigits: how many last digits `forEach(suffix:)` looks for; 0 for none,
    ///   which costs nothing.
    public init(suffixDigits: Int = 0) {
        byNumber = SlotTable(capacity: 0)
        byCustomer = SlotTable(capacity: 0)
        bySuffix = SlotTable(capacity: 0)
        suffixModulus =
            suffixDigits == 0 ? 0 : (0..<suffixDigits).reduce(1) { power, _ in power * 10 }
    }

    public var customerCount: Int { byCustomer.count }
    /// Pairs of number and customer.
    public var numberCount: Int { byNumber.count }
    /// Bytes taken from the system.
    public var byteCount: Int {
        byNumber.byteCount + byCustomer.byteCount + bySuffix.byteCount + records.byteCount
    }

    /// Makes room ahead, so that a warm-up never grows a table.
    public mutating func reserve(customers: Int, numbers: Int) {
        byCustomer.reserve(customers)
        byNumber.reserve(numbers)
        if suffixModulus > 0 { bySuffix.reserve(numbers) }
    }

    // Lookup.

    /// The customer with this number; the first found where several share it.
    @inline(__always)
    public func find(_ number: PhoneNumber) -> Match? {
        let reference = byNumber.first(Self.hash(number)) { reference in
            record(reference).holds(number)
        }
        guard let reference else { return nil }
        return match(number, record(reference))
    }

    /// Looks several numbers up; their cache misses overlap.
    ///
    /// - Parameter numbers: at most `batchLimit`.
    /// - Returns: where each was found, in their order, for `match(_:at:)`.
    @inline(__always)
    public func places(of numbers: Span<PhoneNumber>) -> InlineArray<32, UInt32> {
        // Each pass asks for what the next one reads, so that no miss is waited for alone.
        for index in numbers.indices { byNumber.prefetch(Self.hash(numbers[index])) }
        for index in numbers.indices {
            records.prefetch(byNumber.home(Self.hash(numbers[index])).reference)
        }
        var places = InlineArray<32, UInt32>(repeating: 0)
        for index in numbers.indices {
            let number = numbers[index]
            places[index] = byNumber.first(Self.hash(number)) { record($0).holds(number) } ?? 0
        }
        return places
    }

    /// The customer with this number, where `places(of:)` has found it; `nil` where it has not.
    ///
    /// - Precondition: nothing has been changed since.
    @inline(__always)
    public func match(_ number: PhoneNumber, at place: UInt32) -> Match? {
        place == 0 ? nil : match(number, record(place))
    }

    /// Whether anybody has this number.
    @inline(__always)
    public func holds(_ number: PhoneNumber) -> Bool {
        byNumber.first(Self.hash(number)) { record($0).holds(number) } != nil
    }

    /// Every customer with this number.
    public func forEach(_ number: PhoneNumber, _ body: (CustomerRecord) -> Void) {
        byNumber.forEach(Self.hash(number)) { reference in
            let record = record(reference)
            if record.holds(number) { body(record) }
        }
    }

    /// Whether so many customers may have this number that looking at them all takes long.
    public func isCrowded(_ number: PhoneNumber) -> Bool {
        byNumber.isCrowded(Self.hash(number))
    }

    /// Some of the customers with this number.
    public func holders(of number: PhoneNumber, upTo limit: Int) -> [CustomerID] {
        var holders: [CustomerID] = []
        _ = byNumber.first(Self.hash(number)) { reference in
            let record = record(reference)
            if record.holds(number) { holders.append(record.id) }
            return holders.count == limit
        }
        return holders
    }

    /// Whether a number of a customer leads to it, and says rightly whether others have it, too.
    ///
    /// - Parameter index: which of its numbers; one that it does not have leads nowhere.
    public func isReachable(_ customer: CustomerID, byNumberAt index: Int) -> Bool {
        guard let reference = reference(of: customer) else { return false }
        let own = record(reference)
        guard index < own.numberCount else { return false }
        let number = own.number(index)
        let hash = Self.hash(number)
        let other = byNumber.first(hash) { $0 != reference && record($0).holds(number) }
        return byNumber.holds(hash, reference)
            && own.holding(at: index).isShared == (other != nil)
    }

    /// Every customer with a number that ends in `suffix`, once for each such number.
    ///
    /// - Parameter suffix: the last digits as an integer, as many as were settled at the start.
    public func forEach(
        suffix: UInt64, _ body: (CustomerRecord, Summary.Number) -> Void
    ) {
        guard suffixModulus > 0 else { return }
        var seen: Set<UInt32> = []
        bySuffix.forEach(Self.hash(suffix)) { reference in
            guard seen.insert(reference).inserted else { return }
            let record = record(reference)
            record.forEachNumber { number in
                if self.suffix(of: number.number) == suffix { body(record, number) }
            }
        }
    }

    /// - Returns: `nil` when the number has no digit before its last ones.
    private func suffix(of number: PhoneNumber) -> UInt64? {
        number.digits >= suffixModulus ? number.digits % suffixModulus : nil
    }

    /// What is known of one customer.
    public func record(of customer: CustomerID) -> CustomerRecord? {
        reference(of: customer).map { record($0) }
    }

    private func match(_ number: PhoneNumber, _ record: CustomerRecord) -> Match {
        Match(record: record, isShared: record.isShared(number))
    }

    // Changes.

    /// Adds customers or replaces what is known of them.
    ///
    /// - Returns: `false` when the index is full; the old records of those who found no room are
    ///   gone.
    @discardableResult
    public mutating func apply(_ batch: SummaryBatch) -> Bool {
        // Their cache misses overlap.
        batch.forEach { record in
            byCustomer.prefetch(Self.hash(record.id))
            for index in 0..<min(record.numberCount, Self.batchLimit) {
                byNumber.prefetch(Self.hash(record.number(index)))
            }
        }
        batch.forEach { records.prefetch(byCustomer.home(Self.hash($0.id)).reference) }
        var isApplied = true
        batch.forEach { if !apply($0) { isApplied = false } }
        return isApplied
    }

    /// Adds a customer or replaces what is known of it.
    @discardableResult
    public mutating func apply(_ summary: Summary) -> Bool {
        apply(SummaryBatch(CollectionOfOne(summary)))
    }

    /// Of one that is known only those numbers are touched that come or go.
    private mutating func apply(_ new: CustomerRecord) -> Bool {
        guard let reference = reference(of: new.id) else { return add(new) }
        let old = record(reference)
        let kept = old.numbersKept(of: new)
        var (place, units) = (reference, old.units)
        if units < new.units {
            units = CustomerRecord.roomyUnits(new.units)
            guard let larger = records.allocate(units: units) else {
                remove(new.id)
                return false
            }
            place = larger
        }
        for index in kept.others(of: old.numberCount) {
            remove(old.holding(at: index), reference)
        }
        if place != reference { rename(old, kept, from: reference, to: place) }
        let record = record(place)
        record.copy(new, units: units, keeping: kept, of: old)
        record.setGeneration(generation)
        if place != reference { records.release(reference, units: old.units) }
        for index in kept.others(of: new.numberCount) {
            insert(record.holding(at: index).number, place)
        }
        return true
    }

    private mutating func add(_ new: CustomerRecord) -> Bool {
        let units = CustomerRecord.roomyUnits(new.units)
        guard let reference = records.allocate(units: units) else { return false }
        let record = record(reference)
        record.copy(new, units: units)
        record.setGeneration(generation)
        byCustomer.insert(Self.hash(new.id), reference)
        record.forEachNumber { insert($0, reference) }
        return true
    }

    /// The record gets another place: what stays of it is found there.
    private mutating func rename(
        _ record: CustomerRecord, _ kept: CustomerRecord.KeptNumbers, from reference: UInt32,
        to place: UInt32
    ) {
        byCustomer.replace(Self.hash(record.id), reference, with: place)
        let others = kept.others(of: record.numberCount)
        for index in 0..<record.numberCount where !others.contains(index) {
            let number = record.number(index)
            byNumber.replace(Self.hash(number), reference, with: place)
            if suffixModulus > 0, let suffix = suffix(of: number) {
                bySuffix.replace(Self.hash(suffix), reference, with: place)
            }
        }
    }

    /// Forgets a customer; harmless when it is not there.
    public mutating func remove(_ customer: CustomerID) {
        guard let reference = reference(of: customer) else { return }
        let record = record(reference)
        for index in 0..<record.numberCount { remove(record.holding(at: index), reference) }
        byCustomer.remove(Self.hash(customer), reference)
        records.release(reference, units: record.units)
    }

    /// Puts a customer there anew, whatever stood there: what leads to its record by these numbers
    /// though the record does not name them, as in a forged file, goes, too.
    public mutating func renew(_ summary: Summary) {
        if let reference = reference(of: summary.id) {
            remove(summary.id)
            for number in summary.numbers { removeTraces(of: number.number, reference) }
        }
        apply(summary)
    }

    private mutating func removeTraces(of number: PhoneNumber, _ reference: UInt32) {
        let hash = Self.hash(number)
        while byNumber.holds(hash, reference) { byNumber.remove(hash, reference) }
        guard suffixModulus > 0, let suffix = suffix(of: number) else { return }
        let suffixHash = Self.hash(suffix)
        while bySuffix.holds(suffixHash, reference) { bySuffix.remove(suffixHash, reference) }
    }

    /// Begins a reload: customers that `apply` does not name from here on are stale.
    public mutating func beginGeneration() { generation = (generation + 1) & 15 }

    /// The customer is not stale, though nothing about it has changed.
    public func confirm(_ customer: CustomerID) {
        if let record = record(of: customer) { record.setGeneration(generation) }
    }

    /// The stale customers among the slots of one slice, and where the next slice begins.
    public func staleCustomers(from start: Int, slots: Int) -> (stale: [CustomerID], next: Int?) {
        var stale: [CustomerID] = []
        let next = byCustomer.walk(from: start, length: slots) { reference in
            let record = record(reference)
            if record.generation != generation { stale.append(record.id) }
        }
        return (stale, next)
    }

    private mutating func insert(_ number: Summary.Number, _ reference: UInt32) {
        let hash = Self.hash(number.number)
        let other = byNumber.first(hash) { record($0).holds(number.number) }
        if let other {
            record(other).setShared(number.number, true)
            record(reference).setShared(number.number, true)
        }
        if number.role == .block { countBlock(number.number, 1) }
        byNumber.insert(hash, reference)
        if suffixModulus > 0, let suffix = suffix(of: number.number) {
            bySuffix.insert(Self.hash(suffix), reference)
        }
    }

    private mutating func remove(
        _ holding: (number: Summary.Number, isShared: Bool), _ reference: UInt32
    ) {
        let number = holding.number.number
        if holding.number.role == .block { countBlock(number, -1) }
        byNumber.remove(Self.hash(number), reference)
        if suffixModulus > 0, let suffix = suffix(of: number) {
            bySuffix.remove(Self.hash(suffix), reference)
        }
        if holding.isShared, let last = onlyHolder(of: number) { last.setShared(number, false) }
    }

    /// The one customer who has this number; `nil` where there are more, which is soon known.
    private func onlyHolder(of number: PhoneNumber) -> CustomerRecord? {
        var holder: CustomerRecord?
        let second = byNumber.first(Self.hash(number)) { reference in
            let record = record(reference)
            guard record.holds(number) else { return false }
            if holder != nil { return true }
            holder = record
            return false
        }
        return second == nil ? holder : nil
    }

    private mutating func countBlock(_ number: PhoneNumber, _ change: Int) {
        let length = number.digitCount
        blockCounts[length] += change
        let bit: UInt16 = 1 << UInt16(length)
        blockLengths = blockCounts[length] > 0 ? blockLengths | bit : blockLengths & ~bit
    }

    private func reference(of customer: CustomerID) -> UInt32? {
        byCustomer.first(Self.hash(customer)) { record($0).id == customer }
    }

    @inline(__always)
    func record(_ reference: UInt32) -> CustomerRecord {
        unsafe CustomerRecord(records.pointer(reference))
    }

    /// - Source: Knuth, TAOCP 3, 6.4: multiplicative ("Fibonacci") hashing, the high bits.
    @inline(__always)
    private static func hash(_ number: PhoneNumber) -> UInt32 { hash(number.digits) }

    @inline(__always)
    private static func hash(_ digits: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (digits &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }

    @inline(__always)
    static func hash(_ customer: CustomerID) -> UInt32 {
        customer.value &* 0x9E37_79B9
    }
}

/// What a lookup found.
public struct Match {
    public let record: CustomerRecord
    /// Whether other customers have the number too; then nobody may be picked.
    public let isShared: Bool
}
