import GRDB

/// Holds the schema of a file against the one that this version makes: other programs may have
/// dropped or changed what is ours.
struct SchemaCheck: Sendable {
    /// Made once: every store of a process holds its file against the same.
    static let ours = Result { try SchemaCheck() }

    /// What is not as it must be.
    struct Problem: Hashable, Sendable, CustomStringConvertible {
        enum Kind: String, Sendable {
            case table, column, index, trigger
            /// Something else stands in the place of a table.
            case view
        }

        let kind: Kind
        let name: String

        var description: String {
            kind == .view ? "\(name) is no table" : "\(kind.rawValue) \(name)"
        }
    }

    private struct Column: Sendable {
        let name: String
        let definition: String
        /// Whether it can be added to rows that are there.
        let canBeAdded: Bool
    }

    private struct Object: Sendable {
        let kind: Problem.Kind
        let name: String
        let sql: String
        var columns: [Column] = []
    }

    /// In the order in which they are made.
    private let wanted: [Object]

    /// Makes the schema of this version in memory, to compare with.
    private init() throws {
        let queue = try DatabaseQueue()
        try Migrations.all.migrate(queue)
        wanted = try queue.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT type, name, sql FROM sqlite_schema
                    WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'grdb_*'
                    ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, rowid
                    """
            ).compactMap { row in
                guard let kind = Problem.Kind(rawValue: row.text(0)) else { return nil }
                var object = Object(kind: kind, name: row.text(1), sql: row.text(2))
                if kind == .table { object.columns = try Self.columns(object.name, database) }
                return object
            }
        }
    }

    /// What another program has dropped or changed.
    func problems(_ database: Database) throws -> [Problem] {
        let found = try Row.fetchAll(database, sql: "SELECT name, type, sql FROM sqlite_schema")
            .map { ($0.text(0), (kind: $0.text(1), sql: $0.text(2))) }
        let there = Dictionary(found) { first, _ in first }
        return try wanted.flatMap { object -> [Problem] in
            let problem = Problem(kind: object.kind, name: object.name)
            guard let stored = there[object.name] else { return [problem] }
            switch object.kind {
            case .table where stored.kind != "table":
                return [Problem(kind: .view, name: object.name)]
            case .table:
                let names = Set(try Self.columns(object.name, database).map(\.name))
                return object.columns.filter { !names.contains($0.name) }.map {
                    Problem(kind: .column, name: "\(object.name).\($0.name)")
                }
            case .trigger: return stored.sql == object.sql ? [] : [problem]
            case .index, .column, .view: return []
            }
        }
    }

    /// Puts one thing back, within a transaction.
    ///
    /// - Throws: when it cannot be put back.
    func mend(_ problem: Problem, _ database: Database) throws {
        switch problem.kind {
        case .view:
            throw DatabaseError(message: "\(problem) and must be removed by hand")
        case .table, .index, .trigger:
            guard let object = wanted.first(where: { $0.name == problem.name }) else { return }
            if problem.kind == .trigger {
                try database.execute(sql: "DROP TRIGGER IF EXISTS \(problem.name)")
            }
            try database.execute(sql: object.sql)
        case .column:
            let parts = problem.name.split(separator: ".")
            let table = wanted.first { $0.name == parts[0] }
            guard let column = table?.columns.first(where: { $0.name == parts[1] }) else { return }
            guard column.canBeAdded else {
                throw DatabaseError(message: "\(problem) has no default, so rows cannot get it")
            }
            try database.execute(
                sql: "ALTER TABLE \(parts[0]) ADD COLUMN \(column.definition)")
        }
    }

    /// Wraps `PRAGMA table_info`.
    private static func columns(_ table: String, _ database: Database) throws -> [Column] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)
                """, arguments: [table]
        ).map { row in
            let (name, isNeeded) = (row.text(0), row.flag(2))
            let fallback = row.isNull(3) ? "" : " DEFAULT \(row.text(3))"
            return Column(
                name: name,
                definition: "\(name) \(row.text(1))\(isNeeded ? " NOT NULL" : "")\(fallback)",
                canBeAdded: !row.flag(4) && (!isNeeded || !fallback.isEmpty))
        }
    }
}
