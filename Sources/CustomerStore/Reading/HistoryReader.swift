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
        var entries: [HistoryEntry] = []
        for kind in kinds { entries += try self.entries(of: customer, kind, limit) }
        entries.sort { $0.precedes($1) }
        return Array(entries.prefix(limit))
    }

    /// At most one of each kind: references are unique within one.
    ///
    /// - Returns: latest first.
    func entries(of customer: CustomerID, named reference: String) throws -> [HistoryEntry] {
        try HistoryEntry.Kind.allCases.flatMap { kind in
            let sql = Self.query(kind) + " AND \(Self.reference(kind)) = :reference"
            return try rows(
                kind, sql, ["customer": Int64(customer.value), "reference": reference])
        }.sorted { $0.precedes($1) }
    }

    /// Done or not: its text is of interest as long as somebody asks for it.
    func reminder(of customer: CustomerID, named reference: String) throws -> Reminder? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT reference, due_at, agent, text FROM reminders
                    WHERE customer_id = ? AND reference = ?
                    """), arguments: [Int64(customer.value), reference]
        ).map { Reminder($0) }
    }

    private func entries(
        of customer: CustomerID, _ kind: HistoryEntry.Kind, _ limit: Int
    ) throws -> [HistoryEntry] {
        // What has no date comes last: to SQLite, NULL is less than any number.
        try rows(
            kind, Self.query(kind) + " ORDER BY 1 DESC, 2 DESC LIMIT :limit",
            ["customer": Int64(customer.value), "limit": limit])
    }

    private func rows(
        _ kind: HistoryEntry.Kind, _ sql: String, _ arguments: StatementArguments
    ) throws -> [HistoryEntry] {
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            HistoryEntry(
                at: (row[0] as Int64?).map { Moment(secondsSince1970: $0) }, reference: row[1],
                Self.event(kind, row))
        }
    }

    /// The column by which a kind of entry is named.
    private static func reference(_ kind: HistoryEntry.Kind) -> String {
        switch kind {
        case .contact, .note, .complaint, .engagement: "reference"
        case .referral: "r.reference"
        case .interruption: "i.reference"
        case .invoice: "number"
        case .call: "call_id"
        }
    }

    /// Moment and reference, then what `event` reads.
    private static func query(_ kind: HistoryEntry.Kind) -> String {
        switch kind {
        case .contact:
            """
            SELECT at, reference, channel, direction, agent, outcome, subject, detail
            FROM interactions WHERE customer_id = :customer
            """
        case .note:
            "SELECT at, reference, agent, text FROM notes WHERE customer_id = :customer"
        case .complaint:
            """
            SELECT received_at, reference, status, upheld, subject, resolution
            FROM complaints WHERE customer_id = :customer
            """
        case .referral:
            """
            SELECT coalesce(r.referred_at, r.qualified_at), r.reference,
                coalesce(c.name, r.referred_name), coalesce(c.account, ''),
                r.qualified_at IS NOT NULL
            FROM referrals r LEFT JOIN customers c ON c.id = r.referred_id
            WHERE r.referrer_id = :customer
            """
        case .interruption:
            """
            SELECT i.began_at, i.reference, i.service, i.ended_at, i.planned, i.cause
            FROM interruption_customers m JOIN interruptions i ON i.id = m.interruption_id
            WHERE m.customer_id = :customer
            """
        case .invoice:
            """
            SELECT unixepoch(issued_on), number, amount, unixepoch(paid_on) / 86400
            FROM invoices WHERE customer_id = :customer
            """
        case .engagement:
            """
            SELECT at, reference, kind, answered, score
            FROM engagements WHERE customer_id = :customer
            """
        case .call:
            """
            SELECT rang_at, call_id, agent, answered_at IS NOT NULL
            FROM calls WHERE customer_id = :customer
            """
        }
    }

    private static func event(_ kind: HistoryEntry.Kind, _ row: Row) -> HistoryEntry.Event {
        switch kind {
        case .contact:
            .contact(
                PastContact(
                    channel: row[2],
                    direction: ContactTold.Direction(word: row[3]) ?? .incoming, agent: row[4],
                    outcome: row[5], subject: row[6], detail: row[7]))
        case .note: .note(agent: row[2], text: row[3])
        case .complaint:
            .complaint(
                Complaint.Status(word: row[2]) ?? .error, isUpheld: row[3], subject: row[4],
                resolution: row[5])
        case .referral: .referral(party: row[2], account: row[3], isQualified: row[4])
        case .interruption:
            .interruption(
                service: row[2],
                endedAt: (row[3] as Int64?).map { Moment(secondsSince1970: $0) },
                isPlanned: row[4], cause: row[5])
        case .invoice:
            .invoice(
                Money(hundredths: row[2]),
                paidOn: (row[3] as Int32?).map { CalendarDay(daysSince1970: $0) })
        case .engagement:
            .engagement(
                HistoryEntry.EngagementKind(word: row[2]) ?? .survey, isAnswered: row[3],
                score: row[4])
        case .call: .call(agent: row[2], isAnswered: row[3])
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
