/// A column of an exchange file.
struct ExchangeColumn: Sendable {
    /// What a field of the column may hold, and how it is stored.
    enum Form: Sendable {
        /// Any text; empty where it is missing.
        case text
        /// The name by which other systems know a row: 1 to `limit` characters.
        case reference(limit: Int)
        /// The account of a new or known customer.
        case newAccount
        /// The account of a known customer; stored as its `id`.
        case customer
        /// The account of a customer who may come later in the same file; stored as its `id`.
        case parent
        /// The reference of a known interruption; stored as its `id`.
        case interruption
        /// One of the words; the first one where it is empty.
        case word([StaticString])
        /// So many capital letters.
        case code(letters: Int)
        /// `YYYY-MM-DD`, stored as it is.
        case date
        /// ISO 8601 with zone, stored in seconds since 1970.
        case moment
        /// Major units with a dot, stored in hundredths.
        case amount
        case integer
        /// `1` or `0`; `0` where it is empty.
        case flag
        /// `1`, `0` or unknown.
        case optionalFlag
    }

    /// The name in the header row.
    let name: String
    /// The column of the table.
    let stored: String
    let form: Form
    /// Whether a new row needs a value.
    let isRequired: Bool

    init(_ name: String, _ form: Form, stored: String? = nil, isRequired: Bool = false) {
        self.name = name
        self.stored = stored ?? name
        self.form = form
        self.isRequired = isRequired
    }
}

/// One of the files of an exchange folder, and the table behind it.
struct ExchangeFile: Sendable {
    /// The largest reference, in characters; SQLite's `CHECK` says the same.
    static let referenceLimit = 64
    /// The longest spelling of a phone number, in characters.
    static let enteredNumberLimit = 64

    let name: String
    let table: String
    /// The first `keyCount` columns tell which row is meant.
    let columns: [ExchangeColumn]
    let keyCount: Int
    /// The name in `sources` of what the file tells.
    let source: String?
    /// Two moments or days that must not be in the wrong order: first, then second.
    let order: (first: String, second: String)?

    /// Whether the pair of keys is all there is of a row.
    var hasNoRowID: Bool { columns.count == keyCount }

    init(
        _ name: String, table: String, keyCount: Int = 1, source: String? = nil,
        order: (first: String, second: String)? = nil, columns: [ExchangeColumn]
    ) {
        self.name = name
        self.table = table
        self.columns = columns
        self.keyCount = keyCount
        self.source = source
        self.order = order
    }
}
