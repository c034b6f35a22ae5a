import Customers
import GRDB
public import Scoring

/// Thresholds as they are stored.
public struct ScoreVersion: Equatable, Sendable {
    public var thresholds: Thresholds
    /// In which money was compared.
    public var currency: String
    /// Whether all customers have been scored against them; only then they are in force.
    public var isComplete: Bool

    /// The thresholds that are in force; `nil` before the first scoring.
    static func inForce(_ database: Database) throws -> ScoreVersion? {
        try read(database, "WHERE completed_at IS NOT NULL")
    }

    /// The thresholds computed last, in force or not.
    static func newest(_ database: Database) throws -> ScoreVersion? { try read(database, "") }

    /// The versions without their texts.
    ///
    /// - Returns: the one in force and the newest; 0 where there is none.
    static func numbers(_ database: Database) throws -> Numbers {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT max(version) FILTER (WHERE completed_at IS NOT NULL), max(version)
                    FROM score_versions
                    """))
        return Numbers(inForce: row?.integer(0) ?? 0, newest: row?.integer(1) ?? 0)
    }

    struct Numbers: Equatable {
        var inForce: Int64
        var newest: Int64
    }

    private static func read(_ database: Database, _ condition: String) throws -> ScoreVersion? {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT thresholds, currency, completed_at IS NOT NULL, version
                    FROM score_versions \(condition) ORDER BY version DESC LIMIT \(triedRows)
                    """))
        while let row = try rows.next() {
            guard var thresholds = try? Thresholds(parsing: row.text(0)),
                let version = row.integer(3)
            else { continue }
            thresholds.version = version
            return ScoreVersion(
                thresholds: thresholds, currency: row.text(1), isComplete: row.flag(2))
        }
        return nil
    }

    /// Rows that are looked at for one that can be read.
    private static let triedRows = 20

    /// Stores new thresholds, not yet in force, and gives them the next number.
    static func begin(
        _ thresholds: Thresholds, currency: String, in database: Database
    ) throws -> ScoreVersion {
        var thresholds = thresholds
        let newest = try numbers(database).newest
        guard newest < .max else {
            throw DatabaseError(
                resultCode: .SQLITE_CONSTRAINT, message: "score_versions has no number left")
        }
        thresholds.version = newest + 1
        try database.execute(
            sql: """
                INSERT INTO score_versions
                    (version, computed_at, active_customers, weights, thresholds, currency)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                thresholds.version, thresholds.computedAt.secondsSince1970,
                thresholds.activeCount, "\(thresholds.grading.weights)", "\(thresholds)", currency,
            ])
        return ScoreVersion(thresholds: thresholds, currency: currency, isComplete: false)
    }

    /// Puts the version in force.
    func complete(at now: Moment, in database: Database) throws {
        try database.execute(
            sql: "UPDATE score_versions SET completed_at = ? WHERE version = ?",
            arguments: [now.secondsSince1970, thresholds.version])
    }
}
