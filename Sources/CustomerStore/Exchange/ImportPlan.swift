/// How the rows of one file become statements, given the columns that its header names.
struct ImportPlan {
    /// A column that is there.
    struct Input {
        let column: ExchangeColumn
        /// Which field of the row, from 0.
        let field: Int
    }

    let file: ExchangeFile
    /// In the order of the contract, keys first; without those of `told`.
    let inputs: [Input]
    /// Columns of a phone number that are not stored as they are: what it was read as before.
    let told: [Input]
    let fieldCount: Int
    /// The header as it stands.
    private let names: [[UInt8]]
    /// Names in the header that the contract does not know.
    let unknownNames: [String]
    /// Columns that a new row needs and the header lacks: then only known rows can be updated.
    let missingNames: [String]
    let origin: ImportOrigin

    /// Phone numbers are stored as entered and as read.
    var readsNumbers: Bool { file.table == ExchangeFile.phones.table }

    init(file: ExchangeFile, header: [String], origin: ImportOrigin) throws(FieldProblem) {
        self.names = header.map { Array($0.utf8) }
        let header = header.map(Self.trimmed)
        let names = header.filter { !$0.isEmpty }
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw FieldProblem("the header names \(twice) twice")
        }
        self.file = file
        self.origin = origin
        fieldCount = header.count
        let known = file.columns.compactMap { column in
            header.firstIndex(of: column.name).map { Input(column: column, field: $0) }
        }
        told = known.filter { Self.isTold($0.column, in: file) }
        inputs = known.filter { !Self.isTold($0.column, in: file) }
        let all = file.columns.map(\.name)
        unknownNames = names.filter { !all.contains($0) }
        let missing = file.columns.filter { $0.isRequired && !header.contains($0.name) }
        missingNames = missing.map(\.name)
        for key in file.keys where !header.contains(key.name) {
            throw FieldProblem("the header has no column \(key.name)\(Self.hint(header))")
        }
    }

    /// What a header without its keys may be instead.
    private static func hint(_ header: [String]) -> String {
        // What a spreadsheet reads, and writes, to know the separator.
        let isForSpreadsheets = header[0].lowercased().hasPrefix("sep=")
        let first = isForSpreadsheets ? "; the line sep= is none, take it out" : ""
        let isOneField = header.count == 1 && header[0].contains { ";\t|".contains($0) }
        return first + (isOneField ? "; columns are separated by commas" : "")
    }

    /// Whether a row is the header again, as where files were joined.
    func isHeader(_ reader: borrowing CSVReader) -> Bool {
        guard reader.fieldCount == fieldCount else { return false }
        for (place, name) in names.enumerated() {
            let range = reader.range(place)
            guard range.count == name.count, reader.buffer[range].elementsEqual(name) else {
                return false
            }
        }
        return true
    }

    private static func isTold(_ column: ExchangeColumn, in file: ExchangeFile) -> Bool {
        file.table == ExchangeFile.phones.table && ["e164", "problem"].contains(column.name)
    }

    /// Without blanks at either end, the no-break one included.
    private static func trimmed(_ name: String) -> String {
        let blanks: [Character] = [" ", "\t", "\u{A0}"]
        let front = name.drop { blanks.contains($0) }
        return String(String(front.reversed().drop { blanks.contains($0) }).reversed())
    }

    /// Where in `inputs` two columns stand, if both are there.
    func places(_ first: String, _ second: String) -> (Int, Int)? {
        guard let one = place(first), let two = place(second) else { return nil }
        return (one, two)
    }

    /// Where in `inputs` a column stands, if it is there.
    func place(_ name: String) -> Int? { inputs.firstIndex { $0.column.name == name } }

    /// Whether the rows themselves say from where they are.
    var tellsSource: Bool { place("source") != nil }
}
