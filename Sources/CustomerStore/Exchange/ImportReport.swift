public import Customers

/// Something an import has to say about one line of a file.
public struct ImportIssue: Hashable, Sendable {
    /// What became of the row.
    public enum Kind: Hashable, Sendable {
        /// The row was not imported.
        case badRow
        /// The row was imported without this field.
        case badField
        /// What is gone in the file was not taken away.
        case notRemoved
        /// The row, or the file, was imported, but not as its author may expect.
        case notice
    }

    public var kind: Kind
    public var file: String
    /// The line where the row starts, from 1; 0: the whole file.
    public var line: Int
    /// The name in the header, or the number of the field where that has none; may be empty.
    public var column: String
    public var reason: String

    public init(kind: Kind, file: String, line: Int, column: String, reason: String) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason
    }
}

extension ImportIssue: CustomStringConvertible {
    /// One line: `complaints.csv:17: status: 'opne' is none of open, closed, merged, error`.
    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(column.isEmpty ? "" : "\(column): ")\(reason)"
    }
}

/// How far an import is.
public struct ImportProgress: Hashable, Sendable {
    public var file: String
    public var bytesDone: Int
    public var bytesTotal: Int
    /// Rows of the file that have been read.
    public var rows: Int

    public init(file: String, bytesDone: Int, bytesTotal: Int, rows: Int) {
        self.file = file
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.rows = rows
    }
}

/// What an import did.
public struct ImportReport: Hashable, Sendable {
    /// What became of one file's rows.
    public struct File: Hashable, Encodable, Sendable {
        /// All but how long it took.
        private enum CodingKeys: String, CodingKey {
            case name, rows, updated, unchanged, removed, notRemoved, rejected, badFields, notices
            case guessed
            case inserted = "new"
        }

        public var name: String
        /// Rows below the header: the sum of the four counts that follow; 1 for a file that could
        /// not be read at all.
        public var rows = 0
        public var inserted = 0
        public var updated = 0
        public var unchanged = 0
        public var rejected = 0
        public var notices = 0
        /// Notices about numbers that were guessed, or lie outside of their country's plan.
        public var guessed = 0
        /// Fields that were left out of rows that were imported.
        public var badFields = 0
        /// Rows of the source that are no longer in the file and were taken away.
        public var removed = 0
        /// Rows that should have been, and are too many at once.
        public var notRemoved = 0
        public var duration: Duration = .zero

        public init(name: String) { self.name = name }
    }

    /// In the order in which they were imported; files that were not there are not listed.
    public var files: [File]
    public var duration: Duration
    /// What the suffix tier could mix up; `nil` where no numbers were imported.
    public var collisions: SuffixCollisions?

    public init(files: [File] = [], duration: Duration = .zero) {
        self.files = files
        self.duration = duration
    }

    /// The counts of all files.
    public var total: File {
        var sum = File(name: "total")
        for file in files {
            sum.rows += file.rows
            sum.inserted += file.inserted
            sum.updated += file.updated
            sum.unchanged += file.unchanged
            sum.rejected += file.rejected
            sum.notices += file.notices
            sum.badFields += file.badFields
            sum.removed += file.removed
            sum.notRemoved += file.notRemoved
            sum.guessed += file.guessed
        }
        sum.duration = duration
        return sum
    }

    public var rejected: Int { total.rejected }
    /// Whether all that the files say is in the database now.
    public var isWhole: Bool {
        let total = total
        return total.rejected + total.badFields + total.notRemoved == 0
    }
}

/// A phone number as read from what people entered.
public struct NormalisedPhone: Hashable, Sendable {
    /// `nil`: it could not be read; then `problem` says why.
    public var number: PhoneNumber?
    /// The extension behind the number, if the entry has one.
    public var `extension`: String
    public var problem: String
    /// Why its owner should look at it, in words; empty beside a number that is beyond doubt.
    public var remark: String

    public init(
        number: PhoneNumber?, extension: String = "", problem: String = "", remark: String = ""
    ) {
        self.number = number
        self.extension = `extension`
        self.problem = problem
        self.remark = remark
    }
}
