import Customers
import GRDB

/// A row of `phones` with what is needed to read it.
struct EnteredRow {
    let id: Int64
    let customer: Int64
    let entered: String
    let role: NumberRole
    let number: PhoneNumber?
    let problem: String
    let country: String

    /// The next rows behind `last` that meet `condition`, by row.
    static func fetch(
        _ database: Database, where condition: String, after last: Int64, limit: Int
    ) throws -> [EnteredRow] {
        let ids = try RawStatement(
            database,
            sql: """
                SELECT p.id FROM phones p WHERE \(condition) AND p.id > ?1 ORDER BY p.id
                """)
        let row = try database.cachedStatement(
            sql: """
                SELECT p.id, p.customer_id, p.entered, p.role, p.number, p.problem, c.country
                FROM phones p JOIN customers c ON c.id = p.customer_id WHERE p.id = ?
                """)
        var rows: [EnteredRow] = []
        ids.begin([last])
        defer { ids.end() }
        while rows.count < limit, try ids.advance() {
            do {
                let found = try Row.fetchOne(row, arguments: [ids.row.integer(0)])
                if let entered = found.flatMap(EnteredRow.init) { rows.append(entered) }
            } catch let error as DatabaseError where error.meaning == .tooLong {
                // Nobody can read it: it stays as it is.
            }
        }
        return rows
    }

    private init?(_ row: Row) {
        guard let id = row.integer(0), let customer = row.integer(1) else { return nil }
        self.id = id
        self.customer = customer
        entered = row.text(2)
        role = NumberRole(word: row.text(3)) ?? .direct
        number = row.number(4)
        problem = row.text(5)
        country = row.text(6)
    }

    /// Stores what a new row reads as, unless somebody has changed it meanwhile.
    func store(_ phone: NormalisedPhone, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE phones SET number = ?1, problem = ?2,
                    extension = CASE WHEN extension = '' THEN ?3 ELSE extension END
                WHERE id = ?4 AND entered = ?5 AND number IS NULL AND problem = ''
                """
        ).execute(
            arguments: [
                phone.number.map { Int64($0.digits) }, phone.storedProblem, phone.extension, id,
                entered,
            ])
    }

    /// Stores what a row reads as now, and notes the difference.
    ///
    /// A number that can no longer be read stays: its customer must not get lost.
    func renew(_ phone: NormalisedPhone, _ database: Database, _ now: Moment) throws {
        if let new = phone.number {
            try database.cachedStatement(
                sql: "UPDATE phones SET number = ?, problem = '' WHERE id = ? AND entered = ?"
            ).execute(arguments: [Int64(new.digits), id, entered])
        } else if number == nil {
            return
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO number_changes
                    (customer_id, entered, number_before, number_now, problem, at)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                customer, entered, number.map { Int64($0.digits) },
                phone.number.map { Int64($0.digits) }, phone.problem, now.secondsSince1970,
            ])
    }
}

extension NormalisedPhone {
    /// Never empty where there is no number: an empty one means "not read yet".
    var storedProblem: String {
        number == nil && problem.isEmpty ? "not-a-number" : number == nil ? problem : ""
    }
}

/// What the database remembers about the reading of its numbers.
enum NumberSettings: String {
    /// The version of the data by which all numbers were read.
    case version = "numbering_version"
    /// The last row that was held against newer data, while that goes on.
    case position = "numbering_position"

    func value(_ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT value FROM settings WHERE name = ?", arguments: [rawValue])
    }

    func set(_ value: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
            arguments: [rawValue, value])
    }

    func remove(_ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM settings WHERE name = ?", arguments: [rawValue])
    }
}

extension CustomerStore {
    /// Notes the version of the data where no number has been read by another one.
    public func noteNumbering(version: String) throws(StoreError) {
        try write { database in
            let isNew =
                try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM phones)")
            guard isNew == true else { return }
            try NumberSettings.version.set(version, database)
        }
    }
}
