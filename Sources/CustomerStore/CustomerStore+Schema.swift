import GRDB

/// What other programs have done to the schema.
public struct SchemaState: Equatable, Sendable {
    public init() {}

    /// What was missing or changed when the file was opened, and has been put back.
    public internal(set) var mended: [String] = []
    /// What is missing or changed now, each in words; names of tables, columns and triggers.
    public internal(set) var problems: [String] = []
}

extension CustomerStore {
    /// Holds the schema against ours, and puts back what another program has dropped or changed.
    ///
    /// What was written meanwhile is not in the log: everything is read again.
    func mendSchema() throws(StoreError) {
        var state = SchemaState()
        let check = try schemaCheck()
        let problems = try read { try check.problems($0) }
        for problem in problems {
            do throws(StoreError) {
                try write(within: nil) { try check.mend(problem, $0) }
                state.mended.append("\(problem)")
            } catch {
                state.problems.append("\(problem): \(error.reason)")
            }
        }
        if !state.mended.isEmpty {
            try write(within: nil) { try $0.execute(sql: "DELETE FROM change_log") }
        }
        schema = state
        schemaVersion = try currentSchemaVersion()
    }

    /// Looks whether another program has changed the schema since the latest call.
    func followSchema() throws(StoreError) {
        let version = try currentSchemaVersion()
        guard version != schemaVersion else { return }
        let check = try schemaCheck()
        let problems = try read { try check.problems($0) }
        schemaVersion = version
        schema.problems = problems.map { "\($0)" }
    }

    private func currentSchemaVersion() throws(StoreError) -> Int64 {
        try withConnection { database in
            try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA schema_version")) ?? 0
        }
    }

    private func schemaCheck() throws(StoreError) -> SchemaCheck {
        do { return try SchemaCheck.ours.get() } catch { throw StoreError(error, path: path) }
    }
}
