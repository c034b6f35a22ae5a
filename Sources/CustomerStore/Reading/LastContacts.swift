import Customers
import GRDB

/// The last contacts on a card, where what people have said gets the room: calls that nobody
/// answered, one behind the other, are one line with their count.
struct LastContacts {
    private let database: Database
    private let customer: CustomerID
    private let unreadable: UnreadableRows?

    init(_ database: Database, _ unreadable: UnreadableRows? = nil, of customer: CustomerID) {
        self.database = database
        self.customer = customer
        self.unreadable = unreadable
    }

    /// - Returns: latest first, at most so many.
    func entries(limit: Int) throws -> [HistoryEntry] {
        let history = HistoryReader(database, unreadable)
        let calls = try history.answeredCalls(of: customer, limit: limit)
        let contacts = try history.entries(
            of: customer, kinds: [.contact, .note], limit: limit)
        var entries: [HistoryEntry] = []
        var upper = Int64.max
        for entry in Self.merged(calls, contacts) {
            let lower = Self.second(of: entry)
            if let attempts = try attempts(lower..<max(lower, upper)) { entries.append(attempts) }
            entries.append(entry)
            upper = lower
            if entries.count >= limit { return Array(entries.prefix(limit)) }
        }
        if let attempts = try attempts(Int64.min..<upper) { entries.append(attempts) }
        return entries
    }

    private static func second(of entry: HistoryEntry) -> Int64 {
        let at: Moment? = entry.at
        return at?.secondsSince1970 ?? Int64.min
    }

    /// Latest first; of one second, calls come before the others, as in the history.
    private static func merged(
        _ calls: [HistoryEntry], _ others: [HistoryEntry]
    ) -> [HistoryEntry] {
        var (calls, others) = (calls[...], others[...])
        var all: [HistoryEntry] = []
        while let call = calls.first, let other = others.first {
            let isCallNext = second(of: call) >= second(of: other)
            all.append(isCallNext ? calls.removeFirst() : others.removeFirst())
        }
        return all + calls + others
    }

    /// The calls in these seconds that nobody answered, under the name and at the moment of the
    /// latest; one that still rings is no attempt yet.
    private func attempts(_ seconds: Range<Int64>) throws -> HistoryEntry? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT max(rang_at), call_id, count(*) FROM calls
                    WHERE customer_id = ? AND answered_at IS NULL
                        AND rang_at >= ? AND rang_at < ? AND NOT EXISTS (
                            SELECT 1 FROM live_calls
                            WHERE live_calls.call_id = calls.call_id AND began_at = rang_at)
                    """),
            arguments: [Int64(customer.value), seconds.lowerBound, seconds.upperBound])
        guard let row, let latest = row.moment(0), let count = row.integer(2) else { return nil }
        return HistoryEntry(
            at: latest, reference: row.text(1),
            .call(agent: "", isAnswered: false, attempts: Int(count)))
    }
}
