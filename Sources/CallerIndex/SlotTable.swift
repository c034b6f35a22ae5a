internal import CPrefetch

/// Open addressing with linear probing: a 32-bit hash to a 32-bit reference, 8 bytes a slot.
///
/// The key itself is not here but in the record that the reference names, so a probe
/// that hits is confirmed there. Growth is incremental: while it lasts there are two
/// arrays, and every insertion moves a few slots from the old one to the new one.
///
/// Of very many entries under one hash only some have slots, the others are in a list beside them:
/// they would be in the way of every probe that comes to their slots.
@safe
struct SlotTable: ~Copyable {
    /// Occupied share beyond which the table doubles: above it probes get long.
    private static let maximumLoad = (numerator: 4, denominator: 5)
    private static let slotMinimum = 1024
    /// Old slots moved at each insertion; 64 ends a growth long before the next one begins.
    private static let slotsMovedPerInsertion = 64

    /// Entries that have slots or are on their way to one.
    private(set) var slottedCount = 0
    private(set) var crowds = HashCrowds()
    private(set) var slots: SlotArray
    private var old: SlotArray?
    /// Slots of `old` before this one have been moved.
    private var movedCount = 0

    init(capacity: Int) { slots = SlotArray(capacity: Self.slotCount(for: capacity)) }

    /// A table whose slots are yet to be filled from an image.
    ///
    /// - Returns: `nil` when no table can be so.
    init?(slottedCount: Int, slotCount: Int, crowds: HashCrowds) {
        guard slotCount >= Self.slotMinimum, slotCount <= 1 << 32, slotCount.nonzeroBitCount == 1,
            slottedCount >= 0, slottedCount < slotCount
        else { return nil }
        slots = SlotArray(capacity: slotCount)
        self.slottedCount = slottedCount
        self.crowds = crowds
    }

    var count: Int { slottedCount + crowds.count }
    /// What beside the slots is in the table.
    var crowdWords: [UInt64] { crowds.words }
    /// Whether more than `HashCrowds.slotLimit` entries have this hash.
    func isCrowded(_ hash: UInt32) -> Bool { crowds.holds(hash) }

    var slotCount: Int { slots.slotCount }
    /// Whether entries are on their way to a larger array.
    var isGrowing: Bool { old != nil }
    /// The slots; valid until the table is changed.
    var memory: UnsafeMutableRawBufferPointer { unsafe slots.bytes }

    /// Bytes of both arrays and of what is beside them.
    var byteCount: Int {
        (slots.slotCount + (old?.slotCount ?? 0)) * MemoryLayout<UInt64>.size + crowds.byteCount
    }

    /// The first reference under `hash` that `isMatch` accepts.
    @inline(__always)
    func first(_ hash: UInt32, where isMatch: (UInt32) -> Bool) -> UInt32? {
        var position = slots.home(hash)
        var slot = slots[position]
        var rejected = 0
        while slot.reference != 0 {
            if slot.hash == hash {
                if isMatch(slot.reference) { return slot.reference }
                rejected += 1
            }
            position = slots.next(position)
            slot = slots[position]
        }
        if old == nil, rejected < HashCrowds.slotLimit { return nil }
        return firstElsewhere(hash, where: isMatch)
    }

    @inline(never)
    private func firstElsewhere(_ hash: UInt32, where isMatch: (UInt32) -> Bool) -> UInt32? {
        firstUnmoved(hash, where: isMatch) ?? crowds.first(hash, where: isMatch)
    }

    private func firstUnmoved(_ hash: UInt32, where isMatch: (UInt32) -> Bool) -> UInt32? {
        guard let old else { return nil }
        var position = old.home(hash)
        while old[position].reference != 0 {
            let slot = old[position]
            if position >= movedCount, slot.hash == hash, slot.reference != Slot.removed,
                isMatch(slot.reference)
            {
                return slot.reference
            }
            position = old.next(position)
        }
        return nil
    }

    /// Whether the pair is in the table.
    func holds(_ hash: UInt32, _ reference: UInt32) -> Bool {
        let slot = Slot(hash: hash, reference: reference)
        return slots.position(of: slot) != nil || crowds.holds(hash, reference)
            || firstUnmoved(hash) { $0 == reference } != nil
    }

    /// Every reference under `hash`, confirmed or not.
    func forEach(_ hash: UInt32, _ body: (UInt32) -> Void) {
        _ = first(hash) {
            body($0)
            return false
        }
    }

    /// Where the search for `hash` begins.
    @inline(__always)
    func home(_ hash: UInt32) -> Slot { slots[slots.home(hash)] }

    /// Asks for the first slot of `hash`, so that it is in the cache when `first` comes.
    @inline(__always)
    func prefetch(_ hash: UInt32) { slots.prefetch(slots.home(hash)) }

    mutating func insert(_ hash: UInt32, _ reference: UInt32) {
        if hasCrowd(hash) { return crowds.insert(hash, reference) }
        insertSlot(Slot(hash: hash, reference: reference))
    }

    /// Whether as many entries of this hash have slots as may.
    private func hasCrowd(_ hash: UInt32) -> Bool {
        var slotted = 0
        // Looks at no crowd: it stops before.
        return first(hash) { _ in
            slotted += 1
            return slotted == HashCrowds.slotLimit
        } != nil
    }

    private mutating func insertSlot(_ slot: Slot) {
        move(Self.slotsMovedPerInsertion)
        let wanted = (slottedCount + 1) * Self.maximumLoad.denominator
        if wanted > slots.slotCount * Self.maximumLoad.numerator {
            grow(to: slots.slotCount * 2)
        }
        slots.insert(slot)
        slottedCount += 1
    }

    /// Takes a pair out; harmless when it is not there, as in a table from somebody's forged file.
    mutating func remove(_ hash: UInt32, _ reference: UInt32) {
        if crowds.remove(hash, reference) { return }
        removeSlot(Slot(hash: hash, reference: reference))
        if let next = crowds.takeOne(hash) { insertSlot(Slot(hash: hash, reference: next)) }
    }

    private mutating func removeSlot(_ slot: Slot) {
        if !slots.remove(slot) {
            guard let old, let position = unmoved(slot) else { return }
            old[position].reference = Slot.removed
        }
        slottedCount -= 1
    }

    /// Names a record otherwise that has moved; harmless when the pair is not there.
    mutating func replace(_ hash: UInt32, _ reference: UInt32, with new: UInt32) {
        if crowds.replace(hash, reference, with: new) { return }
        let slot = Slot(hash: hash, reference: reference)
        if let position = slots.position(of: slot) {
            slots[position].reference = new
        } else if let old, let position = unmoved(slot) {
            old[position].reference = new
        }
    }

    /// Where an entry is that has not been moved yet; `nil`: nowhere.
    private func unmoved(_ slot: Slot) -> Int? {
        guard let old else { return nil }
        var position = old.home(slot.hash)
        while old[position] != slot || position < movedCount {
            if old[position].reference == 0 { return nil }
            position = old.next(position)
        }
        return position
    }

    /// Moves entries on their way to a larger array.
    ///
    /// - Returns: whether others are left.
    mutating func growOn(slots: Int) -> Bool {
        move(slots)
        return isGrowing
    }

    /// Makes room for `capacity` entries; cheap only while the table is nearly empty.
    mutating func reserve(_ capacity: Int) {
        let wanted = Self.slotCount(for: capacity)
        guard wanted > slots.slotCount else { return }
        grow(to: wanted)
        move(.max)
    }

    /// The references at slots `start ..< start + length`, for walks in slices through a table
    /// where few entries have the same hash.
    ///
    /// - Returns: where the next slice begins, `nil` after the last.
    func walk(from start: Int, length: Int, _ body: (UInt32) -> Void) -> Int? {
        let oldCount = old?.slotCount ?? 0
        let end = min(start + length, oldCount + slots.slotCount)
        for position in start..<max(start, end) {
            if position < oldCount {
                let reference = old![position].reference
                if position >= movedCount, reference != 0, reference != Slot.removed {
                    body(reference)
                }
            } else if slots[position - oldCount].reference != 0 {
                body(slots[position - oldCount].reference)
            }
        }
        return end < oldCount + slots.slotCount ? end : nil
    }

    private static func slotCount(for capacity: Int) -> Int {
        var slots = slotMinimum
        while capacity * maximumLoad.denominator > slots * maximumLoad.numerator { slots *= 2 }
        return slots
    }

    private mutating func grow(to slotCount: Int) {
        move(.max)
        let larger = SlotArray(capacity: slotCount)
        old = slots
        slots = larger
        movedCount = 0
    }

    private mutating func move(_ slotCount: Int) {
        guard let old else { return }
        let end = slotCount < old.slotCount - movedCount ? movedCount + slotCount : old.slotCount
        for position in movedCount..<end {
            let slot = old[position]
            if slot.reference != 0, slot.reference != Slot.removed { slots.insert(slot) }
        }
        movedCount = end
        if end == old.slotCount { self.old = nil }
    }
}

/// One entry; reference 0 means free.
struct Slot: Equatable {
    /// Stands for an entry taken out of an array that is being left.
    static let removed = UInt32.max

    var hash: UInt32
    var reference: UInt32
}

/// A power of two of slots in memory of their own.
@safe
final class SlotArray {
    let slotCount: Int
    private let memory: UnsafeMutablePointer<Slot>
    private let shift: UInt32
    private let mask: Int

    init(capacity slotCount: Int) {
        self.slotCount = slotCount
        let bits = UInt32(slotCount.trailingZeroBitCount)
        precondition(slotCount == 1 << bits && bits <= 32)
        shift = 32 - bits
        mask = slotCount - 1
        unsafe memory = LargeMemory.zeroed(byteCount: slotCount * MemoryLayout<Slot>.stride)
            .bindMemory(to: Slot.self, capacity: slotCount)
    }

    var bytes: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(
            start: memory, count: slotCount * MemoryLayout<Slot>.stride)
    }

    deinit {
        unsafe LargeMemory.free(memory, byteCount: slotCount * MemoryLayout<Slot>.stride)
    }

    @inline(__always)
    func home(_ hash: UInt32) -> Int { Int(hash >> shift) }

    @inline(__always)
    func next(_ position: Int) -> Int { (position + 1) & mask }

    @inline(__always)
    subscript(position: Int) -> Slot {
        get { unsafe memory[position] }
        set { unsafe memory[position] = newValue }
    }

    @inline(__always)
    func prefetch(_ position: Int) { unsafe CPrefetch.prefetch(memory + position) }

    func insert(_ slot: Slot) {
        var position = home(slot.hash)
        while self[position].reference != 0 { position = next(position) }
        self[position] = slot
    }

    /// Where an entry is; `nil`: not here.
    func position(of slot: Slot) -> Int? {
        var position = home(slot.hash)
        while self[position] != slot {
            if self[position].reference == 0 { return nil }
            position = next(position)
        }
        return position
    }

    /// Takes an entry out and closes the gap, so that no probe ends early.
    ///
    /// - Source: Knuth, TAOCP 3, 6.4, algorithm R.
    /// - Returns: whether it was there.
    func remove(_ slot: Slot) -> Bool {
        guard var gap = position(of: slot) else { return false }
        var position = next(gap)
        while self[position].reference != 0 {
            let distanceFromHome = (position - home(self[position].hash)) & mask
            if distanceFromHome >= (position - gap) & mask {
                self[gap] = self[position]
                gap = position
            }
            position = next(position)
        }
        self[gap] = Slot(hash: 0, reference: 0)
        return true
    }
}
