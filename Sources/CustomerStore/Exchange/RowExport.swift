internal import Customers

/// Writes the rows of one table as rows that an import takes, and says what it cannot write so.
///
/// A database may hold more than files can: other programs write it, too. Whatever the import
/// would refuse is left out here, by the same rules, and told.
struct RowExport {
    /// Moments that have a year of four digits.
    static let moments = Int64(-62_135_596_800)...Int64(253_402_300_799)

    private let file: ExchangeFile
    private let query: ExportQuery
    private let writer: CSVWriter
    private let onIssue: (ExportIssue) -> Void
    /// Rows of other tables that are in no file, so that none can name them.
    private let missing: [String: Set<Int64>]
    private let secondPlace: Int?
    private let firstPlace: Int32?

    /// Rows of this table that are in no file.
    private(set) var leftOut: Set<Int64> = []
    private(set) var rowCount = 0
    private(set) var issueCount = 0

    init(
        _ file: ExchangeFile, _ query: ExportQuery, to writer: CSVWriter,
        missing: [String: Set<Int64>], onIssue: @escaping (ExportIssue) -> Void
    ) {
        self.file = file
        self.query = query
        self.writer = writer
        self.missing = missing
        self.onIssue = onIssue
        let names = file.columns.map(\.name)
        secondPlace = file.order.flatMap { names.firstIndex(of: $0.second) }
        firstPlace = file.order.flatMap { names.firstIndex(of: $0.first) }.map { Int32($0) }
    }

    /// Writes one row, or leaves it out.
    mutating func write(_ row: StoredRow) throws(ExchangeError) {
        for (place, column) in file.columns.enumerated() {
            switch write(column, place, of: row) {
            case .asStored: continue
            case .mended(let reason, let what): tell(row, column, reason, .written(what))
            case .not(let reason):
                guard column.cost == .row else {
                    tell(row, column, reason, .fieldLeftEmpty)
                    writer.emptyField()
                    continue
                }
                tell(row, column, reason, .rowLeftOut)
                leftOut.insert(row.integer(query.rowPlace))
                return writer.dropRow()
            }
        }
        try writer.endRow()
        rowCount += 1
    }

    private mutating func tell(
        _ row: StoredRow, _ column: ExchangeColumn, _ reason: String,
        _ remedy: ExportIssue.Remedy
    ) {
        issueCount += 1
        onIssue(
            ExportIssue(
                table: file.table, row: row.integer(query.rowPlace), column: column.name,
                reason: reason, remedy: remedy))
    }

    /// What became of a field.
    private enum Outcome {
        case asStored
        /// It was written in another way: why, and what stands there.
        case mended(reason: String, what: String)
        /// Nothing was written.
        case not(reason: String)
    }

    private func write(_ column: ExchangeColumn, _ index: Int, of row: StoredRow) -> Outcome {
        let place = Int32(index)
        if let raw = query.rawPlaces[index] { return write(column, place, raw, of: row) }
        if row.isNull(place) {
            if column.isRequired { return .not(reason: "nothing is stored") }
            writer.emptyField()
            return .asStored
        }
        let value = row.integer(place)
        switch column.form {
        case .text, .filledText: return writeText(column, place, of: row)
        case .moment: return write(moment: value, index, of: row)
        case .amount:
            return write(value, within: FieldText.amountLimit) {
                writer.field(Money(hundredths: value))
            }
        case .integer:
            return write(value, within: FieldText.integerLimit) { writer.field(value) }
        case .grade: return write(value, within: FieldText.grades) { writer.field(value) }
        case .flag, .optionalFlag: return write(value, within: 0...1) { writer.field(value) }
        case .phoneNumber:
            return write(value, within: FieldText.phoneNumbers) {
                writer.field(phoneNumber: value)
            }
        case .reference, .newAccount, .word, .code, .date, .customer, .parent, .interruption:
            return writeChecked(column, place, of: row)
        }
    }

    private func write(
        _ value: Int64, within range: ClosedRange<Int64>, _ body: () -> Void
    ) -> Outcome {
        guard range.contains(value) else {
            return .not(reason: "a number outside of what a file may have")
        }
        body()
        return .asStored
    }

    /// A moment; one that is before what it must follow becomes the same moment.
    private func write(moment seconds: Int64, _ index: Int, of row: StoredRow) -> Outcome {
        guard Self.moments.contains(seconds) else {
            return .not(reason: "a moment without a year of four digits")
        }
        if index == secondPlace, let firstPlace, let order = file.order, !row.isNull(firstPlace),
            case let first = row.integer(firstPlace), seconds < first,
            Self.moments.contains(first)
        {
            writer.field(Moment(secondsSince1970: first))
            return .mended(
                reason: "before \(order.first)", what: "that moment is in its place")
        }
        writer.field(Moment(secondsSince1970: seconds))
        return .asStored
    }

    /// A text that must have a certain form.
    private func writeChecked(
        _ column: ExchangeColumn, _ place: Int32, of row: StoredRow
    ) -> Outcome {
        row.withBytes(place) { text in
            if text.isEmpty, column.cost == .field {
                writer.emptyField()
                return .asStored
            }
            guard !text.isEmpty, StoredText.isPlain(text), text.count <= CSVLimits.fieldBytes,
                (try? FieldText.check(text, is: column.form)) != nil
            else { return .not(reason: "not in the form that an import takes") }
            writer.field(text)
            return .asStored
        }
    }

    /// Somebody or something else, by name.
    private func write(
        _ column: ExchangeColumn, _ place: Int32, _ raw: Int32, of row: StoredRow
    ) -> Outcome {
        guard let id = row.optionalInteger(raw) else {
            if column.isRequired { return .not(reason: "nothing is stored") }
            writer.emptyField()
            return .asStored
        }
        let table = column.form.namedTable ?? ""
        if row.isNull(place) || missing[table]?.contains(id) == true || leftOutHere(id, table) {
            return .not(reason: "names nobody that the files have")
        }
        return writeChecked(column, place, of: row)
    }

    private func leftOutHere(_ id: Int64, _ table: String) -> Bool {
        table == file.table && leftOut.contains(id)
    }

    private func writeText(
        _ column: ExchangeColumn, _ place: Int32, of row: StoredRow
    ) -> Outcome {
        row.withBytes(place) { text in
            if text.isEmpty, case .filledText = column.form {
                return .not(reason: "nothing is stored")
            }
            guard text.count <= CSVLimits.fieldBytes else {
                writer.field(StoredText.cut(text, to: CSVLimits.fieldBytes))
                return .mended(
                    reason: "longer than \(CSVLimits.fieldBytes) bytes", what: "it is cut")
            }
            guard StoredText.isPlain(text) else {
                writer.field(StoredText.cut(text, to: CSVLimits.fieldBytes))
                return .mended(
                    reason: "not UTF-8, or with a NUL byte", what: "U+FFFD is in its place")
            }
            writer.field(text)
            return .asStored
        }
    }
}
