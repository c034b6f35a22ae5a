/// Customers whom changes concern, until the index has been told.
struct ConcernedCustomers {
    /// Those to be read again.
    var touched = TouchedCustomers()
    /// Those to be scored before.
    var valued = TouchedCustomers()

    var isEmpty: Bool { touched.isEmpty && valued.isEmpty }

    mutating func add(_ changes: ChangeLog.Changes) {
        touched.add(changes.customers)
        valued.add(changes.valued)
    }
}
