import CustomerRecords
import Customers
import Synchronization

/// Rows in which something stands that nobody can read, as of their latest reading; any thread.
///
/// A file that others write may hold anything: each such row is left out, and counted here.
/// Nothing of what it holds is kept.
public final class UnreadableRows: Sendable {
    /// Places remembered at most; what is beyond is left out and not counted.
    private static let limit = 10_000

    /// Where rows were left out.
    struct Place: Hashable {
        enum Owner: Hashable {
            /// All rows of a table that belong to one customer.
            case customer(Int64)
            case row(Int64)
            /// Rows of customers that no customer can have.
            case strangers
        }

        let table: String
        let owner: Owner
    }

    private struct State {
        var rows: [Place: Int] = [:]
        var changes = 0
    }

    private let state = Mutex(State())
    private let placeCount = Atomic<Int>(0)

    /// Whether every row could be read.
    var areNone: Bool { placeCount.load(ordering: .relaxed) == 0 }

    /// So many rows were left out at this reading; 0: none are any more.
    func note(_ place: Place, _ count: Int) {
        if count == 0, areNone { return }
        state.withLock { state in
            let known = state.rows[place] ?? 0
            guard known != count, count == 0 || state.rows.count < Self.limit || known > 0 else {
                return
            }
            state.rows[place] = count == 0 ? nil : count
            state.changes += 1
            placeCount.store(state.rows.count, ordering: .relaxed)
        }
    }

    /// These customers have been read again, or are no more.
    func note(_ read: DatedSummaries, removed: [CustomerID]) {
        if areNone, read.unreadable.isEmpty { return }
        for batch in read.batches { batch.forEach { forget($0.id) } }
        for customer in removed { forget(customer) }
        for (customer, table, count) in read.unreadable {
            note(Place(table: "\(table)", owner: .customer(Int64(customer.value))), count)
        }
    }

    private func forget(_ customer: CustomerID) {
        for table in SummaryReader.tables {
            note(Place(table: "\(table)", owner: .customer(Int64(customer.value))), 0)
        }
    }

    /// Another file is read.
    func forgetAll() {
        state.withLock { state in
            state.rows = [:]
            state.changes += 1
        }
        placeCount.store(0, ordering: .relaxed)
    }

    /// What has changed since `seen` changes; `nil`: nothing.
    func news(since seen: inout Int) -> UnreadableCounts? {
        state.withLock { state in
            guard state.changes != seen else { return nil }
            seen = state.changes
            var counts = UnreadableCounts()
            for (place, count) in state.rows { counts.byTable[place.table, default: 0] += count }
            return counts
        }
    }
}

extension CustomerStore {
    /// Counts the rows that no customer can have.
    func countStrangers() throws(StoreError) {
        let count = try read { try CustomerSet.countStrangers($0) }
        unreadable.note(.init(table: "customers", owner: .strangers), count)
    }
}

/// How many rows of which tables cannot be read.
public struct UnreadableCounts: Equatable, Sendable {
    public internal(set) var byTable: [String: Int] = [:]

    public init() {}

    public var total: Int { byTable.values.reduce(0, +) }
}

extension UnreadableCounts: CustomStringConvertible {
    public var description: String {
        byTable.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
            .joined(separator: ", ")
    }
}
