public import Customers

/// Filling a record; its memory must hold as many units as are asked for.
extension CustomerRecord {
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
    ///   - numbers: at most `numberLimit`.
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

    /// Becomes what `other` is, numbers that are shared included.
    public func copy(_ other: CustomerRecord) {
        unsafe memory.copyMemory(from: other.memory, byteCount: other.units * Self.unitBytes)
    }

    /// Becomes what `other` is, but keeps its own numbers and size.
    ///
    /// - Precondition: `hasNumbers(of: other)`, and the text fits.
    public func copyAllButNumbers(_ other: CustomerRecord) {
        let units = UInt16(units)
        unsafe memory.copyMemory(from: other.memory, byteCount: Self.headerBytes)
        store(units, 18)
        let offset = textOffset
        unsafe (memory + offset).copyMemory(
            from: other.memory + offset,
            byteCount: Int(load(22, UInt8.self)) + Int(load(23, UInt8.self)))
    }

    /// Whether it has exactly these numbers with these roles, in this order.
    public func hasNumbers(of other: CustomerRecord) -> Bool {
        guard numberCount == other.numberCount else { return false }
        for index in 0..<numberCount
        where (entry(index) ^ other.entry(index)) & ~Self.sharedBit != 0 {
            return false
        }
        return true
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
