import Customers
import GRDB

/// Reads what happened with one customer, from every table that knows something.
struct HistoryReader {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// - Parameters:
    ///   - kinds: which kinds of entries.
    ///   - limit: how many at most.
    /// - Returns: latest first.
    func entries(
        of customer: CustomerID, kinds: [HistoryEntry.Kind] = HistoryEntry.Kind.allCases,
        limit: Int
    ) throws -> [HistoryEntry] {
        let parts = kinds.map { kind in
            "SELECT * FROM (\(Self.query(kind)) ORDER BY 1 DESC, 3 DESC LIMIT :limit)"
        }
        let sql =
            parts.joined(separator: " UNION ALL ") + " ORDER BY 1 DESC, 2, 3 DESC LIMIT :limit"
        let rows = try Row.fetchAll(
            database.cachedStatement(sql: sql),
            arguments: ["customer": Int64(customer.value), "limit": limit])
        return rows.compactMap { row in
            guard let kind = HistoryEntry.Kind(word: row[1]) else { return nil }
            return HistoryEntry(
                at: Moment(secondsSince1970: row[0]), kind: kind, reference: row[2],
                channel: row[3], agent: row[4], outcome: row[5], subject: row[6], detail: row[7])
        }
    }

    /// Eight columns: moment, kind, reference, channel, agent, outcome, subject, detail.
    private static func query(_ kind: HistoryEntry.Kind) -> String {
        switch kind {
        case .contact:
            """
            SELECT at, 'contact', reference,
                channel || CASE direction WHEN 'out' THEN '/out' ELSE '/in' END, agent, outcome,
                subject, detail
            FROM interactions WHERE customer_id = :customer
            """
        case .note:
            "SELECT at, 'note', reference, '', agent, '', '', text FROM notes "
                + "WHERE customer_id = :customer"
        case .complaint:
            """
            SELECT received_at, 'complaint', reference, '', '', status
                || CASE upheld WHEN 1 THEN '/upheld' WHEN 0 THEN '/not-upheld' ELSE '' END,
                subject, resolution
            FROM complaints WHERE customer_id = :customer
            """
        case .referral:
            """
            SELECT COALESCE(r.referred_at, r.qualified_at, 0), 'referral', r.reference, '', '',
                CASE WHEN r.qualified_at IS NULL THEN 'pending' ELSE 'qualified' END,
                COALESCE(c.name, r.referred_name), COALESCE(c.account, '')
            FROM referrals r LEFT JOIN customers c ON c.id = r.referred_id
            WHERE r.referrer_id = :customer
            """
        case .interruption:
            """
            SELECT i.began_at, 'interruption', i.reference, i.service, '',
                CASE WHEN i.ended_at IS NULL THEN 'under-way'
                    ELSE ((i.ended_at - i.began_at) / 60) || '-minutes' END
                || CASE i.planned WHEN 1 THEN '/planned' ELSE '' END,
                i.cause, ''
            FROM interruption_customers m JOIN interruptions i ON i.id = m.interruption_id
            WHERE m.customer_id = :customer
            """
        case .invoice:
            """
            SELECT unixepoch(issued_on), 'invoice', number, '', '',
                CASE WHEN paid_on IS NULL THEN 'unpaid' ELSE 'paid-' || paid_on END,
                printf('%.2f', amount / 100.0), ''
            FROM invoices WHERE customer_id = :customer
            """
        case .engagement:
            """
            SELECT at, 'engagement', reference, kind, '',
                CASE answered WHEN 1 THEN 'answered' ELSE 'not-answered' END,
                COALESCE('score ' || score, ''), ''
            FROM engagements WHERE customer_id = :customer
            """
        case .call:
            """
            SELECT rang_at, 'call', call_id, '', agent,
                CASE WHEN answered_at IS NULL THEN 'not-answered' ELSE 'answered' END, '', ''
            FROM calls WHERE customer_id = :customer
            """
        }
    }
}
