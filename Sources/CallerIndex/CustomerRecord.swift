public import Customers

/// One customer in the index: a packed record, read in place.
///
/// Valid until the index is changed; meant to be used at once and not kept.
///
/// Layout, little-endian, 8-byte aligned:
///
///     0  UInt32  customer id         16  UInt16  numbers
///     4  UInt32  interrupted since   18  UInt16  size in units of 8 bytes
///     8  UInt16  complaints          20  UInt8   value, 0 = not rated
///    10  UInt16  open complaints     21  UInt8   kind, state, generation
///    12  UInt16  referrals           22  UInt8   bytes of account
///    14  UInt16  interruptions       23  UInt8   bytes of name
///    24  UInt64 each: number (50 bits), role (bits 60-61), provisional (bit 62),
///        shared (bit 63)
///        then account, then name
@safe
public struct CustomerRecord {
    let memory: UnsafeMutableRawPointer

    static let headerBytes = 24
    static let numberMask: UInt64 = (1 << 50) - 1
    static let sharedBit: UInt64 = 1 << 63
    private static let provisionalBit: UInt64 = 1 << 62
    private static let roleShift: UInt64 = 60

    @inline(__always)
    init(_ memory: UnsafeMutableRawPointer) { unsafe self.memory = unsafe memory }

    @inline(__always)
    private func load<Field: BitwiseCopyable>(_ offset: Int, _: Field.Type) -> Field {
        unsafe memory.load(fromByteOffset: offset, as: Field.self)
    }

    public var id: CustomerID { CustomerID(load(0, UInt32.self)) }
    public var complaints: Int { Int(load(8, UInt16.self)) }
    public var openComplaints: Int { Int(load(10, UInt16.self)) }
    public var referrals: Int { Int(load(12, UInt16.self)) }
    public var interruptions: Int { Int(load(14, UInt16.self)) }
    public var kind: CustomerKind { CustomerKind(rawValue: load(21, UInt8.self) & 3)! }
    public var state: CustomerState { CustomerState(rawValue: load(21, UInt8.self) >> 2 & 3)! }
    /// 1 ... 5, or 0: not rated.
    public var valueGrade: Int { Int(load(20, UInt8.self)) }

    /// When the interruption under way began.
    public var interruptedSince: Moment? {
        let seconds = load(4, UInt32.self)
        return seconds == 0 ? nil : Moment(secondsSince1970: Int64(seconds))
    }

    /// ASCII.
    @inline(__always)
    public func withAccount(_ body: (Span<UInt8>) -> Void) {
        withText(at: textOffset, count: Int(load(22, UInt8.self)), body)
    }

    /// UTF-8 without control characters, at most `DisplayText.nameBytes` bytes.
    @inline(__always)
    public func withName(_ body: (Span<UInt8>) -> Void) {
        let offset = textOffset + Int(load(22, UInt8.self))
        withText(at: offset, count: Int(load(23, UInt8.self)), body)
    }

    /// The role of the number that was asked for.
    public func role(of number: PhoneNumber) -> NumberRole { holding(of: number).role }

    /// What the number that was asked for is to the customer.
    public func holding(of number: PhoneNumber) -> Summary.Number {
        let entry = entry(of: number) ?? number.digits
        return Self.unpacked(entry, number)
    }

    /// Every number of the customer.
    public func forEachNumber(_ body: (Summary.Number) -> Void) {
        for index in 0..<numberCount {
            let entry = entry(index)
            body(Self.unpacked(entry, PhoneNumber(digits: entry & Self.numberMask)!))
        }
    }

    /// The whole record as a value, for comparison with the database.
    public var summary: Summary {
        var account = ""
        var name = ""
        withAccount { account = Self.string($0) }
        withName { name = Self.string($0) }
        let figures = Figures(
            value: OverallValue(valueGrade), complaints: complaints,
            openComplaints: openComplaints, referrals: referrals, interruptions: interruptions,
            interruptedSince: interruptedSince)
        var numbers: [Summary.Number] = []
        forEachNumber { numbers.append($0) }
        return Summary(
            id: id, account: Account(account)!, name: name, kind: kind, state: state,
            figures: figures, numbers: numbers)
    }

    var numberCount: Int { Int(load(16, UInt16.self)) }
    var units: Int { Int(load(18, UInt16.self)) }
    var generation: UInt8 { load(21, UInt8.self) >> 4 }

    @inline(__always)
    func entry(_ index: Int) -> UInt64 { load(Self.headerBytes + 8 * index, UInt64.self) }

    @inline(__always)
    func holds(_ number: PhoneNumber) -> Bool { entry(of: number) != nil }

    @inline(__always)
    func entry(of number: PhoneNumber) -> UInt64? {
        for index in 0..<numberCount where entry(index) & Self.numberMask == number.digits {
            return entry(index)
        }
        return nil
    }

    func setShared(_ number: PhoneNumber, _ isShared: Bool) {
        for index in 0..<numberCount where entry(index) & Self.numberMask == number.digits {
            let entry = isShared ? entry(index) | Self.sharedBit : entry(index) & ~Self.sharedBit
            unsafe memory.storeBytes(
                of: entry, toByteOffset: Self.headerBytes + 8 * index, as: UInt64.self)
        }
    }

    private var textOffset: Int { Self.headerBytes + 8 * numberCount }

    @inline(__always)
    private func withText(at offset: Int, count: Int, _ body: (Span<UInt8>) -> Void) {
        let text = unsafe UnsafeRawBufferPointer(start: memory + offset, count: count)
        body(unsafe Span<UInt8>(_unsafeBytes: text))
    }

    private static func string(_ bytes: Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}

extension CustomerRecord {
    /// How many units a summary takes.
    static func units(for summary: Summary, nameBytes: Int) -> Int {
        let bytes =
            headerBytes + 8 * summary.numbers.count + summary.account.text.utf8.count + nameBytes
        return (bytes + RecordArena.unitBytes - 1) / RecordArena.unitBytes
    }

    /// Everything but the numbers and the size.
    func write(_ summary: Summary, generation: UInt8) {
        let figures = summary.figures
        let since = figures.interruptedSince?.secondsSince1970 ?? 0
        store(summary.id.value, 0)
        store(UInt32(clamping: since), 4)
        store(UInt16(clamping: figures.complaints), 8)
        store(UInt16(clamping: figures.openComplaints), 10)
        store(UInt16(clamping: figures.referrals), 12)
        store(UInt16(clamping: figures.interruptions), 14)
        store(figures.value?.grade ?? 0, 20)
        store(summary.kind.rawValue | summary.state.rawValue << 2 | generation << 4, 21)
        let name = DisplayText.clean(summary.name, byteLimit: DisplayText.nameBytes)
        store(UInt8(summary.account.text.utf8.count), 22)
        store(UInt8(name.utf8.count), 23)
        var offset = textOffset
        for byte in summary.account.text.utf8 {
            store(byte, offset)
            offset += 1
        }
        for byte in name.utf8 {
            store(byte, offset)
            offset += 1
        }
    }

    func writeNumbers(_ numbers: some Collection<Summary.Number>, units: Int) {
        store(UInt16(numbers.count), 16)
        store(UInt16(units), 18)
        for (index, number) in numbers.enumerated() {
            store(Self.packed(number), Self.headerBytes + 8 * index)
        }
    }

    /// Whether the record has exactly these numbers with these roles, in this order.
    func hasNumbers(_ numbers: some Collection<Summary.Number>) -> Bool {
        guard numberCount == numbers.count else { return false }
        return numbers.enumerated().allSatisfy { index, number in
            entry(index) & ~Self.sharedBit == Self.packed(number)
        }
    }

    private static func packed(_ number: Summary.Number) -> UInt64 {
        number.number.digits | UInt64(number.role.rawValue) << roleShift
            | (number.isProvisional ? provisionalBit : 0)
    }

    @inline(__always)
    private static func unpacked(_ entry: UInt64, _ number: PhoneNumber) -> Summary.Number {
        Summary.Number(
            number, NumberRole(rawValue: UInt8(entry >> roleShift & 3)) ?? .direct,
            isProvisional: entry & provisionalBit != 0)
    }

    func setGeneration(_ generation: UInt8) {
        store(load(21, UInt8.self) & 15 | generation << 4, 21)
    }

    private func store<Field: BitwiseCopyable>(_ value: Field, _ offset: Int) {
        unsafe memory.storeBytes(of: value, toByteOffset: offset, as: Field.self)
    }
}
