public import CustomerStore
import Customers

/// Something about the database, the disk, the clock, the snapshot or a PBX that must be known.
///
/// Lookups go on meanwhile.
public struct Trouble: Equatable, Sendable {
    /// What is in trouble; each at most once at a time.
    public enum Kind: UInt8, CaseIterable, Sendable {
        /// It cannot be read.
        case database
        /// It takes no writes.
        case writes
        /// What happens to calls cannot be stored.
        case calls
        /// Another program has changed it.
        case schema
        /// Rows that cannot be read.
        case rows
        /// It was set back, and not everything has been told anew.
        case clock
        /// The index is not kept.
        case snapshot
        /// A telephony system cannot be followed.
        case pbx

        public var word: StaticString {
            switch self {
            case .database: "database"
            case .writes: "writes"
            case .calls: "calls"
            case .schema: "schema"
            case .rows: "rows"
            case .clock: "clock"
            case .snapshot: "snapshot"
            case .pbx: "pbx"
            }
        }

        /// Whether questions or writes fail for it.
        public var isGrave: Bool { self == .database || self == .writes || self == .calls }
    }

    public let kind: Kind
    /// In words, with what to do about it; nothing of what stands in the database.
    public let reason: String
}

/// Whether questions to the database are answered.
struct QuestionTroubles {
    /// Seconds after the latest failure for which the trouble lasts: another row may be read well.
    private static let lastingSeconds: UInt64 = 10

    private var failure: StoreError?
    private var failedAt: UInt64 = 0

    /// - Parameter seconds: of the monotonic clock.
    mutating func note(_ answer: StoreAnswer, at seconds: UInt64) {
        guard case .failed(let error) = answer, error.word.description != "too-long" else {
            return
        }
        (failure, failedAt) = (error, seconds)
    }

    /// - Parameter seconds: of the monotonic clock.
    func present(at seconds: UInt64) -> StoreError? {
        seconds < failedAt + Self.lastingSeconds ? failure : nil
    }
}

extension FrontDesk {
    /// What is in trouble now, in the order of the kinds.
    public var presentTroubles: [Trouble] {
        var troubles: [Trouble] = []
        func add(_ kind: Trouble.Kind, _ reason: String?) {
            if let reason { troubles.append(Trouble(kind: kind, reason: reason)) }
        }
        let state = index.state
        add(.database, databaseTrouble.map { "\($0)" })
        add(.writes, statistics.writes.trouble.map { "\($0)" })
        add(.calls, journal.trouble.map { "\($0)" })
        if !state.schema.problems.isEmpty {
            let problems = state.schema.problems.joined(separator: ", ")
            add(.schema, "missing or changed: \(problems); a restart puts back what it can")
        }
        if state.unreadable.total > 0 {
            add(.rows, "left out because nobody can read them: \(state.unreadable)")
        }
        if state.isClockSetBack { add(.clock, "it was set back; all figures are read again") }
        if case .failed(let reason) = index.snapshots?.status.state { add(.snapshot, reason) }
        let lost = calls.followed().compactMap { pbx in
            pbx.reason.map { "\(pbx.name.text) at \(pbx.address): \($0)" }
        }
        add(.pbx, lost.isEmpty ? nil : lost.joined(separator: "; "))
        return troubles
    }

    /// Why the database cannot be read; `nil` where it can.
    public var databaseTrouble: StoreError? {
        index.state.trouble ?? troubles.present(at: clock.seconds)
    }

    /// A trial of the database, made because a write had failed, has come to this.
    ///
    /// Where the database cannot be read, one that went well does not say that writes do.
    public func noteTrial(_ failure: StoreError?) {
        if failure == nil, databaseTrouble != nil { return }
        statistics.noteTrial(failure)
    }
}
