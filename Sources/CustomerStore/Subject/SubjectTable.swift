/// What of one table a customer is given who asks what is kept of it.
///
/// - Source: GDPR, Art. 15; CJEU C-579/21 for the names of staff.
struct SubjectTable {
    /// What a column holds.
    enum Content {
        /// Given as it stands.
        case plain
        /// Seconds since 1970; given as 2026-11-21T09:00:00Z.
        case moment
        /// An E.164 number without its plus; given with it.
        case number
        /// Who of the staff it was; given only where asked for.
        case staff
        /// Says nothing of the customer: it ties rows together.
        case tie
    }

    let name: String
    /// The columns that name the customer; none where the table names nobody.
    let owners: [String]
    let columns: [(name: String, content: Content)]

    private static func columns(
        plain: String = "", moments: String = "", numbers: String = "", staff: String = "",
        ties: String = ""
    ) -> [(name: String, content: Content)] {
        let groups: [(String, Content)] = [
            (plain, .plain), (moments, .moment), (numbers, .number), (staff, .staff), (ties, .tie),
        ]
        return groups.flatMap { names, content in
            names.split(separator: " ").map { (String($0), content) }
        }
    }

    /// Every table that names a customer; a test holds them against the schema.
    static let all = [
        SubjectTable(
            name: "customers", owners: ["id"],
            columns: columns(
                plain: """
                    account name kind state since left_on left_reason types address city region \
                    postcode country email birthday language preferred_channel currency \
                    credit_limit objects_to_profiling source
                    """, ties: "id parent_id")),
        SubjectTable(
            name: "phones", owners: ["customer_id"],
            columns: columns(
                plain: "entered extension role label problem source",
                moments: "linked_at confirmed_at", numbers: "number", staff: "linked_by",
                ties: "id customer_id")),
        SubjectTable(
            name: "complaints", owners: ["customer_id"],
            columns: columns(
                plain: "reference status upheld subject resolution source",
                moments: "received_at closed_at", ties: "id customer_id")),
        SubjectTable(
            name: "referrals", owners: ["referrer_id", "referred_id"],
            columns: columns(
                plain: "reference referred_name source", moments: "referred_at qualified_at",
                ties: "id referrer_id referred_id")),
        SubjectTable(
            name: "interruption_customers", owners: ["customer_id"],
            columns: columns(plain: "interruption_id source", ties: "customer_id")),
        SubjectTable(
            name: "invoices", owners: ["customer_id"],
            columns: columns(
                plain: "number issued_on due_on amount paid_on source", ties: "id customer_id")),
        SubjectTable(
            name: "engagements", owners: ["customer_id"],
            columns: columns(
                plain: "reference kind answered score source", moments: "at",
                ties: "id customer_id")),
        SubjectTable(
            name: "interactions", owners: ["customer_id"],
            columns: columns(
                plain: "reference channel direction kind subject detail outcome source",
                moments: "at", staff: "agent", ties: "id customer_id")),
        SubjectTable(
            name: "notes", owners: ["customer_id"],
            columns: columns(
                plain: "reference text", moments: "at", staff: "agent", ties: "id customer_id")),
        SubjectTable(
            name: "reminders", owners: ["customer_id"],
            columns: columns(
                plain: "reference text", moments: "due_at done_at", staff: "agent",
                ties: "id customer_id")),
        SubjectTable(
            name: "scores", owners: ["customer_id"],
            columns: columns(
                plain: "value composite version", moments: "scored_at", ties: "customer_id")),
        SubjectTable(
            name: "value_overrides", owners: ["customer_id"],
            columns: columns(
                plain: "value reason", moments: "set_at expires_at", staff: "author",
                ties: "customer_id")),
        SubjectTable(
            name: "number_changes", owners: ["customer_id"],
            columns: columns(
                plain: "entered problem", moments: "at", numbers: "number_before number_now",
                ties: "id customer_id")),
        SubjectTable(
            name: "calls", owners: ["customer_id"],
            columns: columns(
                plain: "call_id received", moments: "rang_at answered_at ended_at",
                numbers: "number", staff: "agent", ties: "id customer_id")),
    ]

    /// Tables that hold nothing of one customer, and why.
    static let others = [
        "interruptions": "what went wrong for many, not of whom",
        "score_versions": "how all customers were scored at one time",
        "sources": "when a file was loaded",
        "change_log": "which rows the index is to read again; ids only, gone within minutes",
        "sqlite_sequence": "SQLite's counters",
        "settings": "how numbers were read",
        "grdb_migrations": "which steps the schema has taken",
        "live_calls": "calls under way, which are in calls when they have ended",
    ]

    /// One JSON object for each row of a customer, whose id is the only argument `?1`.
    func query(withStaff: Bool) -> String {
        let pairs = columns.compactMap { name, content -> String? in
            switch content {
            case .plain: "'\(name)', \"\(name)\""
            case .moment: "'\(name)', strftime('%Y-%m-%dT%H:%M:%SZ', \"\(name)\", 'unixepoch')"
            case .number: "'\(name)', '+' || \"\(name)\""
            case .staff: withStaff ? "'\(name)', \"\(name)\"" : nil
            case .tie: nil
            }
        }
        let owned = owners.map { "\"\($0)\" = ?1" }.joined(separator: " OR ")
        return """
            SELECT json_object(\(pairs.joined(separator: ", "))) FROM "\(name)" WHERE \(owned)
            """
    }
}
