public import Customers
import GRDB

/// Something that happened to a call, for the history.
public struct CallFact: Equatable, Sendable {
    /// What happened.
    public enum Event: Equatable, Sendable {
        /// It rang for the first time; the customer is `nil` unless exactly one was found.
        case rang(PhoneNumber?, received: String, CustomerID?)
        case answered(agent: String)
        case ended
    }

    public var call: CallID
    public var at: Moment
    public var event: Event

    public init(_ call: CallID, at: Moment, _ event: Event) {
        self.call = call
        self.at = at
        self.event = event
    }
}

extension CustomerStore {
    /// Stores what happened to calls, in one transaction.
    ///
    /// A name of a call that was stored before keeps its first row.
    ///
    /// - Returns: how many the database will never take.
    /// - Throws: when it takes none now.
    public func record(_ facts: [CallFact]) throws(StoreError) -> Int {
        try followFile()
        do throws(StoreError) {
            try write { database in
                for fact in facts { try Self.record(fact, in: database) }
            }
            return 0
        } catch {
            guard error.concernsOne else { throw error }
            if facts.count == 1 { return 1 }
            var lost = 0
            for fact in facts { lost += try record([fact]) }
            return lost
        }
    }

    /// Writes a row that says nothing, to see whether the database takes any.
    public func tryWriting() throws(StoreError) {
        try followFile()
        try write { try $0.execute(sql: "INSERT INTO change_log (rescore) VALUES (0)") }
    }

    private static func record(_ fact: CallFact, in database: Database) throws {
        let (call, at) = (fact.call.text, fact.at.secondsSince1970)
        switch fact.event {
        case .rang(let number, let received, let customer):
            try database.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO calls (call_id, number, received, rang_at, customer_id)
                    VALUES (?, ?, ?, ?, (SELECT id FROM customers WHERE id = ?))
                    """
            ).execute(arguments: [
                call, number.map { Int64($0.digits) }, received, at,
                customer.map { Int64($0.value) },
            ])
        case .answered(let agent):
            try database.cachedStatement(
                sql: """
                    UPDATE calls SET agent = ?, answered_at = coalesce(answered_at, ?)
                    WHERE call_id = ? AND ended_at IS NULL
                    """
            ).execute(arguments: [agent, at, call])
        case .ended:
            try database.cachedStatement(
                sql: "UPDATE calls SET ended_at = ? WHERE call_id = ? AND ended_at IS NULL"
            ).execute(arguments: [at, call])
        }
    }
}
