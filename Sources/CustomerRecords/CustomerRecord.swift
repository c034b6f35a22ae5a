public import Customers
private import Glibc

/// One customer's summary in a few bytes, read in place: as the store hands it on, as the index
/// keeps it, and as the snapshot on the disk has it.
///
/// Valid until its owner is changed; meant to be used at once and not kept.
///
/// Layout, in the byte order of the machine, 8-byte aligned:
///
///     0  UInt32  customer id         16  UInt16  numbers
///     4  UInt32  interrupted since   18  UInt16  size in units of 8 bytes
///     8  UInt16  complaints          20  UInt8   value, 0 = not rated
///    10  UInt16  open complaints     21  UInt8   kind, state, generation
///    12  UInt16  referrals           22  UInt8   bytes of account
///    14  UInt16  interruptions       23  UInt8   bytes of name
///    24  UInt64 each: number (50 bits), role (bits 60-61), provisional (bit 62),
///        shared (bit 63); ascending where they are more than `scannedNumbers`
///        then account, then name
@safe
public struct CustomerRecord {
    /// What sizes are counted in.
    public static let unitBytes = 8
    /// Numbers of one customer that a record holds.
    public static let numberLimit = 10_000

    /// Numbers that are looked at one by one; more of them are ascending.
    @usableFromInline static let scannedNumbers = 16

    @usableFromInline let memory: UnsafeMutableRawPointer

    @usableFromInline static let headerBytes = 24
    @usableFromInline static let numberMask: UInt64 = (1 << 50) - 1
    @usableFromInline static let sharedBit: UInt64 = 1 << 63
    @usableFromInline static let provisionalBit: UInt64 = 1 << 62
    @usableFromInline static let roleShift: UInt64 = 60

    /// - Parameter memory: where a record begins; aligned to a unit.
    @inlinable @inline(__always)
    public init(_ memory: UnsafeMutableRawPointer) { unsafe self.memory = unsafe memory }

    @inlinable @inline(__always)
    func load<Field: BitwiseCopyable>(_ offset: Int, _: Field.Type) -> Field {
        unsafe memory.load(fromByteOffset: offset, as: Field.self)
    }

    @inlinable public var id: CustomerID { CustomerID(load(0, UInt32.self)) }
    @inlinable public var complaints: Int { Int(load(8, UInt16.self)) }
    @inlinable public var openComplaints: Int { Int(load(10, UInt16.self)) }
    @inlinable public var referrals: Int { Int(load(12, UInt16.self)) }
    @inlinable public var interruptions: Int { Int(load(14, UInt16.self)) }
    @inlinable public var kind: CustomerKind { CustomerKind(rawValue: load(21, UInt8.self) & 3)! }
    @inlinable public var state: CustomerState {
        CustomerState(rawValue: load(21, UInt8.self) >> 2 & 3)!
    }
    /// 1 ... 5, or 0: not rated.
    @inlinable public var valueGrade: Int { Int(load(20, UInt8.self)) }

    /// When the interruption under way began.
    @inlinable public var interruptedSince: Moment? {
        let seconds = load(4, UInt32.self)
        return seconds == 0 ? nil : Moment(secondsSince1970: Int64(seconds))
    }

    /// ASCII.
    @inlinable @inline(__always)
    public func withAccount(_ body: (Span<UInt8>) -> Void) {
        withText(at: textOffset, count: Int(load(22, UInt8.self)), body)
    }

    /// UTF-8 without control characters, at most `DisplayText.nameBytes` bytes.
    @inlinable @inline(__always)
    public func withName(_ body: (Span<UInt8>) -> Void) {
        let offset = textOffset + Int(load(22, UInt8.self))
        withText(at: offset, count: Int(load(23, UInt8.self)), body)
    }

    /// The role of the number that was asked for.
    @inlinable public func role(of number: PhoneNumber) -> NumberRole { holding(of: number).role }

    /// What the number that was asked for is to the customer.
    @inlinable @inline(__always)
    public func holding(of number: PhoneNumber) -> Summary.Number {
        let entry = entry(of: number) ?? number.digits
        return Self.unpacked(entry, number)
    }

    /// One of the numbers, and whether others have it, too; in no more time where it has many.
    ///
    /// - Parameter index: `0 ..< numberCount`.
    public func holding(at index: Int) -> (number: Summary.Number, isShared: Bool) {
        let entry = entry(index)
        return (Self.unpacked(entry, number(index)), entry & Self.sharedBit != 0)
    }

    /// Every number of the customer.
    public func forEachNumber(_ body: (Summary.Number) -> Void) {
        for index in 0..<numberCount { body(Self.unpacked(entry(index), number(index))) }
    }

    /// - Parameter index: `0 ..< numberCount`.
    @inlinable @inline(__always)
    public func number(_ index: Int) -> PhoneNumber {
        PhoneNumber(digits: entry(index) & Self.numberMask)!
    }

    /// The whole record as a value, for comparison with the database.
    public var summary: Summary {
        var numbers: [Summary.Number] = []
        forEachNumber { numbers.append($0) }
        return summary(with: numbers)
    }

    /// The record as a value, but with these numbers.
    public func summary(with numbers: [Summary.Number]) -> Summary {
        var account = ""
        var name = ""
        withAccount { account = Self.string($0) }
        withName { name = Self.string($0) }
        let figures = Figures(
            value: OverallValue(valueGrade), complaints: complaints,
            openComplaints: openComplaints, referrals: referrals, interruptions: interruptions,
            interruptedSince: interruptedSince)
        return Summary(
            id: id, account: Account(account)!, name: name, kind: kind, state: state,
            figures: figures, numbers: numbers)
    }

    /// Whether it says the same of the same customer; what others have does not matter.
    public func isSame(as other: CustomerRecord) -> Bool {
        let count = numberCount
        guard count == other.numberCount,
            unsafe memcmp(memory, other.memory, 18) == 0,
            load(20, UInt8.self) == other.load(20, UInt8.self),
            load(21, UInt8.self) & 15 == other.load(21, UInt8.self) & 15,
            load(22, UInt16.self) == other.load(22, UInt16.self)
        else { return false }
        for index in 0..<count where (entry(index) ^ other.entry(index)) & ~Self.sharedBit != 0 {
            return false
        }
        let textBytes = Int(load(22, UInt8.self)) + Int(load(23, UInt8.self))
        return unsafe memcmp(memory + textOffset, other.memory + textOffset, textBytes) == 0
    }

    @inlinable public var numberCount: Int { Int(load(16, UInt16.self)) }
    /// Its size in memory, of which some may be unused.
    @inlinable public var units: Int { Int(load(18, UInt16.self)) }
    /// The reading that told it last, `0 ... 15`.
    public var generation: UInt8 { load(21, UInt8.self) >> 4 }

    @inlinable @inline(__always)
    func entry(_ index: Int) -> UInt64 { load(Self.headerBytes + 8 * index, UInt64.self) }

    /// Whether this is one of the customer's numbers.
    @inlinable @inline(__always)
    public func holds(_ number: PhoneNumber) -> Bool { entry(of: number) != nil }

    @inlinable @inline(__always)
    func entry(of number: PhoneNumber) -> UInt64? {
        let count = numberCount
        if count > Self.scannedNumbers { return place(ofOneOfMany: number).map { entry($0) } }
        for index in 0..<count where entry(index) & Self.numberMask == number.digits {
            return entry(index)
        }
        return nil
    }

    @usableFromInline @inline(never)
    func place(ofOneOfMany number: PhoneNumber) -> Int? {
        var (low, high) = (0, numberCount)
        while low < high {
            let middle = (low + high) / 2
            let digits = entry(middle) & Self.numberMask
            if digits == number.digits { return middle }
            if digits < number.digits { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func place(of number: PhoneNumber) -> Int? {
        let count = numberCount
        if count > Self.scannedNumbers { return place(ofOneOfMany: number) }
        return (0..<count).first { entry($0) & Self.numberMask == number.digits }
    }

    /// Whether others have this number of the customer, too.
    @inlinable @inline(__always)
    public func isShared(_ number: PhoneNumber) -> Bool {
        entry(of: number).map { $0 & Self.sharedBit != 0 } ?? false
    }

    /// Notes whether others have this number of the customer, too.
    public func setShared(_ number: PhoneNumber, _ isShared: Bool) {
        guard let place = place(of: number) else { return }
        let entry =
            isShared ? entry(place) | Self.sharedBit : entry(place) & ~Self.sharedBit
        unsafe memory.storeBytes(
            of: entry, toByteOffset: Self.headerBytes + 8 * place, as: UInt64.self)
    }

    @usableFromInline var textOffset: Int { Self.headerBytes + 8 * numberCount }

    @inlinable @inline(__always)
    func withText(at offset: Int, count: Int, _ body: (Span<UInt8>) -> Void) {
        let text = unsafe UnsafeRawBufferPointer(start: memory + offset, count: count)
        body(unsafe Span<UInt8>(_unsafeBytes: text))
    }

    private static func string(_ bytes: Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}
