import Customers
import GRDBSQLite

/// The row at hand of a `RawStatement`, which must live on.
///
/// Whatever type a value has, it can be read as any other one: SQLite converts it.
@safe
struct StoredRow {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    /// Wraps `sqlite3_column_int64`; 0 for `NULL`.
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    /// `nil` for `NULL`, and for what is no moment of a calendar.
    func moment(_ column: Int32) -> Moment? {
        optionalInteger(column).flatMap { Moment(stored: $0) }
    }

    /// Whether something stands there that is no moment of a calendar.
    func isNoMoment(_ column: Int32) -> Bool { !isNull(column) && moment(column) == nil }

    /// A date `YYYY-MM-DD`, as `CHECK` keeps it; `nil` for `NULL` and for the year 0.
    func day(_ column: Int32) -> CalendarDay? {
        withBytes(column) { text in
            guard text.count == 10 else { return nil }
            func digits(_ range: Range<Int>) -> Int {
                range.reduce(0) { $0 * 10 + Int(text[$1]) - 0x30 }
            }
            let year = digits(0..<4)
            guard year > 0 else { return nil }
            return CalendarDay(year: year, month: digits(5..<7), day: digits(8..<10))
        }
    }

    /// Wraps `sqlite3_column_type`.
    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// Empty for `NULL`, invalid UTF-8 repaired.
    func text(_ column: Int32) -> String {
        unsafe withText(column) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// `nil` for what is no row of a customer.
    func customer(_ column: Int32) -> CustomerID? { CustomerID(row: integer(column)) }

    /// The text's bytes as they are stored, valid during the call; none for `NULL`.
    func withBytes<Result>(_ column: Int32, _ body: (Span<UInt8>) -> Result) -> Result {
        unsafe withText(column) { body(unsafe $0.span) }
    }

    /// A word of the schema; `CHECK` keeps others out.
    func word<Word: Worded>(_ column: Int32, default fallback: Word) -> Word {
        unsafe withText(column) { unsafe Word.named($0) } ?? fallback
    }

    /// Wraps `sqlite3_column_text` and `sqlite3_column_bytes`.
    private func withText<Result>(
        _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let start = unsafe sqlite3_column_text(handle, column)
        let count = unsafe start == nil ? 0 : Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe body(UnsafeBufferPointer(start: start, count: count))
    }
}
