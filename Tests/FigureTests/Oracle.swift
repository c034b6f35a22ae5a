import Customers
import GRDB

/// The four figures once more, straight from the definitions, slowly and in plain SQL.
///
/// - Source: `Sources/DECISIONS.md`, "Definitions and their sources".
struct Oracle {
    struct Figures: Equatable {
        var value = 0
        var complaints = 0
        var open = 0
        var referrals = 0
        var interruptions = 0
        var isDown = false
    }

    private static let year: Int64 = 365 * 86_400
    private var figures: [Int64: Figures] = [:]

    init(_ database: Database, at now: Moment) throws {
        let second = now.secondsSince1970
        for id in try Int64.fetchAll(database, sql: "SELECT id FROM customers") {
            figures[id] = Figures()
        }
        try count(database, \.complaints, Self.complaints, [second, second - Self.year])
        try count(
            database, \.open,
            """
            SELECT customer_id, count(*) FROM complaints
            WHERE status = 'open' AND received_at <= ? GROUP BY 1
            """, [second])
        try count(database, \.referrals, Self.referrals, [second])
        try count(database, \.value, Self.values, [second])
        try countInterruptions(database, second)
    }

    subscript(customer: CustomerID) -> Figures? { figures[Int64(customer.value)] }
    var customers: [CustomerID] { figures.keys.map { CustomerID(UInt32($0)) } }

    private static let complaints = """
        SELECT customer_id, count(*) FROM complaints
        WHERE status IN ('open', 'closed') AND received_at <= ?1
            AND (status = 'open' OR received_at > ?2)
        GROUP BY 1
        """

    /// The topmost parent of each customer, then the distinct qualified parties outside.
    private static let referrals = """
        WITH RECURSIVE ancestors (id, ancestor, depth) AS (
            SELECT id, id, 0 FROM customers UNION ALL
            SELECT a.id, c.parent_id, depth + 1 FROM ancestors a
                JOIN customers c ON c.id = a.ancestor
            WHERE c.parent_id IS NOT NULL AND depth < 20),
        tops (id, top) AS (SELECT id, ancestor FROM ancestors GROUP BY id HAVING depth = max(depth))
        SELECT referrer_id, count(DISTINCT coalesce('c' || referred_id,
            CASE WHEN trim(referred_name) = '' THEN 'r' || r.id
                ELSE 'n' || lower(referred_name) END))
        FROM referrals r LEFT JOIN tops one ON one.id = referrer_id
            LEFT JOIN tops two ON two.id = referred_id
        WHERE qualified_at <= ?1 AND referred_id IS NOT referrer_id
            AND (referred_id IS NULL OR one.top <> coalesce(two.top, referred_id))
        GROUP BY 1
        """

    private static let values = """
        SELECT c.id, CASE WHEN objects_to_profiling THEN 0
            WHEN o.value IS NOT NULL AND (expires_at IS NULL OR expires_at > ?1) THEN o.value
            ELSE coalesce(s.value, 0) END
        FROM customers c LEFT JOIN scores s ON s.customer_id = c.id
            LEFT JOIN value_overrides o ON o.customer_id = c.id
        """

    private mutating func count(
        _ database: Database, _ field: WritableKeyPath<Figures, Int>, _ sql: String,
        _ arguments: [Int64]
    ) throws {
        for row in try Row.fetchAll(database, sql: sql, arguments: StatementArguments(arguments)) {
            figures[row[0]]?[keyPath: field] = row[1]
        }
    }

    private struct Loss {
        var began: Int64
        /// `nil`: not known.
        var ended: Int64?
    }

    private mutating func countInterruptions(_ database: Database, _ now: Int64) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT customer_id, service, began_at, ended_at FROM interruption_customers
                JOIN interruptions ON id = interruption_id
                WHERE planned = 0 AND began_at <= ? ORDER BY 1, 2, 3, id
                """, arguments: [now])
        let lines = Dictionary(grouping: rows) { "\($0[0] as Int64)/\($0[1] as String)" }
        for line in lines.values {
            let losses = line.map { Loss(began: $0[2], ended: $0[3]) }
            for incident in Self.incidents(losses) {
                count(incident, of: line[0][0], now)
            }
        }
    }

    /// Losses of which each begins within an hour of the end of those before.
    private static func incidents(_ losses: [Loss]) -> [[Loss]] {
        var incidents: [[Loss]] = []
        for loss in losses {
            let ends = (incidents.last ?? []).map { $0.ended.map { $0 + 3600 } ?? Int64.max }
            if let latest = ends.max(), loss.began <= latest {
                incidents[incidents.count - 1].append(loss)
            } else {
                incidents.append([loss])
            }
        }
        return incidents
    }

    private mutating func count(_ incident: [Loss], of customer: Int64, _ now: Int64) {
        let isUnderWay = incident.contains { $0.ended.map { $0 > now } ?? true }
        var covered: Int64 = 0
        var reached = Int64.min
        for loss in incident {
            let end = min(max(loss.ended ?? now, loss.began), now)
            covered += max(0, end - max(loss.began, reached))
            reached = max(reached, end)
        }
        if isUnderWay { figures[customer]?.isDown = true }
        let isRecent = incident[0].began > now - Self.year
        if covered > 300, isUnderWay || isRecent { figures[customer]?.interruptions += 1 }
    }
}
