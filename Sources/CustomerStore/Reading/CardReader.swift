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

    init(_ database: Database, now: Moment, rules: CountRules, rowLimit: Int) {
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
            lastContacts: try HistoryReader(database).entries(
                of: customer, kinds: [.contact, .note, .call], limit: rowLimit),
            asOf: now)
    }

    private func isUnderWay(_ loss: Interruption) -> Bool {
        loss.beganAt <= now && loss.endedAt.map { $0 > now } ?? true
    }

    private func details(_ id: Int64) throws -> CustomerDetails? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT c.*, p.account AS parent_account FROM customers c
                    LEFT JOIN customers p ON p.id = c.parent_id WHERE c.id = ?
                    """), arguments: [id])
        guard let row else { return nil }
        var details = CustomerDetails()
        details.since = Self.day(row["since"])
        details.leftOn = Self.day(row["left_on"])
        details.leftReason = row["left_reason"]
        details.parent = (row["parent_account"] as String?).flatMap { Account($0) }
        details.types = row["types"]
        details.address = row["address"]
        details.city = row["city"]
        details.region = row["region"]
        details.postcode = row["postcode"]
        details.country = row["country"]
        details.email = row["email"]
        details.birthday = Self.day(row["birthday"])
        details.language = row["language"]
        details.preferredChannel = row["preferred_channel"]
        details.currency = row["currency"]
        details.creditLimit = (row["credit_limit"] as Int64?).map { Money(hundredths: $0) }
        details.objectsToProfiling = row["objects_to_profiling"]
        return details
    }

    private func phones(_ id: Int64) throws -> [StoredPhone] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT entered, number, extension, role, label, linked_by, linked_at,
                        confirmed_at FROM phones
                    WHERE customer_id = ? ORDER BY id LIMIT ?
                    """), arguments: [id, rowLimit])
        return rows.map { row in
            StoredPhone(
                entered: row[0],
                number: (row[1] as Int64?).flatMap { PhoneNumber(digits: UInt64(clamping: $0)) },
                extensionDigits: row[2], role: NumberRole(word: row[3]) ?? .direct, label: row[4],
                link: Self.moment(row[6]).map {
                    NumberLink(agent: row[5], at: $0, confirmedAt: Self.moment(row[7]))
                })
        }
    }

    func complaints(_ id: Int64) throws -> [Complaint] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT * FROM complaints WHERE customer_id = ? ORDER BY received_at, id"),
            arguments: [id])
        return rows.map { row in
            Complaint(
                reference: row["reference"],
                receivedAt: Moment(secondsSince1970: row["received_at"]),
                closedAt: Self.moment(row["closed_at"]),
                status: Complaint.Status(word: row["status"]) ?? .error, isUpheld: row["upheld"],
                subject: row["subject"], resolution: row["resolution"])
        }
    }

    func interruptions(_ id: Int64) throws -> [Interruption] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT i.* FROM interruption_customers m
                    JOIN interruptions i ON i.id = m.interruption_id
                    WHERE m.customer_id = ? ORDER BY i.began_at, i.id
                    """), arguments: [id])
        return rows.map { row in
            Interruption(
                reference: row["reference"], service: row["service"],
                beganAt: Moment(secondsSince1970: row["began_at"]),
                endedAt: Self.moment(row["ended_at"]), isPlanned: row["planned"],
                cause: row["cause"], expectedEndAt: Self.moment(row["expected_end_at"]))
        }
    }

    private func reminders(_ id: Int64) throws -> [Reminder] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT reference, due_at, agent, text FROM reminders
                    WHERE customer_id = ? AND done_at IS NULL ORDER BY due_at, id LIMIT ?
                    """), arguments: [id, rowLimit])
        return rows.map { Reminder($0) }
    }

    private func overdue(_ id: Int64) throws -> Overdue? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*), sum(amount), min(due_on) FROM invoices
                    WHERE customer_id = ? AND paid_on IS NULL AND due_on < ? AND amount > 0
                    """), arguments: [id, now.day.description])
        guard let row, let since = Self.day(row[2]) else { return nil }
        return Overdue(
            invoiceCount: row[0], amount: Money(hundredths: row[1]), since: since)
    }

    private static func day(_ text: String?) -> CalendarDay? { text.flatMap { CalendarDay($0) } }

    private static func moment(_ seconds: Int64?) -> Moment? {
        seconds.map { Moment(secondsSince1970: $0) }
    }
}

extension Reminder {
    /// - Parameter row: reference, moment, agent, text.
    init(_ row: Row) {
        self.init(
            reference: row[0], dueAt: Moment(secondsSince1970: row[1]), agent: row[2],
            text: row[3])
    }
}
