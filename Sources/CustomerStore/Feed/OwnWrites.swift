import GRDB

/// What the store's own thread has written, until the index has been told: somebody waits for it.
struct OwnWrites {
    /// Whom it concerns.
    var customers = ConcernedCustomers()
    /// Rows of the log that were not looked at, ascending.
    private var rows: [ClosedRange<Int64>] = []

    /// Whether nothing is left to be told.
    var areTold: Bool { rows.isEmpty && customers.isEmpty }

    mutating func add(_ written: [ClosedRange<Int64>]) { rows += written }

    /// Looks at rows, out of their turn, until so many customers are to be read.
    ///
    /// - Returns: `false` when rows are missing.
    mutating func look(
        at log: inout ChangeLog, until count: Int, _ database: Database
    ) throws -> Bool {
        while let next = rows.first, customers.touched.count < count {
            guard let (changes, read) = try log.changes(ahead: next, database) else {
                return false
            }
            customers.add(changes)
            rows.removeFirst()
            if read.upperBound < next.upperBound {
                rows.insert(read.upperBound + 1...next.upperBound, at: 0)
            }
        }
        return true
    }
}
