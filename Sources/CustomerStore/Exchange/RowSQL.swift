/// The statements of a plan for rows some of whose fields are left out.
///
/// A field that is left out is as if its column were missing: a known row keeps what it has, and
/// a new one gets the default.
struct RowSQL {
    let plan: ImportPlan
    /// A bit for each of `plan.inputs` that is left out.
    let leftOut: UInt64

    /// A column of the table and the parameter, from 1, that has its value.
    private typealias Bound = (name: String, place: Int)

    private var table: String { plan.file.table }
    private var keyNames: [String] { plan.file.keys.map(\.stored) }

    /// The columns that a row binds, in order.
    private var bound: [Bound] {
        var bound = plan.inputs.enumerated().map { Bound($0.element.column.stored, $0.offset + 1) }
        var last = bound.count
        bound.removeAll { leftOut & 1 << UInt64($0.place - 1) != 0 }
        if plan.readsNumbers {
            let read =
                (plan.place("extension") == nil ? ["extension"] : []) + ["number", "problem"]
            for name in read {
                last += 1
                bound.append(Bound(name, last))
            }
        }
        return bound
    }

    /// What an update may write: an extension only when the file tells one.
    private var updated: [Bound] {
        let told = Set(plan.inputs.map(\.column.stored) + ["number", "problem"])
        return bound.filter { !keyNames.contains($0.name) && told.contains($0.name) }
    }

    /// Whether the import says from where the rows are, because the file does not.
    private var givesSource: Bool { plan.file.isSourced && !plan.tellsSource }

    /// Whether known rows that nobody has named become this import's.
    private var adopts: Bool { givesSource && plan.origin.adopts }

    private var adoption: String {
        "source IN \(plan.origin.adopted) AND source <> \(plan.origin.literal)"
    }

    /// An insertion of a customer is noted in `change_log` before it turns out to be an update,
    /// so known customers are updated without trying one. And rows without a number of their own
    /// do not tell whether they were inserted.
    private var looksFirst: Bool {
        table == ExchangeFile.customers.table || plan.file.isLog
            || !plan.file.hasRowID && (adopts || !updated.isEmpty)
    }

    /// That a known row belongs to the same customer, or that this source may give it to another.
    ///
    /// - Parameter customer: what stands for the customer's id.
    private func ownership(_ customer: String) -> String {
        let same = "\(table).\(plan.file.owner?.stored ?? "") = \(customer)"
        let isOurs = "\(table).source = \(plan.origin.literal)"
        return plan.origin.isNamed && plan.file.isSourced ? "(\(same) OR \(isOurs))" : same
    }

    /// That an interruption is the same as before where another source has told it: two systems
    /// may count in the same way. `nil` for other files.
    ///
    /// - Parameter value: what stands for a column's new value.
    private func identity(_ value: (Bound) -> String) -> String? {
        let told = bound.filter { ["service", "began_at"].contains($0.name) }
        guard table == "interruptions", givesSource, !told.isEmpty else { return nil }
        let same = told.map { "\(table).\($0.name) IS \(value($0))" }.joined(separator: " AND ")
        let ours = "\(table).source IN ('', '\(ImportOrigin.unnamed)', \(plan.origin.literal))"
        return "(\(ours) OR \(same))"
    }

    private var ownerPlace: Int? {
        plan.file.owner.flatMap { plan.place($0.name) }.map { $0 + 1 }
    }

    /// Inserts a row, or updates what differs; `nil` when there is nothing to update.
    var writing: String? {
        if plan.file.isLog { return nil }
        if !plan.missingNames.isEmpty || looksFirst { return updating }
        let inserting = "\(insertion) ON CONFLICT (\(keyNames.joined(separator: ", ")))"
        guard !updated.isEmpty || adopts else { return inserting + " DO NOTHING" }
        let changes = updated.map { "\(table).\($0.name) IS NOT excluded.\($0.name)" }
        let guardian =
            ownerPlace != nil
            ? " AND \(ownership("excluded.\(ownerName)"))"
            : identity { "excluded.\($0.name)" }.map { " AND \($0)" } ?? ""
        return """
            \(inserting) DO UPDATE SET \(settings { "excluded.\($0.name)" })
            WHERE (\((changes + adoptions).joined(separator: " OR ")))\(guardian)
            """
    }

    private var ownerName: String { plan.file.owner?.stored ?? "" }

    private var adoptions: [String] {
        adopts ? ["(\(adoption.replacing("source ", with: "\(table).source "))) "] : []
    }

    private func settings(_ value: (Bound) -> String) -> String {
        var settings = updated.map { "\($0.name) = \(value($0))" }
        if adopts {
            settings.append(
                """
                source = CASE WHEN \(table).source IN \(plan.origin.adopted)
                    THEN \(plan.origin.literal) ELSE \(table).source END
                """)
        }
        return settings.joined(separator: ", ")
    }

    private var updating: String? {
        guard !updated.isEmpty || adopts else { return nil }
        let changes = updated.map { "\(table).\($0.name) IS NOT ?\($0.place)" }
        let guardian =
            (ownerPlace.map { ownership("?\($0)") } ?? identity { "?\($0.place)" })
            .map { " AND \($0)" } ?? ""
        return """
            UPDATE \(table) SET \(settings { "?\($0.place)" })
            WHERE \(isTheRow) AND (\((changes + adoptions).joined(separator: " OR ")))\(guardian)
            """
    }

    private var isTheRow: String {
        keyNames.enumerated().map { "\(table).\($0.element) = ?\($0.offset + 1)" }
            .joined(separator: " AND ")
    }

    private var insertion: String {
        let names = bound.map(\.name) + (givesSource ? ["source"] : [])
        let values = bound.map { "?\($0.place)" } + (givesSource ? [plan.origin.literal] : [])
        return "INSERT INTO \(table) (\(names.joined(separator: ", "))) "
            + "VALUES (\(values.joined(separator: ", ")))"
    }

    /// Whether there is a row with the key, where `writing` cannot insert.
    var finding: String? {
        guard !plan.missingNames.isEmpty || looksFirst else { return nil }
        return "SELECT 1 FROM \(table) WHERE \(isTheRow)"
    }

    /// Inserts a row that `finding` has not found; `nil` where a new row needs more columns.
    var inserting: String? { plan.missingNames.isEmpty && looksFirst ? insertion : nil }

    /// Whose the known row is that was not taken from its customer, or from its source.
    var owning: String? {
        guard let ownerPlace else {
            return identity { "?\($0.place)" }.map {
                "SELECT source FROM \(table) WHERE \(isTheRow) AND NOT \($0)"
            }
        }
        return """
            SELECT c.account FROM \(table) JOIN customers AS c ON c.id = \(table).\(ownerName)
            WHERE \(isTheRow) AND NOT \(ownership("?\(ownerPlace)"))
            """
    }
}
