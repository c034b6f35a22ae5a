/// One of the files of an exchange folder, and the table behind it.
struct ExchangeFile: Sendable {
    /// The largest reference, in characters; SQLite's `CHECK` says the same.
    static let referenceLimit = 64
    /// The longest name of a call, in characters; SQLite's `CHECK` says the same.
    static let callLimit = 128
    /// The longest spelling of a phone number, in characters.
    static let enteredNumberLimit = 64

    let name: String
    let table: String
    /// The first `keyCount` columns tell which row is meant.
    let columns: [ExchangeColumn]
    let keyCount: Int
    /// What names a row in the table, and puts rows in order.
    let rowName: String
    /// Whether rows are added and never changed; nothing else keeps them from being there twice.
    let isLog: Bool
    /// The name in `sources` of what the file tells.
    let source: String?
    /// Two moments that must not be in the wrong order: first, then second.
    let order: (first: String, second: String)?

    init(
        _ name: String, table: String, keyCount: Int = 1, rowName: String = "id",
        isLog: Bool = false, source: String? = nil,
        order: (first: String, second: String)? = nil, columns: [ExchangeColumn]
    ) {
        self.name = name
        self.table = table
        self.columns = columns
        self.keyCount = keyCount
        self.rowName = rowName
        self.isLog = isLog
        self.source = source
        self.order = order
    }

    var keys: ArraySlice<ExchangeColumn> { columns.prefix(keyCount) }

    /// Whether rows have a number of their own, by which SQLite tells an insertion.
    var hasRowID: Bool { table != Self.interruptionCustomers.table }

    /// Whether the table keeps from which system a row is, so that an import can take it away.
    var isSourced: Bool { Schema.sourced.contains(table) }

    /// The column with the customer to whom a row with a reference belongs for good.
    var owner: ExchangeColumn? {
        guard keyCount == 1, case .reference = columns[0].form else { return nil }
        return columns.first { column in
            if case .customer = column.form { column.isRequired } else { false }
        }
    }
}
