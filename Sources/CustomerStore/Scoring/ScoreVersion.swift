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
        return Numbers(inForce: row?[0] ?? 0, newest: row?[1] ?? 0)
    }

    struct Numbers: Equatable {
        var inForce: Int64
        var newest: Int64
    }

    private static func read(_ database: Database, _ condition: String) throws -> ScoreVersion? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT thresholds, currency, completed_at IS NOT NULL FROM score_versions
                    \(condition) ORDER BY version DESC LIMIT 1
                    """))
        guard let row else { return nil }
        return ScoreVersion(
            thresholds: try Thresholds(parsing: row[0]), currency: row[1], isComplete: row[2])
    }

    /// Stores new thresholds, not yet in force, and gives them the next number.
    static func begin(
        _ thresholds: Thresholds, currency: String, in database: Database
    ) throws -> ScoreVersion {
        var thresholds = thresholds
        thresholds.version = try numbers(database).newest + 1
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
