public import GRDB
public import Scoring

/// What answers questions about customers: the store itself, or a connection beside it that
/// cannot write. What can be asked is in the extensions.
public protocol CustomerReading {
    /// What makes the four figures.
    var scoring: ScoringSettings { get }
    /// Where it is noted which rows could not be read.
    var unreadable: UnreadableRows { get }

    /// Runs `body` in one snapshot; it may fill temporary tables and nothing else.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value
}

extension CustomerReading {
    /// What counts, and for how long.
    public var rules: CountRules { scoring.rules.counts }
}

extension Database {
    /// Runs `body` in one snapshot.
    ///
    /// Not GRDB's `read`: that sets `PRAGMA query_only`, after which SQLite compiles every
    /// statement anew.
    func inSnapshot<Value>(_ body: (Database) throws -> Value) throws -> Value {
        var value: Value?
        try inTransaction(.deferred) {
            value = try body(self)
            return .commit
        }
        guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return value
    }
}
