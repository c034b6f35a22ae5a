internal import GRDB

/// Writes checked rows of one plan.
struct RowWriting {
    /// What became of a row.
    enum Outcome {
        case inserted, updated, unchanged
        /// It is not known, and a new row needs more.
        case unknown
        /// It is known, and belongs to another customer.
        case belongs(to: String)
        /// It is known, is of this source, and is another loss of service.
        case isAnother(of: String)
    }

    private struct Statements {
        let writing: RawStatement?
        let finding: RawStatement?
        let inserting: RawStatement?
        let owning: RawStatement?

        init(_ sql: RowSQL, _ database: Database) throws {
            writing = try sql.writing.map { try RawStatement(database, sql: $0) }
            finding = try sql.finding.map { try RawStatement(database, sql: $0) }
            inserting = try sql.inserting.map { try RawStatement(database, sql: $0) }
            owning = try sql.owning.map { try RawStatement(database, sql: $0) }
        }
    }

    private let plan: ImportPlan
    private let database: Database
    private let whole: Statements
    private let refusing: RawStatement
    /// By what is left out of a row; few files have more than a few kinds of bad fields.
    private var others: [UInt64: Statements] = [:]

    init(_ plan: ImportPlan, _ database: Database) throws {
        self.plan = plan
        self.database = database
        whole = try Statements(RowSQL(plan: plan, leftOut: 0), database)
        refusing = try RawStatement(database, sql: RefusedInterruptions.adding)
    }

    /// Stores row `row` of `batch`.
    mutating func store(_ row: Int, of batch: RowBatch) throws -> Outcome {
        let statements = try statements(leftOut: batch.leftOut[row])
        if let writing = statements.writing {
            writing.forgetInsertion()
            try batch.run(writing, row: row)
            if writing.changeCount > 0 {
                let isNew = writing.hasInserted || !plan.file.hasRowID
                return isNew && statements.finding == nil ? .inserted : .updated
            }
        }
        if let owning = statements.owning,
            let owner = try batch.firstText(of: owning, row: row)
        {
            if plan.file.owner != nil { return .belongs(to: owner) }
            try batch.run(refusing, row: row)
            return .isAnother(of: owner)
        }
        guard let finding = statements.finding else { return .unchanged }
        if try batch.run(finding, row: row) { return .unchanged }
        guard let inserting = statements.inserting else { return .unknown }
        try batch.run(inserting, row: row)
        return .inserted
    }

    private mutating func statements(leftOut: UInt64) throws -> Statements {
        if leftOut == 0 { return whole }
        if let known = others[leftOut] { return known }
        let new = try Statements(RowSQL(plan: plan, leftOut: leftOut), database)
        others[leftOut] = new
        return new
    }
}
