public import Customers
import GRDB

/// Something that happened to a call, for the history.
public struct CallFact: Equatable, Sendable {
    /// What happened.
    public enum Event: Equatable, Sendable {
        /// It is there; the customer is `nil` unless exactly one was found.
        case rang(PhoneNumber?, received: String, CustomerID?)
        /// Who calls is known better now.
        case identified(PhoneNumber?, received: String, CustomerID?)
        /// These have taken it, several in a conference.
        case answered(agents: [Agent])
        case ended
    }

    public var call: CallID
    /// When this leg of the call began: with the name it says which row is meant.
    public var began: Moment
    public var at: Moment
    public var event: Event

    public init(_ call: CallID, began: Moment, at: Moment, _ event: Event) {
        self.call = call
        self.began = began
        self.at = at
        self.event = event
    }
}

/// What has happened to calls since the last lot, stored in one transaction: after a crash the
/// history and the calls under way are of the same moment.
public struct CallLot: Sendable {
    /// For the history, in order.
    public var facts: [CallFact]
    /// Calls as they stand now; `nil` for one that is over.
    public var calls: [(CallID, LiveCall?)]
    /// Whether `calls` are all that there are.
    public var isWhole: Bool

    public init(facts: [CallFact] = [], calls: [(CallID, LiveCall?)] = [], isWhole: Bool = false) {
        self.facts = facts
        self.calls = calls
        self.isWhole = isWhole
    }
}

extension CustomerStore {
    /// Stores what happened to calls, in one transaction; one by one where there is something in it
    /// that the database will never take.
    ///
    /// - Returns: how many the database will never take.
    /// - Throws: when it takes none now.
    public func record(_ lot: CallLot) throws(StoreError) -> Int {
        try followFile()
        do throws(StoreError) {
            try write { try Self.record(lot, in: $0) }
            return 0
        } catch {
            guard error.concernsOne else { throw error }
            if lot.facts.count + lot.calls.count <= 1 { return 1 }
            var lost = 0
            for fact in lot.facts { lost += try record(CallLot(facts: [fact])) }
            if lot.isWhole { _ = try record(CallLot(isWhole: true)) }
            for call in lot.calls { lost += try record(CallLot(calls: [call])) }
            return lost
        }
    }

    private static func record(_ lot: CallLot, in database: Database) throws {
        for fact in lot.facts { try record(fact, in: database) }
        if lot.isWhole { try database.execute(sql: "DELETE FROM live_calls") }
        for (call, state) in lot.calls { try keep(call, state, in: database) }
    }

    /// Writes a row that says nothing, to see whether the database takes any.
    public func tryWriting() throws(StoreError) {
        try followFile()
        try write { try $0.execute(sql: "INSERT INTO change_log (rescore) VALUES (0)") }
    }

    private static func record(_ fact: CallFact, in database: Database) throws {
        let (call, began) = (fact.call.text, fact.began.secondsSince1970)
        switch fact.event {
        case .rang(let number, let received, let customer):
            try database.cachedStatement(
                sql: """
                    INSERT INTO calls (call_id, number, received, rang_at, customer_id)
                    VALUES (?, ?, ?, ?, (SELECT id FROM customers WHERE id = ?))
                    """
            ).execute(arguments: [
                call, number.map { Int64($0.digits) }, received, began,
                customer.map { Int64($0.value) },
            ])
        case .identified(let number, let received, let customer):
            try database.cachedStatement(
                sql: """
                    UPDATE calls SET number = ?, received = ?,
                        customer_id = (SELECT id FROM customers WHERE id = ?)
                    WHERE call_id = ? AND rang_at = ? AND ended_at IS NULL
                    """
            ).execute(arguments: [
                number.map { Int64($0.digits) }, received, customer.map { Int64($0.value) },
                call, began,
            ])
        case .answered(let agents):
            try database.cachedStatement(
                sql: """
                    UPDATE calls SET agent = ?, answered_at = coalesce(answered_at, ?)
                    WHERE call_id = ? AND rang_at = ? AND ended_at IS NULL
                    """
            ).execute(arguments: [
                agents.map(\.text).joined(separator: ", "), fact.at.secondsSince1970, call, began,
            ])
        case .ended:
            try database.cachedStatement(
                sql: """
                    UPDATE calls SET ended_at = ?
                    WHERE call_id = ? AND rang_at = ? AND ended_at IS NULL
                    """
            ).execute(arguments: [fact.at.secondsSince1970, call, began])
        }
    }
}
