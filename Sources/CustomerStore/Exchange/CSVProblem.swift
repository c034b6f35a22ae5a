/// What is wrong with the form of a row.
public enum CSVProblem: Hashable, Sendable {
    /// A quoted field has no end, or the row grows beyond the limit within quotes.
    case unterminatedQuote
    /// Something other than a comma or a line end follows a closing quote.
    case textAfterQuote
    /// A quote within a field that does not begin with one.
    case bareQuote
    /// A carriage return outside quotes that no line feed follows.
    case bareCarriageReturn
    case invalidUTF8
    case containsNUL
    case fieldTooLong
    case rowTooLong
    case tooManyColumns

    /// The words for a report.
    public var reason: String {
        switch self {
        case .unterminatedQuote: "the quote that opens here is never closed"
        case .textAfterQuote: "text after the closing quote"
        case .bareQuote: "a quote in a field that is not quoted"
        case .bareCarriageReturn: "a carriage return in a field that is not quoted"
        case .invalidUTF8: "not UTF-8"
        case .containsNUL: "a NUL byte"
        case .fieldTooLong: "the field is longer than \(CSVLimits.fieldBytes) bytes"
        case .rowTooLong: "the row is longer than \(CSVLimits.rowBytes) bytes"
        case .tooManyColumns: "more than \(CSVLimits.columns) columns"
        }
    }
}

/// The largest rows the reader takes.
///
/// A bad row can take the memory of one row and no more.
public enum CSVLimits {
    /// The longest field, in bytes, without its quotes.
    public static let fieldBytes = 65_536
    /// The longest row, in bytes, with quotes and line end: room for one of fields of the longest
    /// kind, each byte of it a quote.
    public static let rowBytes = 1 << 21
    /// The most fields in a row.
    public static let columns = 256
}

/// A row that cannot be read; the reading goes on behind it.
public struct CSVBadRow: Hashable, Sendable {
    /// The line where the row starts, from 1.
    public var line: Int
    /// The field, from 1.
    public var column: Int
    public var problem: CSVProblem

    public init(line: Int, column: Int, problem: CSVProblem) {
        self.line = line
        self.column = column
        self.problem = problem
    }
}
