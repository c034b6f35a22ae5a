import GRDB

/// How the rows of a table are read for its file.
///
/// A column that a database of an older version lacks reads as nothing.
struct ExportQuery {
    let sql: String
    /// Where the row ids stand of what columns name.
    let rawPlaces: [Int: Int32]
    /// Where the row's own id stands.
    let rowPlace: Int32

    /// - Returns: `nil` for a database of an older version that lacks the table.
    init?(_ file: ExchangeFile, in database: Database) throws {
        guard try database.tableExists(file.table) else { return nil }
        let stored = Set(try database.columns(in: file.table).map(\.name))
        var values: [String] = []
        var raws: [String] = []
        var rawPlaces: [Int: Int32] = [:]
        for (place, column) in file.columns.enumerated() {
            let raw = "\(file.table).\(column.stored)"
            guard stored.contains(column.stored) else {
                values.append("NULL")
                continue
            }
            guard let table = column.form.namedTable else {
                values.append(raw)
                continue
            }
            let name = table == "customers" ? "account" : "reference"
            let other = column.otherThan.map { " AND n.id <> \(file.table).\($0)" } ?? ""
            values.append("(SELECT n.\(name) FROM \(table) AS n WHERE n.id = \(raw)\(other))")
            rawPlaces[place] = Int32(file.columns.count + raws.count)
            raws.append(raw)
        }
        self.rawPlaces = rawPlaces
        rowPlace = Int32(values.count + raws.count)
        let order = file.hasRowID ? file.rowName : "customer_id, interruption_id"
        let all = values + raws + ["\(file.table).\(file.rowName)"]
        sql = "SELECT \(all.joined(separator: ", ")) FROM \(file.table) ORDER BY \(order)"
    }
}

extension ExchangeColumn.Form {
    /// The table of which a field names a row; `nil` where it names none.
    var namedTable: String? {
        switch self {
        case .customer, .parent: "customers"
        case .interruption: "interruptions"
        case .text, .filledText, .reference, .newAccount, .word, .code, .date, .moment, .amount,
            .integer, .grade, .phoneNumber, .flag, .optionalFlag:
            nil
        }
    }
}
