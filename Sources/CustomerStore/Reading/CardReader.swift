import Customers
import GRDB
import Scoring

/// Reads one customer's card.
struct CardReader {
    private let database: Database
    private let now: Moment
    private let rules: CountRules
    /// Rows of one kind that a card shows.
    private let rowLimit: Int
    private let unreadable: UnreadableRows?
    /// Rows of one kind that are counted: nobody has more.
    static let countedRows = 10_000

    init(
        _ database: Database, now: Moment, rules: CountRules, rowLimit: Int,
        unreadable: UnreadableRows? = nil
    ) {
        self.unreadable = unreadable
        self.database = database
        self.now = now
        self.rules = rules
        self.rowLimit = rowLimit
    }

    func card(of customer: CustomerID) throws -> Card? {
        let id = Int64(customer.value)
        let reader = SummaryReader(database, now: now, rules: rules)
        guard let summary = try reader.summaries(of: .range(id...id)).first,
            let details = try details(id)
        else { return nil }
        let complaints = try complaints(id)
        let figure = ComplaintFigure(complaints, at: now, rules: rules)
        let losses = try interruptions(id)
        let interruptions = InterruptionFigure(losses, at: now, rules: rules)
        return Card(
            summary: summary, details: details, oldestOpenComplaint: figure.oldestOpen,
            pendingReferrals: try reader.pendingReferrals(of: customer),
            interruptedSeconds: interruptions.lostSeconds(at: now), phones: try phones(id),
            openComplaints: Array(complaints.filter { $0.status == .open }.prefix(rowLimit)),
            interruptionsUnderWay: Array(losses.filter(isUnderWay).prefix(rowLimit)),
            reminders: try reminders(id), overdue: try overdue(id),
            lastContacts: try LastContacts(database, unreadable, of: customer)
                .entries(limit: rowLimit),
            asOf: now)
    }

    private func isUnderWay(_ loss: Interruption) -> Bool {
        loss.beganAt <= now && loss.endedAt.map { $0 > now } ?? true
    }

    /// The fields of `details`, in its order.
    private static let detailFields = [
        "c.since", "c.left_on", "c.left_reason",
        "(SELECT account FROM customers p WHERE p.id = c.parent_id)", "c.types", "c.address",
        "c.city", "c.region", "c.postcode", "c.country", "c.email", "c.birthday", "c.language",
        "c.preferred_channel", "c.currency", "c.credit_limit", "c.objects_to_profiling",
    ]

    private func details(_ id: Int64) throws -> CustomerDetails? {
        do {
            return try details(id, Self.detailFields)
        } catch let error as DatabaseError where error.meaning == .tooLong {
            // Without the texts that are too long.
            let fields = try Self.detailFields.map { try isTooLong($0, id) ? "''" : $0 }
            return try details(id, fields)
        }
    }

    private func isTooLong(_ field: String, _ id: Int64) throws -> Bool {
        do {
            _ = try Row.fetchOne(
                database, sql: "SELECT \(field) FROM customers c WHERE c.id = ?", arguments: [id])
            return false
        } catch let error as DatabaseError where error.meaning == .tooLong {
            return true
        }
    }

    private func details(_ id: Int64, _ fields: [String]) throws -> CustomerDetails? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(fields.joined(separator: ", ")) FROM customers c WHERE c.id = ?"),
            arguments: [id])
        guard let row else { return nil }
        var details = CustomerDetails()
        details.since = row.day(0)
        details.leftOn = row.day(1)
        details.leftReason = row.text(2)
        details.parent = Account(row.text(3))
        details.types = row.text(4)
        details.address = row.text(5)
        details.city = row.text(6)
        details.region = row.text(7)
        details.postcode = row.text(8)
        details.country = row.text(9)
        details.email = row.text(10)
        details.birthday = row.day(11)
        details.language = row.text(12)
        details.preferredChannel = row.text(13)
        details.currency = row.text(14)
        details.creditLimit = row.integer(15).map { Money(hundredths: $0) }
        details.objectsToProfiling = row.flag(16)
        return details
    }

    private var rows: RowsByID { RowsByID(database: database, unreadable: unreadable) }

    private func phones(_ id: Int64) throws -> [StoredPhone] {
        try rows.read(
            "phones", ids: "SELECT id FROM phones WHERE customer_id = ? ORDER BY id LIMIT ?",
            [id, rowLimit],
            row: """
                SELECT entered, number, extension, role, label, linked_by, linked_at,
                    confirmed_at FROM phones WHERE id = ?
                """
        ) { row in
            StoredPhone(
                entered: row.text(0), number: row.number(1), extensionDigits: row.text(2),
                role: NumberRole(word: row.text(3)) ?? .direct, label: row.text(4),
                link: row.moment(6).map {
                    NumberLink(agent: row.text(5), at: $0, confirmedAt: row.moment(7))
                })
        }
    }

    func complaints(_ id: Int64) throws -> [Complaint] {
        try rows.read(
            "complaints",
            ids: "SELECT id FROM complaints WHERE customer_id = ? ORDER BY received_at, id LIMIT ?",
            [id, Self.countedRows],
            row: """
                SELECT reference, received_at, closed_at, status, upheld, subject, resolution
                FROM complaints WHERE id = ?
                """
        ) { row in
            row.moment(1).map {
                Complaint(
                    reference: row.text(0), receivedAt: $0, closedAt: row.moment(2),
                    status: Complaint.Status(word: row.text(3)) ?? .error,
                    isUpheld: row.optionalFlag(4), subject: row.text(5), resolution: row.text(6))
            }
        }
    }

    func interruptions(_ id: Int64) throws -> [Interruption] {
        try rows.read(
            "interruptions",
            ids: """
                SELECT i.id FROM interruption_customers m
                JOIN interruptions i ON i.id = m.interruption_id
                WHERE m.customer_id = ? ORDER BY i.began_at, i.id LIMIT ?
                """, [id, Self.countedRows],
            row: """
                SELECT reference, service, began_at, ended_at, planned, cause, expected_end_at
                FROM interruptions WHERE id = ?
                """
        ) { row in
            guard let beganAt = row.moment(2), row.isNull(3) || row.moment(3) != nil else {
                return nil
            }
            return Interruption(
                reference: row.text(0), service: row.text(1), beganAt: beganAt,
                endedAt: row.moment(3), isPlanned: row.flag(4), cause: row.text(5),
                expectedEndAt: row.moment(6))
        }
    }

    private func reminders(_ id: Int64) throws -> [Reminder] {
        try rows.read(
            "reminders",
            ids: """
                SELECT id FROM reminders
                WHERE customer_id = ? AND done_at IS NULL ORDER BY due_at, id LIMIT ?
                """, [id, rowLimit],
            row: "SELECT reference, due_at, agent, text FROM reminders WHERE id = ?"
        ) { Reminder($0) }
    }

    /// What was due before today, which is the day where the daemon runs.
    private func overdue(_ id: Int64) throws -> Overdue? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*), total(amount), min(due_on) FROM invoices
                    WHERE customer_id = ? AND paid_on IS NULL AND due_on < ?
                        AND amount BETWEEN 1 AND ?
                    """),
            arguments: [id, now.localDay.description, Schema.amounts.upperBound])
        guard let row, let since = row.day(2) else { return nil }
        return Overdue(
            invoiceCount: Int(row.integer(0) ?? 0),
            amount: Money(hundredths: row.integer(1) ?? .max), since: since)
    }
}

extension Reminder {
    /// - Parameters:
    ///   - row: reference, moment, agent, text.
    ///   - textLimit: bytes of the text that are read.
    /// - Returns: `nil` for what is due at no moment of a calendar.
    init?(_ row: Row, textLimit: Int = Row.textLimit) {
        guard let dueAt = row.moment(1) else { return nil }
        self.init(
            reference: row.text(0), dueAt: dueAt, agent: row.text(2),
            text: row.text(3, textLimit))
    }
}
