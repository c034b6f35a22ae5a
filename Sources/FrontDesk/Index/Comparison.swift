public import Customers

/// What a comparison of the index with the database has found so far.
public struct Comparison: Sendable {
    /// Accounts that are named at most.
    static let namedLimit = 20

    /// Customers of the database that were looked for.
    public internal(set) var customers = 0
    /// In the database and not in the index.
    public internal(set) var missing = 0
    /// In the index and not in the database.
    public internal(set) var surplus = 0
    /// In both, and not the same.
    public internal(set) var different = 0
    /// In both, but a lookup by one of the numbers does not find it.
    public internal(set) var unreachable = 0
    /// The first customers with a difference, by row.
    public internal(set) var named: [CustomerID] = []
    /// Customers with so many numbers that it takes several slices to look for all.
    var unreached: [UnreachedNumbers] = []
    /// Where the search for surplus customers goes on; `nil`: not yet.
    var sweepPosition: Int?

    public var differences: Int { missing + surplus + different + unreachable }

    mutating func name(_ customer: CustomerID) {
        if named.count < Self.namedLimit { named.append(customer) }
    }
}

/// Numbers of one customer by which it has not been looked for yet.
struct UnreachedNumbers {
    let customer: CustomerID
    /// The first of them.
    let next: Int

    init(of customer: CustomerID, next: Int = 0) {
        self.customer = customer
        self.next = next
    }
}
