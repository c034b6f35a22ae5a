/// Something that an export could not write as it is stored.
public struct ExportIssue: Hashable, Sendable {
    /// What the file has instead.
    public enum Remedy: Hashable, Sendable {
        /// The row is not in the file.
        case rowLeftOut
        /// The field is empty.
        case fieldLeftEmpty
        /// What is said here stands in the field.
        case written(String)
    }

    public var table: String
    /// Its `id`; the customer's where rows have none.
    public var row: Int64
    /// The column of the file.
    public var column: String
    /// Never what is stored: that may be about people.
    public var reason: String
    public var remedy: Remedy
}

extension ExportIssue: CustomStringConvertible {
    /// One line: `notes, row 17: text: not UTF-8; U+FFFD is in its place`.
    public var description: String {
        let remedyText =
            switch remedy {
            case .rowLeftOut: "the row is left out"
            case .fieldLeftEmpty: "the field is left empty"
            case .written(let what): what
            }
        return "\(table), row \(row): \(column): \(reason); \(remedyText)"
    }
}
