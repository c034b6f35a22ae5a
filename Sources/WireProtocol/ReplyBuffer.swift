/// Bytes on their way out: one growing piece of memory, reused for ever.
///
/// The writer asks once per line for room and then stores without further checks.
///
/// Inlinable throughout, so that the fixed parts of a line become stores of constants.
@safe
@usableFromInline
struct ReplyBuffer: ~Copyable {
    @usableFromInline var memory: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var count = 0

    init(capacity: Int) {
        unsafe memory = .allocate(byteCount: capacity, alignment: 64)
        self.capacity = capacity
    }

    @inlinable deinit { unsafe memory.deallocate() }

    /// Lends what has been written since the last `clear()`.
    @inlinable @inline(__always)
    func withBytes<Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let filled = unsafe UnsafeRawBufferPointer(
            start: UnsafeRawPointer(memory), count: count)
        try body(unsafe Span<UInt8>(_unsafeBytes: filled))
    }

    @inlinable @inline(__always)
    mutating func clear() { count = 0 }

    /// Makes room for `byteCount` bytes more.
    @inlinable @inline(__always)
    mutating func reserve(_ byteCount: Int) {
        if capacity &- count < byteCount { grow(byteCount) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ byteCount: Int) {
        let larger = max(capacity * 2, count + byteCount)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
        unsafe moved.copyMemory(from: memory, byteCount: count)
        unsafe memory.deallocate()
        unsafe memory = moved
        capacity = larger
    }

    // Each of these needs the room that `reserve` has made.

    @inlinable @inline(__always)
    mutating func append(_ byte: UInt8) {
        assert(count < capacity)
        unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inlinable @inline(__always)
    mutating func append(_ literal: StaticString) {
        let length = literal.utf8CodeUnitCount
        assert(count + length <= capacity)
        unsafe (memory + count).copyMemory(from: literal.utf8Start, byteCount: length)
        count &+= length
    }

    @inlinable @inline(__always)
    mutating func append(_ text: Span<UInt8>) {
        assert(count + text.count <= capacity)
        unsafe text.withUnsafeBytes { source in
            if let start = source.baseAddress {
                unsafe (memory + count).copyMemory(from: start, byteCount: source.count)
            }
        }
        count &+= text.count
    }

    /// In decimal.
    @inlinable @inline(__always)
    mutating func append(decimal value: UInt64) {
        if value < 10 {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value))
        } else {
            count = unsafe Self.store(value, width: 1, at: memory, count)
        }
    }

    /// A number from 100 to 999.
    @inlinable @inline(__always)
    mutating func append(threeDigits value: UInt16) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 100))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10 % 10))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10))
    }

    /// In decimal, zero-padded to `width`.
    mutating func append(decimal value: UInt64, width: Int) {
        count = unsafe Self.store(value, width: width, at: memory, count)
    }

    /// Two digits a step, from the last to the first.
    ///
    /// - Returns: where the digits end.
    @usableFromInline
    static func store(
        _ value: UInt64, width: Int, at memory: UnsafeMutableRawPointer, _ start: Int
    ) -> Int {
        let end = start + max(width, digitCount(of: value))
        var offset = end
        var rest = value
        while offset - start >= 2 {
            offset -= 2
            let pair = Int(truncatingIfNeeded: rest % 100)
            rest /= 100
            unsafe (memory + offset).copyMemory(from: pairs.utf8Start + 2 * pair, byteCount: 2)
        }
        if offset > start {
            let digit = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            unsafe memory.storeBytes(of: digit, toByteOffset: start, as: UInt8.self)
        }
        return end
    }

    @inline(__always)
    private static func digitCount(of value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 100 {
            rest /= 100
            count += 2
        }
        return rest >= 10 ? count + 1 : count
    }

    /// `00` to `99`.
    private static var pairs: StaticString {
        """
        00010203040506070809101112131415161718192021222324\
        25262728293031323334353637383940414243444546474849\
        50515253545556575859606162636465666768697071727374\
        75767778798081828384858687888990919293949596979899
        """
    }
}
