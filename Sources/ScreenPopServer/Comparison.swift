import Customers

/// What a comparison of the index with the database has found so far.
struct Comparison {
    /// Accounts that are named at most.
    static let namedLimit = 20

    /// Customers of the database that were looked for.
    var customers = 0
    /// In the database and not in the index.
    var missing = 0
    /// In the index and not in the database.
    var surplus = 0
    /// In both, and not the same.
    var different = 0
    /// In both, but a lookup by one of the numbers does not find it.
    var unreachable = 0
    /// The first customers with a difference, by row.
    var named: [CustomerID] = []
    /// Where the search for surplus customers goes on; `nil`: not yet.
    var sweepPosition: Int?

    var differences: Int { missing + surplus + different + unreachable }

    mutating func name(_ customer: CustomerID) {
        if named.count < Self.namedLimit { named.append(customer) }
    }
}
