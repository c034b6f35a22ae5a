import CustomerRecords

/// Whether memory that came from a file can be an index, whoever has written it: nothing that
/// stands there may lead to a place that is no record, or to a search without end.
///
/// A customer stands under its own id, or nothing could take it out. That every number has its slot
/// is not looked at: `VERIFY` does that, and puts it right.
extension CallerIndex {
    func isSound() -> Bool {
        guard var places = records.places() else { return false }
        return byCustomer.isSound({ places.take($0) && Self.hash(record($0).id) == $1 })
            && records.isFreeSound(&places)
            && byNumber.isSound({ reference, _ in places.holdsTaken(reference) })
            && bySuffix.isSound({ reference, _ in places.holdsTaken(reference) })
    }
}

/// Where records begin, by reference, and which of them are taken.
struct RecordPlaces {
    private var begins: [UInt64]
    private var taken: [UInt64]

    init(units: Int) {
        begins = [UInt64](repeating: 0, count: units / 64 + 1)
        taken = begins
    }

    mutating func add(_ reference: Int) { begins[reference / 64] |= 1 << UInt64(reference % 64) }

    /// - Returns: whether a record begins there that was not taken.
    mutating func take(_ reference: UInt32) -> Bool {
        guard holds(reference, begins), !holds(reference, taken) else { return false }
        taken[Int(reference) / 64] |= 1 << UInt64(reference % 64)
        return true
    }

    func holdsTaken(_ reference: UInt32) -> Bool { holds(reference, taken) }

    private func holds(_ reference: UInt32, _ bits: [UInt64]) -> Bool {
        Int(reference) / 64 < bits.count
            && bits[Int(reference) / 64] >> UInt64(reference % 64) & 1 == 1
    }
}

extension SlotTable {
    /// Whether every entry leads to a place of which `isPlace` says so, and some slot is free.
    func isSound(_ isPlace: (_ reference: UInt32, _ hash: UInt32) -> Bool) -> Bool {
        var slotted = 0
        for position in 0..<slotCount {
            let slot = slots[position]
            if slot.reference == 0 { continue }
            guard isPlace(slot.reference, slot.hash) else { return false }
            slotted += 1
        }
        return slotted == slottedCount && slotted < slotCount && crowds.isSound(isPlace)
    }
}

extension RecordArena {
    /// Where records begin, those that are free included.
    ///
    /// - Returns: `nil` when anything else stands there.
    func places() -> RecordPlaces? {
        var places = RecordPlaces(units: next)
        var place = 1
        while place < next {
            let end = min(next, (place / Self.chunkUnits + 1) * Self.chunkUnits)
            let record = unsafe CustomerRecord(pointer(UInt32(place)))
            if record.units == 0 {
                // What is left of a chunk where the next record found no room.
                place = end
                continue
            }
            guard record.isSound(unitLimit: end - place) else { return nil }
            places.add(place)
            place += record.units
        }
        return places
    }

    /// Whether the lists of free records name such, and each of them once.
    func isFreeSound(_ places: inout RecordPlaces) -> Bool {
        var units = 0
        for (size, first) in free {
            var reference = first
            while reference != 0 {
                guard places.take(reference),
                    unsafe CustomerRecord(pointer(reference)).units == size
                else { return false }
                units += size
                reference = unsafe pointer(reference).load(as: UInt32.self)
            }
        }
        return units == freeUnits
    }
}
