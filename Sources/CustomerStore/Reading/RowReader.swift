import Customers
import GRDB
import GRDBSQLite

/// Steps through the rows of one statement, without a value per row.
///
/// For the scans over millions of rows; everything else uses GRDB's rows.
@safe
struct RowReader {
    private let statement: Statement
    private let raw: OpaquePointer

    /// The statement is prepared once per connection and kept by GRDB.
    init(_ database: Database, sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        unsafe raw = statement.sqliteStatement
    }

    /// Runs the statement with these integers as its arguments.
    func forEach(_ arguments: Int64..., body: (StoredRow) throws -> Void) throws {
        begin(arguments)
        defer { end() }
        while try advance() { try body(row) }
    }

    /// The row at hand, between `advance` and `end`.
    var row: StoredRow { unsafe StoredRow(raw) }

    /// Begins to run the statement; `end()` must follow.
    ///
    /// Wraps `sqlite3_bind_int64`.
    func begin(_ arguments: [Int64]) {
        unsafe sqlite3_reset(raw)
        for (index, argument) in arguments.enumerated() {
            unsafe sqlite3_bind_int64(raw, Int32(index + 1), argument)
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: whether there is one.
    func advance() throws -> Bool { try row.advance() }

    /// Ends the run, so that its read transaction can end.
    ///
    /// Wraps `sqlite3_reset`.
    func end() { unsafe sqlite3_reset(raw) }
}

/// The row at hand of a `RowReader`, which must live on.
@safe
struct StoredRow {
    private let raw: OpaquePointer

    fileprivate init(_ raw: OpaquePointer) { unsafe self.raw = raw }

    /// Goes to the next row.
    ///
    /// Wraps `sqlite3_step`.
    /// - Returns: whether there is one.
    func advance() throws -> Bool {
        let code = unsafe sqlite3_step(raw)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        let message = unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(raw)))
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }

    /// Wraps `sqlite3_column_int64`; 0 for `NULL`.
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(raw, column) }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    func moment(_ column: Int32) -> Moment? {
        optionalInteger(column).map { Moment(secondsSince1970: $0) }
    }

    /// A date `YYYY-MM-DD`, as `CHECK` keeps it; `nil` for `NULL` and for the year 0.
    func day(_ column: Int32) -> CalendarDay? {
        unsafe withText(column) { text in
            guard text.count == 10 else { return nil }
            func digits(_ range: Range<Int>) -> Int {
                range.reduce(0) { unsafe $0 * 10 + Int(text[$1]) - 0x30 }
            }
            let year = digits(0..<4)
            guard year > 0 else { return nil }
            return CalendarDay(year: year, month: digits(5..<7), day: digits(8..<10))
        }
    }

    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(raw, column) == SQLITE_NULL
    }

    /// Empty for `NULL`, invalid UTF-8 repaired.
    func text(_ column: Int32) -> String {
        unsafe withText(column) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    func customer(_ column: Int32) -> CustomerID {
        CustomerID(UInt32(truncatingIfNeeded: integer(column)))
    }

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
        let start = unsafe sqlite3_column_text(raw, column)
        let count = Int(unsafe sqlite3_column_bytes(raw, column))
        return unsafe body(UnsafeBufferPointer(start: start, count: count))
    }
}
