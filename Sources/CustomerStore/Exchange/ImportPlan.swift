/// How the rows of one file become statements, given the columns that its header names.
struct ImportPlan {
    /// A column that is there.
    struct Input {
        let column: ExchangeColumn
        /// Which field of the row, from 0.
        let field: Int
    }

    let file: ExchangeFile
    /// In the order of the contract, keys first.
    let inputs: [Input]
    let fieldCount: Int
    /// Names in the header that the contract does not know.
    let unknownNames: [String]
    /// Columns that a new row needs and the header lacks: then only known rows can be updated.
    let missingNames: [String]

    /// Phone numbers are stored as entered and as read.
    var readsNumbers: Bool { file.table == ExchangeFile.phones.table }

    init(file: ExchangeFile, header: [String]) throws(FieldProblem) {
        let names = header.filter { !$0.isEmpty }
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw FieldProblem("the header names \(twice) twice")
        }
        self.file = file
        fieldCount = header.count
        inputs = file.columns.compactMap { column in
            header.firstIndex(of: column.name).map { Input(column: column, field: $0) }
        }
        let known = file.columns.map(\.name)
        unknownNames = names.filter { !known.contains($0) }
        let missing = file.columns.filter { $0.isRequired && !header.contains($0.name) }
        missingNames = missing.map(\.name)
        for key in file.columns.prefix(file.keyCount) where !header.contains(key.name) {
            let hint =
                header.count == 1 && header[0].contains(where: { ";\t|".contains($0) })
                ? "; columns are separated by commas" : ""
            throw FieldProblem("the header has no column \(key.name)\(hint)")
        }
    }

    /// Where in `inputs` two columns stand, if both are there.
    func places(_ first: String, _ second: String) -> (Int, Int)? {
        let names = inputs.map(\.column.name)
        guard let one = names.firstIndex(of: first), let two = names.firstIndex(of: second) else {
            return nil
        }
        return (one, two)
    }

    /// The columns of the table that a row binds, in order.
    var boundNames: [String] {
        var names = inputs.map(\.column.stored)
        if readsNumbers {
            if !names.contains("extension") { names.append("extension") }
            names += ["number", "problem"]
        }
        return names
    }

    private var keyNames: [String] { file.columns.prefix(file.keyCount).map(\.stored) }

    /// What an update may write: an extension only when the file tells one.
    private var updatedNames: [String] {
        let told = Set(inputs.map(\.column.stored) + ["number", "problem"])
        return boundNames.filter { !keyNames.contains($0) && told.contains($0) }
    }

    /// An insertion of a customer is noted in `change_log` before it turns out to be an update,
    /// so known customers are updated without trying one.
    private var updatesFirst: Bool { file.table == ExchangeFile.customers.table }

    /// Inserts a row, or updates what differs; `nil` when there is nothing to update.
    var writing: String? {
        if !missingNames.isEmpty || updatesFirst { return updating }
        let inserting = "\(insertion) ON CONFLICT (\(keyNames.joined(separator: ", ")))"
        guard !updatedNames.isEmpty else { return inserting + " DO NOTHING" }
        let values = updatedNames.map { "\($0) = excluded.\($0)" }
        let changes = updatedNames.map { "\(file.table).\($0) IS NOT excluded.\($0)" }
        return """
            \(inserting) DO UPDATE SET \(values.joined(separator: ", "))
            WHERE \(changes.joined(separator: " OR "))
            """
    }

    private var updating: String? {
        let places = boundNames.enumerated().filter { updatedNames.contains($0.element) }
        guard !places.isEmpty else { return nil }
        let values = places.map { "\($0.element) = ?\($0.offset + 1)" }
        let changes = places.map { "\($0.element) IS NOT ?\($0.offset + 1)" }
        return """
            UPDATE \(file.table) SET \(values.joined(separator: ", "))
            WHERE \(keyNames[0]) = ?1 AND (\(changes.joined(separator: " OR ")))
            """
    }

    private var insertion: String {
        let places = (1...boundNames.count).map { "?\($0)" }.joined(separator: ", ")
        return
            "INSERT INTO \(file.table) (\(boundNames.joined(separator: ", "))) VALUES (\(places))"
    }

    /// Whether there is a row with the key, where `writing` cannot insert.
    var finding: String? {
        guard !missingNames.isEmpty || updatesFirst else { return nil }
        return "SELECT 1 FROM \(file.table) WHERE \(keyNames[0]) = ?1"
    }

    /// Inserts a row that `finding` has not found; `nil` where a new row needs more columns.
    var inserting: String? { missingNames.isEmpty && updatesFirst ? insertion : nil }
}
