import Customers

/// Customers to be read again, each once, in the order of the tables.
///
/// Neighbours lie on the same pages, so reading them in order costs a third of reading them
/// as they come.
struct TouchedCustomers {
    private var arrived: [CustomerID] = []
    /// Descending, so that the next ones are taken off the end.
    private var ordered: [CustomerID] = []

    var isEmpty: Bool { arrived.isEmpty && ordered.isEmpty }
    var count: Int { arrived.count + ordered.count }

    mutating func add(_ customers: some Sequence<CustomerID>) { arrived += customers }

    /// Takes out the next ones.
    ///
    /// - Returns: at most `limit`, ascending.
    mutating func take(_ limit: Int) -> [CustomerID] {
        if ordered.isEmpty { order() }
        let taken = ordered.suffix(limit)
        ordered.removeLast(taken.count)
        return taken.reversed()
    }

    /// Takes out all, in any order.
    mutating func takeAll() -> [CustomerID] {
        defer { removeAll() }
        return ordered + arrived
    }

    private mutating func order() {
        arrived.sort(by: >)
        for customer in arrived where ordered.last != customer { ordered.append(customer) }
        arrived.removeAll(keepingCapacity: arrived.capacity < 65_536)
    }

    mutating func removeAll() {
        arrived = []
        ordered = []
    }
}
