import Customers

/// Rows of one table in customer order, taken off customer by customer while another statement
/// walks over the customers.
///
/// Its first column is the customer. Nothing is kept but the row at hand.
struct EventCursor: ~Copyable {
    private let rows: RawStatement
    private let row: StoredRow
    /// Of the row at hand; `nil` before the first and behind the last one. Other programs may
    /// have given a row to what is no customer.
    private var customer: Int64?
    /// Whether the next row is wanted.
    private var isShown = true

    /// - Parameter set: whose rows `rows` selects.
    init(_ rows: RawStatement, of set: CustomerSet) {
        self.rows = rows
        row = rows.row
        let (first, last) = set.bounds
        rows.begin([first, last])
    }

    deinit { rows.end() }

    /// The next row of `id`, which must not descend from call to call.
    mutating func next(of id: CustomerID) throws -> StoredRow? {
        let id = Int64(id.value)
        if isShown { try advance() }
        while let current = customer, current < id { try advance() }
        isShown = customer == id
        return isShown ? row : nil
    }

    private mutating func advance() throws {
        customer = try rows.advance() ? row.integer(0) : nil
        isShown = false
    }
}
