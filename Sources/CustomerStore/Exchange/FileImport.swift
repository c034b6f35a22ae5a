internal import Customers
internal import GRDB

/// The import of one file.
///
/// Rows are read and checked in batches within a read transaction, which holds nobody up; only
/// then is the batch written, in one or more short write transactions.
struct FileImport: ~Copyable {
    /// The longest a write transaction goes on before it commits.
    static let transactionLimit = Duration.milliseconds(50)
    /// Rows between two looks at the clock.
    static let rowsPerClock = 64
    /// The newest rows of `change_log` that stay. A daemon that has missed older ones sees the
    /// gap and reads everything again.
    static let changeLimit = 1_000_000

    private let plan: ImportPlan
    private let database: Database
    private let elapsed: () -> Duration
    private var reader: CSVReader
    private var checker: RowChecker
    private var batch = RowBatch()
    private var issues: [ImportIssue] = []
    private var isAtEnd = false
    private var writing: RowWriting
    private let trimming: Statement
    private let keepingParent: Statement?

    private(set) var counts: ImportReport.File
    /// Rows of which nobody can tell which they are.
    private(set) var unnamedRows = 0

    /// - Parameters:
    ///   - name: what the file is called.
    ///   - reader: stands behind the header, of which `plan` was made.
    init(
        _ plan: ImportPlan, name: String, _ reader: consuming CSVReader, _ database: Database,
        _ settings: Importer.Settings
    ) throws {
        let keys =
            settings.removal == nil || !plan.file.isSourced
            ? nil : try NamedRows(plan.file, in: database)
        let checker = RowChecker(
            plan: plan, directory: try RowDirectory(database), keys: keys,
            region: settings.region,
            readNumber: settings.readNumber, readBlock: settings.readBlock)
        let writing = try RowWriting(plan, database)
        let trimming = try database.makeStatement(
            sql: """
                DELETE FROM change_log
                WHERE seq <= (SELECT max(seq) FROM change_log) - \(Self.changeLimit)
                """)
        let hasParents = plan.places("parent_account", "parent_account") != nil
        let keepingParent = hasParents ? try OpenParents.keeping(in: database) : nil
        self.plan = plan
        self.database = database
        self.reader = reader
        self.checker = checker
        self.writing = writing
        self.trimming = trimming
        self.keepingParent = keepingParent
        elapsed = settings.elapsed
        counts = ImportReport.File(name: name)
        counts.notices = plan.unknownNames.count
    }

    var bytesRead: Int { reader.bytesRead }

    /// Imports the next rows.
    ///
    /// - Returns: what there is to say about them, in the order of the lines; `nil` at the end.
    mutating func nextBatch() throws -> [ImportIssue]? {
        guard !isAtEnd else { return nil }
        issues.removeAll(keepingCapacity: true)
        try readBatch()
        try writeBatch()
        return issues.sorted { $0.line < $1.line }
    }

    private mutating func readBatch() throws {
        batch.removeAll()
        checker.beginBatch()
        try database.inTransaction(.deferred) {
            while !isAtEnd, !batch.isFull, issues.count < RowBatch.rowLimit {
                switch try reader.next() {
                case .row: plan.isHeader(reader) ? passOverHeader() : try checkRow()
                case .bad(let row): reject(row)
                case .end: isAtEnd = true
                }
            }
            return .commit
        }
    }

    private mutating func checkRow() throws {
        counts.rows += 1
        do {
            try checker.check(reader, into: &batch)
        } catch let problem as RowChecker.Problem {
            if !checker.isNamed { unnamedRows += 1 }
            return reject(line: reader.line, column: problem.column, problem.reason)
        }
        for problem in checker.badFields {
            counts.badFields += 1
            tell(
                .badField, line: reader.line, column: problem.column,
                problem.reason + "; the rest of the row is imported")
        }
        if let reason = checker.unreadNumber {
            notice(line: reader.line, column: "number", reason + "; kept as entered")
        }
        if let remark = checker.numberRemark {
            counts.guessed += 1
            notice(line: reader.line, column: "number", remark)
        }
        if let number = checker.otherReading {
            notice(line: reader.line, column: "e164", "kept, though number reads as \(number)")
        }
        if let open = checker.openParent, let keepingParent {
            try OpenParents.keep(open, line: reader.line, with: keepingParent)
        }
    }

    private mutating func passOverHeader() {
        counts.rows += 1
        notice(line: reader.line, column: "", "the header again; ignored")
    }

    private mutating func writeBatch() throws {
        var row = 0
        while row < batch.rowCount {
            try database.inTransaction(.immediate) {
                try writeRows(&row)
                try trimming.execute()
                return .commit
            }
        }
    }

    /// Writes rows from `row` on, as long as a transaction may go on.
    private mutating func writeRows(_ row: inout Int) throws {
        let began = elapsed()
        while row < batch.rowCount {
            try writeRow(row)
            row += 1
            if row % Self.rowsPerClock == 0, elapsed() - began > Self.transactionLimit { return }
        }
    }

    private mutating func writeRow(_ row: Int) throws {
        let line = batch.lines[row]
        do {
            switch try writing.store(row, of: batch) {
            case .inserted: counts.inserted += 1
            case .updated: counts.updated += 1
            case .unchanged: counts.unchanged += 1
            case .unknown:
                let needed = plan.missingNames.joined(separator: ", ")
                reject(
                    line: line, column: plan.inputs[0].column.name,
                    "not known yet, and a new row needs \(needed)")
            case .isAnother(let source):
                reject(
                    line: line, column: plan.inputs[0].column.name,
                    "known already, of source '\(source)', with another service or beginning")
            case .belongs(let owner):
                reject(
                    line: line, column: plan.inputs[0].column.name,
                    "known already, of customer '\(owner)'; only the source that it is from, "
                        + "named by --source, can give it to another one")
            }
        } catch let error as DatabaseError where error.meaning == .refused {
            reject(line: line, column: "", error.reason)
        }
    }

    private mutating func reject(_ row: CSVBadRow) {
        counts.rows += 1
        unnamedRows += 1
        let name = plan.inputs.first { $0.field == row.column - 1 }?.column.name
        reject(line: row.line, column: name ?? "field \(row.column)", row.problem.reason)
    }

    private mutating func reject(line: Int, column: String, _ reason: String) {
        counts.rejected += 1
        tell(.badRow, line: line, column: column, reason)
    }

    private mutating func notice(line: Int, column: String, _ reason: String) {
        counts.notices += 1
        tell(.notice, line: line, column: column, reason)
    }

    private mutating func tell(
        _ kind: ImportIssue.Kind, line: Int, column: String, _ reason: String
    ) {
        issues.append(
            ImportIssue(
                kind: kind, file: counts.name, line: line, column: column, reason: reason))
    }
}
