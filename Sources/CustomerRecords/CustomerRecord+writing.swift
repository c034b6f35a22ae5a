public import Customers

/// Filling a record; its memory must hold as many units as are asked for.
extension CustomerRecord {
    /// How many of the first and of the last numbers of a record stay when it is replaced.
    public struct KeptNumbers {
        public fileprivate(set) var first = 0
        public fileprivate(set) var last = 0

        public init() {}

        /// Those between, of a record of so many.
        public func others(of count: Int) -> Range<Int> { first..<(count - last) }
    }

    /// What has a fixed size in a record.
    public struct Facts {
        public var id: CustomerID
        public var kind: CustomerKind
        public var state: CustomerState
        public var figures: Figures

        public init(
            id: CustomerID, kind: CustomerKind, state: CustomerState, figures: Figures
        ) {
            self.id = id
            self.kind = kind
            self.state = state
            self.figures = figures
        }
    }

    /// How many units a record takes.
    static func units(numbers: Int, textBytes: Int) -> Int {
        (headerBytes + 8 * numbers + textBytes + unitBytes - 1) / unitBytes
    }

    /// - Parameters:
    ///   - numbers: at most `numberLimit`; ascending where they are more than `scannedNumbers`.
    ///   - account: at most `Account.byteLimit` bytes.
    ///   - name: clean, at most `DisplayText.nameBytes` bytes.
    func write(
        _ facts: Facts, _ numbers: Span<Summary.Number>,
        account: Span<UInt8>, name: Span<UInt8>
    ) {
        let units = Self.units(numbers: numbers.count, textBytes: account.count + name.count)
        let figures = facts.figures
        store(facts.id.value, 0)
        store(UInt32(clamping: figures.interruptedSince?.secondsSince1970 ?? 0), 4)
        store(UInt16(clamping: figures.complaints), 8)
        store(UInt16(clamping: figures.openComplaints), 10)
        store(UInt16(clamping: figures.referrals), 12)
        store(UInt16(clamping: figures.interruptions), 14)
        store(UInt16(numbers.count), 16)
        store(UInt16(units), 18)
        store(figures.value?.grade ?? 0, 20)
        store(facts.kind.rawValue | facts.state.rawValue << 2, 21)
        store(UInt8(account.count), 22)
        store(UInt8(name.count), 23)
        var offset = Self.headerBytes
        for index in numbers.indices {
            store(Self.packed(numbers[index]), offset)
            offset += 8
        }
        write(account, at: offset)
        write(name, at: offset + account.count)
    }

    private func write(_ text: Span<UInt8>, at offset: Int) {
        unsafe text.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe (memory + offset).copyMemory(from: start, byteCount: bytes.count)
        }
    }

    /// Units to be taken for a record of so many: some more for a large one, so that one number
    /// more finds room where it is, and so that there are few sizes.
    public static func roomyUnits(_ units: Int) -> Int {
        guard units > 64 else { return units }
        let step = 1 << (Int.bitWidth - 1 - units.leadingZeroBitCount - 3)
        return (units + step - 1) / step * step
    }

    /// Becomes what `other` is in memory that holds so many units. Of the numbers that `old` has,
    /// too, it knows whether they are shared; the others are not.
    ///
    /// - Parameters:
    ///   - old: may be the record itself.
    ///   - kept: which numbers both have, as `numbersKept(of:)` says.
    public func copy(
        _ other: CustomerRecord, units: Int, keeping kept: KeptNumbers = KeptNumbers(),
        of old: CustomerRecord? = nil
    ) {
        let count = other.numberCount
        if let old { moveShared(of: old, kept, count) }
        unsafe memory.copyMemory(from: other.memory, byteCount: Self.headerBytes)
        store(UInt16(units), 18)
        for index in 0..<count {
            let isKept = index < kept.first || index >= count - kept.last
            let shared = isKept ? entry(index) & Self.sharedBit : 0
            store(other.entry(index) | shared, Self.headerBytes + 8 * index)
        }
        let offset = textOffset
        unsafe (memory + offset).copyMemory(
            from: other.memory + offset,
            byteCount: Int(load(22, UInt8.self)) + Int(load(23, UInt8.self)))
    }

    /// Puts the entries of kept numbers where they stand among `count`.
    private func moveShared(of old: CustomerRecord, _ kept: KeptNumbers, _ count: Int) {
        let start = Self.headerBytes
        let from = start + 8 * (old.numberCount - kept.last)
        // The last ones first: in the record itself the first ones stay where they are.
        unsafe (memory + start + 8 * (count - kept.last)).copyMemory(
            from: old.memory + from, byteCount: 8 * kept.last)
        guard unsafe old.memory != memory else { return }
        unsafe (memory + start).copyMemory(from: old.memory + start, byteCount: 8 * kept.first)
    }

    /// The numbers that stay, with their roles, where it becomes what `other` is.
    public func numbersKept(of other: CustomerRecord) -> KeptNumbers {
        let most = min(numberCount, other.numberCount)
        func isSame(_ index: Int, _ otherIndex: Int) -> Bool {
            (entry(index) ^ other.entry(otherIndex)) & ~Self.sharedBit == 0
        }
        var kept = KeptNumbers()
        while kept.first < most, isSame(kept.first, kept.first) { kept.first += 1 }
        while kept.first + kept.last < most,
            isSame(numberCount - 1 - kept.last, other.numberCount - 1 - kept.last)
        {
            kept.last += 1
        }
        return kept
    }

    /// Notes which reading told it.
    ///
    /// - Parameter generation: `0 ... 15`.
    public func setGeneration(_ generation: UInt8) {
        store(load(21, UInt8.self) & 15 | generation << 4, 21)
    }

    private static func packed(_ number: Summary.Number) -> UInt64 {
        number.number.digits | UInt64(number.role.rawValue) << roleShift
            | (number.isProvisional ? provisionalBit : 0)
    }

    @inlinable @inline(__always)
    static func unpacked(_ entry: UInt64, _ number: PhoneNumber) -> Summary.Number {
        Summary.Number(
            number, NumberRole(rawValue: UInt8(entry >> roleShift & 3)) ?? .direct,
            isProvisional: entry & provisionalBit != 0)
    }

    private func store<Field: BitwiseCopyable>(_ value: Field, _ offset: Int) {
        unsafe memory.storeBytes(of: value, toByteOffset: offset, as: Field.self)
    }
}
