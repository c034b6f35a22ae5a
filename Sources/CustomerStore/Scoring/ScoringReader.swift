import Customers
import GRDB
import Scoring

/// A customer with what makes its value, and the value it has.
struct ValuedCustomer {
    var id: CustomerID
    var raw: RawComponents
    var isInActiveBase: Bool
    /// `nil`: not rated, or never scored.
    var stored: OverallValue?
}

/// Reads what makes the values of many customers: one pass over each table.
struct ScoringReader {
    private let database: Database
    private let now: Moment
    private let settings: ScoringSettings
    /// In which money is compared.
    private let currency: String
    private let knows: KnownSources

    init(
        _ database: Database, now: Moment, settings: ScoringSettings, currency: String
    ) throws {
        self.database = database
        self.now = now
        self.settings = settings
        self.currency = currency
        knows = try KnownSources(database)
    }

    /// The customers of `set` that exist, by ascending row.
    func customers(of set: CustomerSet) throws -> [ValuedCustomer] {
        var customers: [ValuedCustomer] = []
        try set.readInParts(database) { part in
            var read: [ValuedCustomer] = []
            try visit(part) { id, history, stored in
                read.append(
                    ValuedCustomer(
                        id: id, raw: RawComponents(history, at: now, rules: settings.rules.raw),
                        isInActiveBase: history.isInActiveBase, stored: stored))
            }
            customers += read
        } alone: { _ in
            // Who has such a text keeps the value that is there.
        }
        return customers
    }

    /// What one customer's value is made of.
    func history(of customer: CustomerID) throws -> (CustomerHistory, OverallValue?)? {
        var found: (CustomerHistory, OverallValue?)?
        let id = Int64(customer.value)
        try visit(.range(id...id)) { _, history, stored in found = (history, stored) }
        return found
    }

    private func visit(
        _ set: CustomerSet, _ body: (CustomerID, CustomerHistory, OverallValue?) -> Void
    ) throws {
        var invoices = EventCursor(try RawStatement(database, sql: Self.invoicesSQL(set)), of: set)
        var engagements = EventCursor(
            try RawStatement(database, sql: Self.engagementsSQL(set)), of: set)
        var referrals = try ReferralCursor(database, set, ReadingMemory())
        let (first, last) = set.bounds
        let customers = try RawStatement(database, sql: Self.customersSQL(set))
        customers.begin([first, last])
        defer { customers.end() }
        let row = customers.row
        while try customers.advance() {
            guard let id = row.customer(0) else { continue }
            var history = CustomerHistory(state: row.word(1, default: .active))
            history.since = row.day(2)
            history.leftOn = row.day(3)
            history.objectsToProfiling = row.integer(4) != 0
            history.creditLimit = row.optionalInteger(5).flatMap {
                Schema.amounts.contains($0) ? Money(hundredths: $0) : nil
            }
            history.currencyRate = settings.rate(of: row.text(6), in: currency)
            if knows.invoices {
                history.invoices = try Self.events(of: id, &invoices, Self.invoice)
            }
            if knows.engagements {
                history.engagements = try Self.events(of: id, &engagements, Self.engagement)
            }
            history.qualifiedReferrals =
                knows.referrals ? try referrals.figure(of: id, at: now).count : nil
            body(id, history, row.optionalInteger(7).flatMap { OverallValue(Int($0)) })
        }
    }

    private static func customersSQL(_ set: CustomerSet) -> String {
        """
        SELECT c.id, c.state, c.since, c.left_on, c.objects_to_profiling, c.credit_limit,
            c.currency, s.value
        FROM customers c LEFT JOIN scores s ON s.customer_id = c.id
        WHERE \(set.condition("c.id")) ORDER BY c.id
        """
    }

    /// The rows of `id` that make an event, in the order of the table's index.
    private static func events<Event>(
        of id: CustomerID, _ rows: inout EventCursor, _ event: (StoredRow) -> Event?
    ) throws -> [Event] {
        var events: [Event] = []
        while let row = try rows.next(of: id) {
            if let event = event(row) { events.append(event) }
        }
        return events
    }

    private static func invoicesSQL(_ set: CustomerSet) -> String {
        """
        SELECT customer_id, issued_on, due_on, amount, paid_on FROM invoices
        WHERE \(set.condition("customer_id")) ORDER BY customer_id
        """
    }

    private static func invoice(_ row: StoredRow) -> Invoice? {
        guard let issuedOn = row.day(1), Schema.amounts.contains(row.integer(3)) else {
            return nil
        }
        return Invoice(
            number: "", issuedOn: issuedOn, dueOn: row.day(2),
            amount: Money(hundredths: row.integer(3)), paidOn: row.day(4))
    }

    private static func engagementsSQL(_ set: CustomerSet) -> String {
        """
        SELECT customer_id, at, answered FROM engagements
        WHERE \(set.condition("customer_id")) ORDER BY customer_id
        """
    }

    private static func engagement(_ row: StoredRow) -> Engagement? {
        row.moment(1).map { Engagement(at: $0, kind: "", isAnswered: row.integer(2) != 0) }
    }
}

/// Which of the sources that make a value have been loaded; unknown is not none.
struct KnownSources {
    let invoices: Bool
    let engagements: Bool
    let referrals: Bool

    init(_ database: Database) throws {
        invoices = try Self.isLoaded("invoices", database)
        engagements = try Self.isLoaded("engagements", database)
        referrals = try Self.isLoaded("referrals", database)
    }

    /// Named in `sources`, or with at least one row.
    static func isLoaded(_ table: String, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM sources WHERE name = '\(table)')
                        OR EXISTS (SELECT 1 FROM \(table))
                    """)) ?? false
    }
}
