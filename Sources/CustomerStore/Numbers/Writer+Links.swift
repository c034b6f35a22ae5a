public import Customers
import GRDB

/// How a number and a customer stand to each other now.
public enum LinkState: UInt8, Worded, Sendable {
    case none
    /// Linked by one person.
    case provisional
    /// Linked by two, or by an administrator.
    case confirmed

    public var word: StaticString {
        switch self {
        case .none: "none"
        case .provisional: "provisional"
        case .confirmed: "confirmed"
        }
    }
}

/// Links between numbers and customers: rows of `phones` with `linked_at`.
///
///     LINK ──> provisional ──LINK by another, CONFIRM──> confirmed
///                   └────────────UNLINK────────────────────┘──> none
extension Writer {
    func change(
        _ change: LinkChange, _ number: PhoneNumber, _ customer: CustomerReference, agent: String
    ) throws -> WriteOutcome {
        guard let customer = try id(of: customer) else { return .noCustomer }
        let digits = Int64(number.digits)
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT id, linked_by, linked_at, confirmed_at FROM phones
                    WHERE customer_id = ? AND number = ? ORDER BY linked_at IS NULL DESC, id LIMIT 1
                    """), arguments: [customer, digits])
        let known = row.map(KnownLink.init)
        switch change {
        case .link: return try link(known, number, customer, agent)
        case .confirm:
            guard let known, known.isLink else { return .noLink }
            guard !known.isConfirmed else { return .unchanged(.confirmed) }
            return try confirm(known, number, customer)
        case .unlink:
            guard let known, known.isLink else { return .noLink }
            try database.cachedStatement(sql: "DELETE FROM phones WHERE id = ?")
                .execute(arguments: [known.id])
            try database.cachedStatement(
                sql: """
                    UPDATE calls SET customer_id = NULL
                    WHERE number = ? AND customer_id = ? AND \(Self.isOver)
                    """
            ).execute(arguments: [digits, customer])
            return .linked(.none, calls: database.changesCount)
        }
    }

    private struct KnownLink {
        let id: Int64
        let author: String
        let isLink: Bool
        let isConfirmed: Bool

        init(_ row: Row) {
            id = row.integer(0) ?? 0
            author = row.text(1)
            isLink = !row.isNull(2)
            isConfirmed = !row.isNull(3)
        }
    }

    private func link(
        _ known: KnownLink?, _ number: PhoneNumber, _ customer: Int64, _ agent: String
    ) throws -> WriteOutcome {
        guard let known else {
            try database.cachedStatement(
                sql: """
                    INSERT INTO phones (customer_id, entered, number, linked_by, linked_at)
                    VALUES (?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (customer_id, entered) DO UPDATE SET number = excluded.number,
                        problem = '', linked_by = excluded.linked_by, linked_at = excluded.linked_at
                    """
            ).execute(
                arguments: [
                    customer, number.description, Int64(number.digits), agent,
                    now.secondsSince1970,
                ])
            return .linked(.provisional, calls: try attributeCalls(from: number, to: customer))
        }
        guard known.isLink, !known.isConfirmed else { return .unchanged(.confirmed) }
        // Nobody confirms what he has said himself; without a name nobody knows who it was.
        guard !agent.isEmpty, !known.author.isEmpty, agent != known.author else {
            return .unchanged(.provisional)
        }
        return try confirm(known, number, customer)
    }

    private func confirm(
        _ known: KnownLink, _ number: PhoneNumber, _ customer: Int64
    ) throws -> WriteOutcome {
        try database.cachedStatement(sql: "UPDATE phones SET confirmed_at = ? WHERE id = ?")
            .execute(arguments: [now.secondsSince1970, known.id])
        return .linked(.confirmed, calls: try attributeCalls(from: number, to: customer))
    }

    /// Whose a call under way is, the daemon tells itself when it has looked the caller up again.
    private static let isOver = """
        NOT EXISTS (SELECT 1 FROM live_calls
            WHERE live_calls.call_id = calls.call_id AND began_at = rang_at)
        """

    /// Gives earlier calls of an unknown caller to its customer, unless others have the number too.
    private func attributeCalls(from number: PhoneNumber, to customer: Int64) throws -> Int {
        let digits = Int64(number.digits)
        try database.cachedStatement(
            sql: """
                UPDATE calls SET customer_id = ?2 WHERE number = ?1 AND customer_id IS NULL
                    AND \(Self.isOver) AND NOT EXISTS
                        (SELECT 1 FROM phones WHERE number = ?1 AND customer_id <> ?2)
                """
        ).execute(arguments: [digits, customer])
        return database.changesCount
    }
}
