import Customers
import GRDB

/// Reads what happened with one customer, from every table that knows something.
struct HistoryReader {
    private let rows: RowsByID

    init(_ database: Database, _ unreadable: UnreadableRows? = nil) {
        rows = RowsByID(database: database, unreadable: unreadable)
    }

    /// - Parameters:
    ///   - kinds: which kinds of entries.
    ///   - limit: how many at most.
    /// - Returns: latest first.
    func entries(
        of customer: CustomerID, kinds: [HistoryEntry.Kind] = HistoryEntry.Kind.allCases,
        limit: Int
    ) throws -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        for kind in kinds { entries += try self.entries(of: customer, kind, limit) }
        entries.sort { $0.precedes($1) }
        return Array(entries.prefix(limit))
    }

    private func entries(
        of customer: CustomerID, _ kind: HistoryEntry.Kind, _ limit: Int
    ) throws -> [HistoryEntry] {
        let table = Self.table(kind)
        return try rows.read(
            table, ids: Self.ids(kind, table),
            ["customer": Int64(customer.value), "limit": limit], row: Self.row(kind)
        ) { row in
            guard let at = row.moment(0) else { return nil }
            return HistoryEntry(at: at, reference: row.text(1), Self.event(kind, row))
        }
    }

    private static func table(_ kind: HistoryEntry.Kind) -> String {
        switch kind {
        case .contact: "interactions"
        case .note: "notes"
        case .complaint: "complaints"
        case .referral: "referrals"
        case .interruption: "interruptions"
        case .invoice: "invoices"
        case .engagement: "engagements"
        case .call: "calls"
        }
    }

    /// When a row happened, and the name that tells it from others of that moment.
    private static func order(_ kind: HistoryEntry.Kind) -> (at: String, reference: String) {
        switch kind {
        case .contact, .note, .engagement: ("at", "reference")
        case .complaint: ("received_at", "reference")
        case .referral: ("coalesce(referred_at, qualified_at, 0)", "reference")
        case .interruption: ("began_at", "reference")
        case .invoice: ("unixepoch(issued_on)", "number")
        case .call: ("rang_at", "call_id")
        }
    }

    private static func ids(_ kind: HistoryEntry.Kind, _ table: String) -> String {
        let order = order(kind)
        let source =
            switch kind {
            case .interruption:
                """
                interruption_customers m JOIN interruptions ON id = m.interruption_id
                WHERE m.customer_id = :customer
                """
            case .referral: "referrals WHERE referrer_id = :customer"
            default: "\(table) WHERE customer_id = :customer"
            }
        return """
            SELECT id FROM \(source)
            ORDER BY \(order.at) DESC, \(order.reference) DESC LIMIT :limit
            """
    }

    /// Moment and reference, then what `event` reads.
    private static func row(_ kind: HistoryEntry.Kind) -> String {
        switch kind {
        case .contact:
            """
            SELECT at, reference, channel, direction, agent, outcome, subject, detail
            FROM interactions WHERE id = ?
            """
        case .note:
            "SELECT at, reference, agent, text FROM notes WHERE id = ?"
        case .complaint:
            """
            SELECT received_at, reference, status, upheld, subject, resolution
            FROM complaints WHERE id = ?
            """
        case .referral:
            """
            SELECT coalesce(r.referred_at, r.qualified_at, 0), r.reference,
                coalesce(c.name, r.referred_name), coalesce(c.account, ''),
                r.qualified_at IS NOT NULL
            FROM referrals r LEFT JOIN customers c ON c.id = r.referred_id WHERE r.id = ?
            """
        case .interruption:
            """
            SELECT began_at, reference, service, ended_at, planned, cause
            FROM interruptions WHERE id = ?
            """
        case .invoice:
            """
            SELECT unixepoch(issued_on), number, amount, paid_on FROM invoices WHERE id = ?
            """
        case .engagement:
            "SELECT at, reference, kind, answered, score FROM engagements WHERE id = ?"
        case .call:
            """
            SELECT rang_at, call_id, agent, answered_at IS NOT NULL FROM calls WHERE id = ?
            """
        }
    }

    private static func event(_ kind: HistoryEntry.Kind, _ row: Row) -> HistoryEntry.Event {
        switch kind {
        case .contact:
            .contact(
                PastContact(
                    channel: row.text(2),
                    direction: ContactTold.Direction(word: row.text(3)) ?? .incoming,
                    agent: row.text(4), outcome: row.text(5), subject: row.text(6),
                    detail: row.text(7)))
        case .note: .note(agent: row.text(2), text: row.text(3))
        case .complaint:
            .complaint(
                Complaint.Status(word: row.text(2)) ?? .error, isUpheld: row.optionalFlag(3),
                subject: row.text(4), resolution: row.text(5))
        case .referral:
            .referral(party: row.text(2), account: row.text(3), isQualified: row.flag(4))
        case .interruption:
            .interruption(
                service: row.text(2), endedAt: row.moment(3), isPlanned: row.flag(4),
                cause: row.text(5))
        case .invoice:
            .invoice(Money(hundredths: row.integer(2) ?? 0), paidOn: row.day(3))
        case .engagement:
            .engagement(
                HistoryEntry.EngagementKind(word: row.text(2)) ?? .survey,
                isAnswered: row.flag(3), score: row.integer(4).map { Int($0) })
        case .call: .call(agent: row.text(2), isAnswered: row.flag(3))
        }
    }
}

extension HistoryEntry {
    /// Latest first, then by the words of the kinds, then by descending reference, as SQLite
    /// compares texts.
    fileprivate func precedes(_ other: HistoryEntry) -> Bool {
        if at != other.at { return at > other.at }
        if kind != other.kind { return kind.word.description < other.kind.word.description }
        return other.reference.utf8.lexicographicallyPrecedes(reference.utf8)
    }
}
