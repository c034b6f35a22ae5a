import Glibc

/// Bytes on their way out: one growing piece of memory, reused for ever.
///
/// The writer asks once per line for room and then stores without further checks.
@safe
struct ReplyBuffer: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        unsafe memory = .allocate(byteCount: capacity, alignment: 64)
        self.capacity = capacity
    }

    deinit { unsafe memory.deallocate() }

    /// Lends what has been written since the last `clear()`.
    func withBytes<Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let filled = unsafe UnsafeRawBufferPointer(
            start: UnsafeRawPointer(memory), count: count)
        try body(unsafe Span<UInt8>(_unsafeBytes: filled))
    }

    mutating func clear() { count = 0 }

    /// Makes room for `byteCount` bytes more.
    @inline(__always)
    mutating func reserve(_ byteCount: Int) {
        if capacity - count < byteCount { grow(byteCount) }
    }

    @inline(never)
    private mutating func grow(_ byteCount: Int) {
        let larger = max(capacity * 2, count + byteCount)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
        unsafe moved.copyMemory(from: memory, byteCount: count)
        unsafe memory.deallocate()
        unsafe memory = moved
        capacity = larger
    }

    // Each of these needs the room that `reserve` has made.

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        assert(count < capacity)
        unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    @inline(__always)
    mutating func append(_ literal: StaticString) {
        let length = literal.utf8CodeUnitCount
        assert(count + length <= capacity)
        unsafe memcpy(memory + count, literal.utf8Start, length)
        count += length
    }

    @inline(__always)
    mutating func append(_ text: Span<UInt8>) {
        assert(count + text.count <= capacity)
        unsafe text.withUnsafeBytes { source in
            if let start = source.baseAddress {
                unsafe memcpy(memory + count, start, source.count)
            }
        }
        count += text.count
    }

    /// In decimal, zero-padded to `width`.
    @inline(__always)
    mutating func append(decimal value: UInt64, width: Int = 1) {
        var digits = 1
        var power: UInt64 = 10
        while digits < 20, value >= power {
            digits += 1
            if digits < 20 { power &*= 10 }
        }
        digits = max(digits, width)
        assert(count + digits <= capacity)
        var rest = value
        var offset = count + digits
        while offset > count {
            offset -= 1
            unsafe memory.storeBytes(
                of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10),
                toByteOffset: offset, as: UInt8.self)
            rest /= 10
        }
        count += digits
    }
}
