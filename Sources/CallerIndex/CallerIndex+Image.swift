import CustomerRecords

/// The index as plain memory, to be written to a file and read again.
extension CallerIndex {
    /// Grows with each change of what stands in the memory.
    private static let imageVersion: UInt64 = 3
    /// Numbers before those of the tables.
    private static let fixedWords = 3 + 16

    /// What an index of the same settings needs to fill itself.
    @safe
    public struct Image {
        /// A few numbers: how long the regions are, and what is not in them.
        public let words: [UInt64]
        /// The memory, valid until the index is changed.
        public let regions: [UnsafeMutableRawBufferPointer]
    }

    /// Lets tables that grow go on, for insertions may be long in coming.
    ///
    /// - Parameter slots: entries moved at most.
    /// - Returns: whether others are left to be moved.
    public mutating func growOn(slots: Int) -> Bool {
        if byNumber.growOn(slots: slots) { return true }
        if byCustomer.growOn(slots: slots) { return true }
        return bySuffix.growOn(slots: slots)
    }

    /// - Returns: `nil` while a table grows: see `growOn(slots:)`.
    public func image() -> Image? {
        guard !byNumber.isGrowing, !byCustomer.isGrowing, !bySuffix.isGrowing else { return nil }
        var words = [Self.imageVersion, suffixModulus, UInt64(generation)]
        for length in blockCounts.indices { words.append(UInt64(blockCounts[length])) }
        words += [UInt64(byNumber.slottedCount), UInt64(byNumber.slotCount)]
        words += [UInt64(byCustomer.slottedCount), UInt64(byCustomer.slotCount)]
        words += [UInt64(bySuffix.slottedCount), UInt64(bySuffix.slotCount)]
        let crowds = byNumber.crowdWords + byCustomer.crowdWords + bySuffix.crowdWords
        words += [UInt64(crowds.count)] + crowds + records.words
        return unsafe Image(words: words, regions: regions)
    }

    /// An index like the one that has told the image, once `fill` has filled its memory.
    ///
    /// - Parameters:
    ///   - suffixDigits: as the other one had it.
    ///   - fill: fills the regions with what stood in the other one's, in the same order.
    /// - Returns: `nil` when `words` are no such index's, or what has been filled in cannot be.
    public init?<Failure: Error>(
        words: [UInt64], suffixDigits: Int,
        fill: @Sendable ([UnsafeMutableRawBufferPointer]) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(suffixDigits: suffixDigits)
        guard words.count >= Self.fixedWords + 7, words[0] == Self.imageVersion,
            words[1] == suffixModulus
        else { return nil }
        generation = UInt8(truncatingIfNeeded: words[2]) & 15
        for length in blockCounts.indices {
            blockCounts[length] = Int(clamping: words[3 + length])
            if blockCounts[length] > 0 { blockLengths |= 1 << UInt16(length) }
        }
        let sizes = words[Self.fixedWords..<(Self.fixedWords + 6)].map { Int(clamping: $0) }
        guard let tail = Self.tail(of: words) else { return nil }
        var crowds = tail.crowds
        guard let ofNumbers = HashCrowds(from: &crowds),
            let ofCustomers = HashCrowds(from: &crowds),
            let ofSuffixes = HashCrowds(from: &crowds), crowds.isEmpty,
            let byNumber = SlotTable(
                slottedCount: sizes[0], slotCount: sizes[1], crowds: ofNumbers),
            let byCustomer = SlotTable(
                slottedCount: sizes[2], slotCount: sizes[3], crowds: ofCustomers),
            let bySuffix = SlotTable(
                slottedCount: sizes[4], slotCount: sizes[5], crowds: ofSuffixes),
            let records = RecordArena(words: tail.records)
        else { return nil }
        self.byNumber = byNumber
        self.byCustomer = byCustomer
        self.bySuffix = bySuffix
        self.records = records
        try unsafe fill(regions)
        guard isSound() else { return nil }
    }

    /// How long the regions are of an index with these words, in bytes.
    ///
    /// - Returns: `nil` when no index has them.
    public static func regionLengths(words: [UInt64]) -> [Int]? {
        guard let tail = tail(of: words) else { return nil }
        let slotCounts = [1, 3, 5].map { words[fixedWords + $0] }
        guard slotCounts.allSatisfy({ $0 <= 1 << 32 }) else { return nil }
        let chunks = RecordArena.chunkLengths(words: tail.records)
        return slotCounts.map { Int($0) * MemoryLayout<Slot>.stride } + (chunks ?? [])
    }

    /// What stands behind the sizes of the tables.
    ///
    /// - Returns: `nil` when nothing can.
    private static func tail(
        of words: [UInt64]
    ) -> (crowds: ArraySlice<UInt64>, records: ArraySlice<UInt64>)? {
        let start = fixedWords + 7
        guard words.count >= start + 6 else { return nil }
        let length = words[start - 1]
        guard length <= UInt64(words.count - start) else { return nil }
        let end = start + Int(length)
        return (words[start..<end], words[end...])
    }

    private var regions: [UnsafeMutableRawBufferPointer] {
        unsafe [byNumber.memory, byCustomer.memory, bySuffix.memory] + records.memory
    }
}
