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

    /// At most one of each kind, but any number of calls: other references are unique within their
    /// kind. Their texts are whole.
    ///
    /// - Returns: latest first.
    func entries(of customer: CustomerID, named reference: String) throws -> [HistoryEntry] {
        try HistoryEntry.Kind.allCases.flatMap { kind in
            try read(
                kind, " AND \(Self.order(kind).reference) = :reference",
                ["customer": Int64(customer.value), "reference": reference],
                textLimit: Int(Database.valueLimit))
        }.sorted { $0.precedes($1) }
    }

    /// Done or not: its text is of interest as long as somebody asks for it.
    func reminder(of customer: CustomerID, named reference: String) throws -> Reminder? {
        try rows.read(
            "reminders", ids: "SELECT id FROM reminders WHERE customer_id = ? AND reference = ?",
            [Int64(customer.value), reference],
            row: "SELECT reference, due_at, agent, text FROM reminders WHERE id = ?"
        ) { Reminder($0, textLimit: Int(Database.valueLimit)) }.first
    }

    /// The calls that somebody has answered, latest first.
    func answeredCalls(of customer: CustomerID, limit: Int) throws -> [HistoryEntry] {
        try latest(.call, " AND answered_at IS NOT NULL", of: customer, limit)
    }

    private func entries(
        of customer: CustomerID, _ kind: HistoryEntry.Kind, _ limit: Int
    ) throws -> [HistoryEntry] {
        try latest(kind, "", of: customer, limit)
    }

    private func latest(
        _ kind: HistoryEntry.Kind, _ wanted: String, of customer: CustomerID, _ limit: Int
    ) throws -> [HistoryEntry] {
        let order = Self.order(kind)
        // What has no date comes last: to SQLite, NULL is less than any number.
        return try read(
            kind, wanted + " ORDER BY \(order.at) DESC, \(order.reference) DESC LIMIT :limit",
            ["customer": Int64(customer.value), "limit": limit], textLimit: Row.textLimit)
    }

    /// - Parameter wanted: which of the customer's rows.
    private func read(
        _ kind: HistoryEntry.Kind, _ wanted: String, _ arguments: StatementArguments,
        textLimit: Int
    ) throws -> [HistoryEntry] {
        let table = Self.table(kind)
        return try rows.read(
            table, ids: "SELECT id FROM \(Self.source(kind, table))" + wanted, arguments,
            row: Self.row(kind)
        ) { row in
            let at = row.moment(0)
            guard at != nil || kind == .referral && row.isNull(0) else { return nil }
            return HistoryEntry(
                at: at, reference: row.text(1), Self.event(kind, row, textLimit))
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
        case .referral: ("coalesce(referred_at, qualified_at)", "reference")
        case .interruption: ("began_at", "reference")
        case .invoice: ("unixepoch(issued_on)", "number")
        case .call: ("rang_at", "call_id")
        }
    }

    /// The rows of a customer.
    private static func source(_ kind: HistoryEntry.Kind, _ table: String) -> String {
        switch kind {
        case .interruption:
            """
            interruption_customers m JOIN interruptions ON id = m.interruption_id
            WHERE m.customer_id = :customer
            """
        case .referral: "referrals WHERE referrer_id = :customer"
        default: "\(table) WHERE customer_id = :customer"
        }
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
            SELECT coalesce(r.referred_at, r.qualified_at), r.reference,
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

    private static func event(
        _ kind: HistoryEntry.Kind, _ row: Row, _ limit: Int
    ) -> HistoryEntry.Event {
        switch kind {
        case .contact:
            .contact(
                PastContact(
                    channel: row.text(2),
                    direction: ContactTold.Direction(word: row.text(3)) ?? .incoming,
                    agent: row.text(4), outcome: row.text(5), subject: row.text(6, limit),
                    detail: row.text(7, limit)))
        case .note: .note(agent: row.text(2), text: row.text(3, limit))
        case .complaint:
            .complaint(
                Complaint.Status(word: row.text(2)) ?? .error, isUpheld: row.optionalFlag(3),
                subject: row.text(4, limit), resolution: row.text(5, limit))
        case .referral:
            .referral(party: row.text(2), account: row.text(3), isQualified: row.flag(4))
        case .interruption:
            .interruption(
                service: row.text(2), endedAt: row.moment(3), isPlanned: row.flag(4),
                cause: row.text(5, limit))
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
    /// Latest first and what has no date last, then by the words of the kinds, then by descending
    /// reference, as SQLite compares texts.
    fileprivate func precedes(_ other: HistoryEntry) -> Bool {
        if at != other.at {
            guard let at, let otherAt = other.at else { return at != nil }
            return at > otherAt
        }
        if kind != other.kind { return kind.word.description < other.kind.word.description }
        return other.reference.utf8.lexicographicallyPrecedes(reference.utf8)
    }
}
