/// A column of an exchange file.
struct ExchangeColumn: Sendable {
    /// What a field of the column may hold, and how it is stored.
    enum Form: Sendable {
        /// Any text; empty where it is missing.
        case text
        /// A text that says something.
        case filledText
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
        /// A value, 1 to 5.
        case grade
        /// `+` and 3 to 15 digits, stored without the plus.
        case phoneNumber
        /// `1` or `0`; `0` where it is empty.
        case flag
        /// `1`, `0` or unknown.
        case optionalFlag
    }

    /// What a field that cannot be taken costs.
    enum Cost: Sendable {
        /// The row: it is nothing without this field, or says something else.
        case row
        /// Itself: the rest of the row is true without it.
        case field
    }

    /// The name in the header row.
    let name: String
    /// The column of the table.
    let stored: String
    let form: Form
    /// Whether a new row needs a value.
    let isRequired: Bool
    /// What a bad field costs.
    let cost: Cost
    /// The column of the table with somebody who must be another one.
    let otherThan: String?

    /// - Parameter isTelling: whether an empty field says something that is not so: then a bad
    ///   one costs the row.
    init(
        _ name: String, _ form: Form, stored: String? = nil, isRequired: Bool = false,
        isTelling: Bool = false, otherThan: String? = nil
    ) {
        self.name = name
        self.stored = stored ?? name
        self.form = form
        self.isRequired = isRequired
        self.otherThan = otherThan
        cost = isRequired || isTelling ? .row : .field
    }
}
