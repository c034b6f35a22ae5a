import GRDB

/// Reads rows one by one, so that one that cannot be read is left out alone, and the texts of
/// those that nobody wants are not read.
struct RowsByID {
    let database: Database
    /// Where it is noted which rows were left out; `nil`: nowhere.
    let unreadable: UnreadableRows?

    /// - Parameters:
    ///   - table: of the rows.
    ///   - ids: selects the ids of the rows that are wanted; reads no text.
    ///   - row: selects the fields of the row of one id.
    ///   - make: `nil`: nobody can read what stands there.
    func read<Value>(
        _ table: String, ids: String, _ arguments: StatementArguments, row: String,
        _ make: (Row) -> Value?
    ) throws -> [Value] {
        let ids = try Int64.fetchAll(database.cachedStatement(sql: ids), arguments: arguments)
        let statement = try database.cachedStatement(sql: row)
        var values: [Value] = []
        for id in ids {
            var value: Value?
            do {
                value = try Row.fetchOne(statement, arguments: [id]).flatMap(make)
            } catch let error as DatabaseError where error.meaning == .tooLong {}
            unreadable?.note(.init(table: table, owner: .row(id)), value == nil ? 1 : 0)
            if let value { values.append(value) }
        }
        return values
    }
}
