import GRDB

/// Reading everything, once, in slices.
final class EverybodyReading {
    private let telling: IndexTelling
    private let readers: SliceReaders
    /// The row that was read last.
    private var last: Int64 = 0

    /// Tells the index that everybody is coming.
    init(_ telling: IndexTelling, _ store: CustomerStore) throws(StoreError) {
        let (customers, numbers) = try store.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM customers") ?? 0,
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM phones WHERE number IS NOT NULL") ?? 0
            )
        }
        readers = try SliceReaders(store)
        self.telling = telling
        telling.startOver()
        try store.countStrangers()
        telling.update(.begin(customers: customers, numbers: numbers))
        try telling.sources(store)
    }

    /// Reads the next slices.
    ///
    /// - Returns: `false` at the end.
    func step(_ store: CustomerStore) throws(StoreError) -> Bool {
        let slices = try readers.read(after: last, now: telling.clock(), store)
        for slice in slices {
            store.unreadable.note(slice.read, removed: [])
            telling.customers(slice.read, removed: [])
        }
        guard let end = slices.last?.rows.upperBound else {
            telling.update(.complete)
            return false
        }
        last = end
        return true
    }
}
