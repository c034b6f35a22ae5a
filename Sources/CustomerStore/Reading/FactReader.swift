import Customers
import GRDB

/// Reads events of many customers, each kind in one pass, in customer order.
struct FactReader {
    private let database: Database

    init(_ database: Database) { self.database = database }

    func collect<Event>(
        _ sql: String, _ set: CustomerSet, _ event: (StoredRow) -> Event?
    ) throws -> ByCustomer<Event> {
        var events = ByCustomer<Event>()
        let (first, last) = set.bounds
        try RowReader(database, sql: sql).forEach(first, last) { row in
            if let event = event(row) { events.append(row.customer(0), event) }
        }
        return events
    }
}

/// Events of many customers, in customer order, taken off customer by customer.
struct ByCustomer<Event> {
    private var customers: [CustomerID] = []
    private var events: [Event] = []
    private var position = 0

    mutating func append(_ customer: CustomerID, _ event: Event) {
        customers.append(customer)
        events.append(event)
    }

    /// The events of `customer`; the next call goes on behind them.
    mutating func take(_ customer: CustomerID) -> [Event] {
        while position < customers.count, customers[position] < customer { position += 1 }
        let start = position
        while position < customers.count, customers[position] == customer { position += 1 }
        return start == position ? [] : Array(events[start..<position])
    }
}
