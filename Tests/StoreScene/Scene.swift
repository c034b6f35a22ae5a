public import CallerIndex
import CustomerRecords
public import CustomerStore
public import Customers
public import GRDB
import Scoring
import Synchronization

/// A store, another program at the same file, a clock that the test moves, and an index.
///
/// Its stored properties are these, and what was told, each kind by itself.
public final class Scene {
    public let path: String
    public let store: CustomerStore
    public let other: DatabaseQueue
    public let orders = StoreOrders()
    public private(set) var index = CallerIndex()
    public private(set) var customersTold = 0
    public private(set) var reports: [ScoringRun.Report] = []
    public private(set) var trouble: StoreError?
    public private(set) var unreadable = UnreadableCounts()
    public private(set) var schema = SchemaState()
    public private(set) var notices: [StoreNotice] = []
    public private(set) var clockSteps: [Int64] = []
    public private(set) var failed: [StoreOrder] = []
    public private(set) var valuesSeen: [UInt32: [Int]] = [:]

    public var now: Moment {
        get { clock.moment.withLock { $0 } }
        set { clock.moment.withLock { $0 = newValue } }
    }

    private let clock: SettableClock
    private let inbox = Updates()
    private var duties: StoreDuties

    /// - Parameter path: a database; an empty one when nothing is said.
    public init(
        path: String? = nil, now: Moment = Moment(iso8601: "2026-11-21T12:00:00Z")!,
        scoreEvery: Int64? = nil, scoring: ScoringSettings = .standard
    ) throws {
        self.path = try path ?? Scratch.emptyDatabase()
        store = try CustomerStore(path: self.path, scoring: scoring, patience: 0.05)
        var configuration = Configuration()
        // So that a test can hold the lock.
        configuration.allowsUnsafeTransactions = true
        other = try DatabaseQueue(path: self.path, configuration: configuration)
        let (clock, inbox) = (SettableClock(now), inbox)
        self.clock = clock
        duties = StoreDuties(
            clock: { clock.moment.withLock { $0 } }, scoreEvery: scoreEvery, orders: orders,
            tell: { update in inbox.list.withLock { $0.append(update) } })
        follow()
    }

    /// Lets the store's thread do what it does until nothing is left to do.
    public func follow() {
        while step() {}
    }

    /// - Returns: whether there is more to do.
    @discardableResult
    public func step() -> Bool {
        let idleness = duties.step(store)
        applyAll()
        return idleness == .busy || idleness == .crowded || idleness == .tidying
    }

    /// Whether a write through the store would be acknowledged now.
    public var hasToldOwn: Bool { duties.hasToldOwn }

    public func write(_ sql: String, _ arguments: StatementArguments = []) throws {
        try other.write { try $0.execute(sql: sql, arguments: arguments) }
    }

    public func summary(_ id: UInt32) -> Summary? {
        follow()
        return index.record(of: CustomerID(id))?.summary
    }

    /// Everybody whom the index has.
    public func customersKnown() -> [CustomerID] {
        var known: [CustomerID] = []
        var position: Int? = 0
        index.beginGeneration()
        while let start = position {
            let slice = index.staleCustomers(from: start, slots: 65_536)
            known += slice.stale
            position = slice.next
        }
        return known
    }

    private func applyAll() {
        for update in inbox.takeAll() {
            switch update {
            case .begin: index.beginGeneration()
            case .customers(let batch, let removed): apply(batch.summaries, removed)
            case .complete: sweep()
            case .sources(let sources): index.sources = sources
            case .scored(let report, _): reports.append(report)
            case .current: trouble = nil
            case .unavailable(let error): trouble = error
            case .unreadable(let counts): unreadable = counts
            case .schema(let state): schema = state
            case .noticed(let notice): notices.append(notice)
            case .clockWasSet(let seconds): clockSteps.append(seconds)
            case .failed(let order, _): failed.append(order)
            case .restored, .cut, .scoringBegins, .thresholds, .comparisonBegins, .compare,
                .comparisonEnds, .clockIsFollowed, .logBytes:
                break
            }
        }
    }

    private func apply(_ summaries: [Summary], _ removed: [CustomerID]) {
        customersTold += summaries.count
        for summary in summaries {
            index.apply(summary)
            valuesSeen[summary.id.value, default: []].append(
                Int(summary.figures.value?.grade ?? 0))
        }
        for customer in removed { index.remove(customer) }
    }

    private func sweep() {
        var position: Int? = 0
        while let start = position {
            let slice = index.staleCustomers(from: start, slots: 65_536)
            for customer in slice.stale { index.remove(customer) }
            position = slice.stale.isEmpty ? slice.next : start
        }
    }
}

private final class SettableClock: Sendable {
    let moment: Mutex<Moment>
    init(_ moment: Moment) { self.moment = Mutex(moment) }
}

private final class Updates: Sendable {
    let list = Mutex<[IndexUpdate]>([])

    func takeAll() -> [IndexUpdate] {
        list.withLock { list in
            defer { list = [] }
            return list
        }
    }
}
