import Customers
import GRDB
import Scoring

/// Reads events of many customers, each kind in one pass, in customer order.
struct FactReader {
    private let database: Database

    init(_ database: Database) { self.database = database }

    func referrals(of set: CustomerSet) throws -> ByCustomer<ReferralEvent> {
        var groups = CompanyGroups(database)
        var named: [String: UInt32] = [:]
        var failure: (any Error)?
        let events = try collect(
            """
            SELECT referrer_id, referred_id, qualified_at, referred_name FROM referrals
            WHERE \(set.condition("referrer_id")) ORDER BY referrer_id
            """, set
        ) { row -> ReferralEvent? in
            do {
                return try Self.referral(row, &groups, &named)
            } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return events
    }

    private static func referral(
        _ row: RowReader, _ groups: inout CompanyGroups, _ named: inout [String: UInt32]
    ) throws -> ReferralEvent {
        let referrer = row.customer(0)
        guard !row.isNull(1) else {
            let name = ReferralEvent.partyName(row.text(3))
            let number = name.isEmpty ? UInt32(named.count) : named[name] ?? UInt32(named.count)
            named[name.isEmpty ? "\u{0}\(number)" : name] = number
            return ReferralEvent(
                to: name.isEmpty ? .unknown(number) : .name(number), by: referrer,
                qualifiedAt: row.moment(2))
        }
        let referred = row.customer(1)
        return ReferralEvent(
            to: .customer(referred), by: referrer, qualifiedAt: row.moment(2),
            isWithinGroup: try groups.areRelated(referrer, referred))
    }

    func collect<Event>(
        _ sql: String, _ set: CustomerSet, _ event: (RowReader) -> Event?
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
