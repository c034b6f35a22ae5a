internal import CPrefetch
internal import CustomerRecords

/// Memory for records of 8 bytes and multiples, named by a 32-bit reference.
///
/// A reference counts units of 8 bytes, so 32 GiB can be named; 0 is no record. Records
/// never move. Freed ones wait in a list by size for the next of that size.
@safe
struct RecordArena: ~Copyable {
    static let unitBytes = CustomerRecord.unitBytes
    /// Units in a chunk: 2 MiB, one huge page.
    static let chunkUnits = 1 << chunkBits
    static let chunkBits = 18

    private var chunks: [UnsafeMutableRawPointer] = unsafe []
    /// The next unit never used; unit 0 stays unused.
    private(set) var next = 1
    /// By size in units: the first free record, which holds the reference of the next one.
    private(set) var free: [Int: UInt32] = [:]
    private(set) var freeUnits = 0

    init() {}

    deinit {
        for index in unsafe chunks.indices {
            unsafe LargeMemory.free(chunks[index], byteCount: Self.chunkUnits * Self.unitBytes)
        }
    }

    /// The chunks, each whole; valid as long as the arena.
    var memory: [UnsafeMutableRawBufferPointer] {
        unsafe chunks.map {
            unsafe UnsafeMutableRawBufferPointer(
                start: $0, count: Self.chunkUnits * Self.unitBytes)
        }
    }

    /// What is to be known beside the chunks: `next`, `freeUnits`, how many chunks, and for
    /// each list of free records its size and its first reference.
    var words: [UInt64] {
        var words = unsafe [UInt64(next), UInt64(freeUnits), UInt64(chunks.count)]
        for (units, reference) in free { words += [UInt64(units), UInt64(reference)] }
        return words
    }

    /// An arena whose chunks are yet to be filled.
    ///
    /// - Parameter words: as another arena has told them.
    /// - Returns: `nil` when no arena can be so.
    init?(words: ArraySlice<UInt64>) {
        let lists = words.dropFirst(3)
        guard words.count >= 3, lists.count.isMultiple(of: 2) else { return nil }
        let numbers = words.prefix(3).map { Int(clamping: $0) }
        guard let chunkCount = Self.chunkLengths(words: words)?.count, numbers[0] >= 1,
            numbers[0] <= max(1, chunkCount * Self.chunkUnits)
        else { return nil }
        (next, freeUnits) = (numbers[0], numbers[1])
        for _ in 0..<chunkCount {
            unsafe chunks.append(
                LargeMemory.zeroed(byteCount: Self.chunkUnits * Self.unitBytes))
        }
        var rest = lists
        while let units = rest.popFirst(), let reference = rest.popFirst() {
            free[Int(clamping: units)] = UInt32(truncatingIfNeeded: reference)
        }
    }

    /// How long the chunks are of an arena with these words; `nil` when none has them.
    static func chunkLengths(words: ArraySlice<UInt64>) -> [Int]? {
        guard let count = words.dropFirst(2).first, count <= UInt32.max >> chunkBits else {
            return nil
        }
        return Array(repeating: chunkUnits * unitBytes, count: Int(count))
    }

    /// Bytes taken from the system.
    var byteCount: Int { unsafe chunks.count * Self.chunkUnits * Self.unitBytes }

    @inline(__always)
    func pointer(_ reference: UInt32) -> UnsafeMutableRawPointer {
        let offset = Int(reference) & (Self.chunkUnits - 1)
        return unsafe chunks[Int(reference) >> Self.chunkBits] + offset * Self.unitBytes
    }

    /// Asks for the two cache lines that hold most of a record, and all that a reply needs of a
    /// usual one; harmless for 0.
    @inline(__always)
    func prefetch(_ reference: UInt32) {
        if reference == 0 { return }
        let record = unsafe pointer(reference)
        unsafe CPrefetch.prefetch(record)
        unsafe CPrefetch.prefetch(record + 64)
    }

    /// - Returns: `nil` when 32 GiB are full.
    mutating func allocate(units: Int) -> UInt32? {
        if let reference = free[units] {
            let following = unsafe pointer(reference).load(as: UInt32.self)
            free[units] = following == 0 ? nil : following
            freeUnits -= units
            return reference
        }
        let left = unsafe chunks.count * Self.chunkUnits - next
        if left < units {
            // The end of the last chunk stays unused.
            next = unsafe max(1, chunks.count * Self.chunkUnits)
            guard next + Self.chunkUnits <= Int(UInt32.max) else { return nil }
            unsafe chunks.append(
                LargeMemory.zeroed(byteCount: Self.chunkUnits * Self.unitBytes))
        }
        defer { next += units }
        return UInt32(next)
    }

    mutating func release(_ reference: UInt32, units: Int) {
        unsafe pointer(reference).storeBytes(of: free[units] ?? 0, as: UInt32.self)
        free[units] = reference
        freeUnits += units
    }
}
