/// The entries of hashes that very many have: those that found no slot.
///
/// A number that thousands of customers share is one hash; in the slots of a table they would be a
/// row of thousands, to be passed by each number that happens to fall there. As many as `slotLimit`
/// have slots whenever there are others here.
struct HashCrowds {
    /// Entries of one hash that have slots.
    static let slotLimit = 32

    private var lists: [UInt32: [UInt32]] = [:]
    private(set) var count = 0

    func holds(_ hash: UInt32) -> Bool { !lists.isEmpty && lists[hash] != nil }

    func holds(_ hash: UInt32, _ reference: UInt32) -> Bool {
        !lists.isEmpty && lists[hash]?.contains(reference) == true
    }

    /// Whether every entry leads to a place of which `isPlace` says so.
    func isSound(_ isPlace: (_ reference: UInt32, _ hash: UInt32) -> Bool) -> Bool {
        lists.allSatisfy { hash, list in list.allSatisfy { isPlace($0, hash) } }
    }

    /// Bytes that they take, about.
    var byteCount: Int { (count + 16 * lists.count) * MemoryLayout<UInt32>.stride }

    func first(_ hash: UInt32, where isMatch: (UInt32) -> Bool) -> UInt32? {
        lists.isEmpty ? nil : lists[hash]?.first(where: isMatch)
    }

    mutating func insert(_ hash: UInt32, _ reference: UInt32) {
        lists[hash, default: []].append(reference)
        count += 1
    }

    /// - Returns: whether it was here.
    mutating func remove(_ hash: UInt32, _ reference: UInt32) -> Bool {
        guard !lists.isEmpty, let place = lists[hash]?.firstIndex(of: reference) else {
            return false
        }
        // The order means nothing.
        if let last = lists[hash]?.last { lists[hash]?[place] = last }
        return takeOne(hash) != nil
    }

    /// Takes one that is to have a slot.
    mutating func takeOne(_ hash: UInt32) -> UInt32? {
        guard !lists.isEmpty, let taken = lists[hash]?.popLast() else { return nil }
        count -= 1
        if lists[hash]?.isEmpty == true { lists[hash] = nil }
        return taken
    }

    /// - Returns: whether it was here.
    mutating func replace(_ hash: UInt32, _ reference: UInt32, with new: UInt32) -> Bool {
        guard !lists.isEmpty, let place = lists[hash]?.firstIndex(of: reference) else {
            return false
        }
        lists[hash]?[place] = new
        return true
    }
}

/// As plain numbers, for an image: how many lists; then of each the hash, the count, the entries.
extension HashCrowds {
    var words: [UInt64] {
        var words = [UInt64(lists.count)]
        for (hash, list) in lists.sorted(by: { $0.key < $1.key }) {
            words += [UInt64(hash), UInt64(list.count)]
            words += list.lazy.map { UInt64($0) }
        }
        return words
    }

    /// Reads them from the front of `words`.
    ///
    /// - Returns: `nil` when no crowds are so.
    init?(from words: inout ArraySlice<UInt64>) {
        guard let listCount = words.popFirst() else { return nil }
        for _ in 0..<min(listCount, UInt64(words.count)) {
            guard let hash = words.popFirst().flatMap({ UInt32(exactly: $0) }),
                let length = words.popFirst(), length > 0, length <= UInt64(words.count)
            else { return nil }
            let list = words.prefix(Int(length)).compactMap { UInt32(exactly: $0) }
            guard list.count == Int(length), lists[hash] == nil else { return nil }
            lists[hash] = list
            count += list.count
            words = words.dropFirst(list.count)
        }
        guard lists.count == Int(clamping: listCount) else { return nil }
    }
}
