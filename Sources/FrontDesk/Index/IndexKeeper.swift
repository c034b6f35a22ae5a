public import CallerIndex
import CustomerRecords
public import CustomerStore
public import Customers

/// Keeps the index as the database has it, in between the clients' turns.
///
/// What every lookup uses is `@exclusivity(unchecked)`, which is safe because nothing changes such
/// a property while it is in use: to have the runtime find that out each time cost a fifth of a
/// pipelined lookup and more of a single one.
public final class IndexKeeper {
    /// Slots looked at at once: about 0.02 ms.
    private static let sweepSlots = 1024

    /// Customers by their numbers.
    @safe @exclusivity(unchecked) public internal(set) var callers: CallerIndex
    /// How far the index is in step with the database.
    @safe @exclusivity(unchecked) public internal(set) var state = IndexState()
    /// Where the index is kept for the next start; `nil`: nowhere.
    public var snapshots: (any SnapshotDoor)?

    init(suffixDigits: Int) { callers = CallerIndex(suffixDigits: suffixDigits) }

    /// What the many customers of one number have alike.
    @safe @exclusivity(unchecked) var crowds = Crowds()

    /// The index has been filled once; before that, the database is asked.
    @inline(__always)
    public var isComplete: Bool { state.isComplete }

    func save(_ cut: FeedCut, now: Moment) {
        snapshots?.save(callers, cut, now: now)
        state.isEndingGrowth = true
    }

    func begin(customers: Int, numbers: Int) {
        callers.beginGeneration()
        callers.reserve(customers: customers, numbers: numbers)
        state.isReading = true
        state.expectedCustomers = customers
        state.readCustomers = 0
    }

    /// Replaces customers who are what they were for the database.
    func apply(_ batch: SummaryBatch) {
        crowds.follow(batch, in: callers)
        if !callers.apply(batch) { crowds.forget() }
    }

    /// Forgets a customer.
    func remove(_ customer: CustomerID) {
        crowds.followRemoval(of: customer, in: callers)
        callers.remove(customer)
    }

    /// What all who have this number have alike.
    func tally(of number: PhoneNumber) -> CrowdTally { crowds.tally(of: number, in: callers) }

    /// Which figures are known at all.
    func take(_ sources: LoadedSources) {
        callers.sources = sources
    }

    func take(_ batch: SummaryBatch, removed: [CustomerID]) {
        apply(batch)
        for customer in removed { remove(customer) }
        state.appliedCustomers += batch.count + removed.count
        if state.isReading { state.readCustomers += batch.count }
    }

    func complete() {
        state.isReading = false
        state.isComplete = true
        state.sweepPosition = 0
    }

    func noteCurrent(asOf moment: Moment) {
        state.currentAsOf = moment
        state.isCatchingUp = false
        state.trouble = nil
    }

    /// The index as it was when it was kept; what has changed since comes behind it.
    ///
    /// - Returns: whether it is there.
    func restore() -> Bool {
        guard let snapshots, snapshots.restore(into: &callers) else { return false }
        crowds.forget()
        state.isReading = false
        state.isComplete = true
        state.isCatchingUp = true
        return true
    }

    /// After a reading, looks at some customers of the index whether it named them.
    ///
    /// - Returns: whether more are to be looked at.
    func sweep() -> Bool {
        guard let position = state.sweepPosition else {
            if state.isEndingGrowth {
                state.isEndingGrowth = callers.growOn(slots: Self.sweepSlots)
                return true
            }
            return false
        }
        let slice = callers.staleCustomers(from: position, slots: Self.sweepSlots)
        for customer in slice.stale { remove(customer) }
        // Removing moves entries up; a slice that had stale ones is looked at once more.
        state.sweepPosition = slice.stale.isEmpty ? slice.next : position
        return state.sweepPosition != nil
    }

    /// Customers from `position` on that were named in no step of the comparison under way.
    func unconfirmed(from position: Int) -> (stale: [CustomerID], next: Int?) {
        callers.staleCustomers(from: position, slots: Self.sweepSlots)
    }
}

/// Keeps the index for the next start, and brings it back.
public protocol SnapshotDoor: AnyObject {
    /// What became of it, for `STATS`.
    var status: SnapshotStatus { get }
    /// Has the index kept as it is now.
    func save(_ index: borrowing CallerIndex, _ cut: FeedCut, now: Moment)
    /// Puts the index back that was kept, once.
    ///
    /// - Returns: whether there was one.
    func restore(into index: inout CallerIndex) -> Bool
}

/// What became of keeping the index.
public struct SnapshotStatus: Equatable, Sendable {
    /// What became of the latest attempt.
    public enum State: Equatable, Sendable {
        /// Nobody keeps the index, or no more until the next start.
        case off
        case none
        case saving
        case saved
        case failed(reason: String)
    }

    public let state: State
    /// As of when the file is; `nil`: there is none that we know of.
    public let savedAt: Moment?
    /// How long the latest attempt kept the loop, in microseconds.
    public let forkMicroseconds: UInt64

    public init(_ state: State, savedAt: Moment?, forkMicroseconds: UInt64) {
        self.state = state
        self.savedAt = savedAt
        self.forkMicroseconds = forkMicroseconds
    }
}
