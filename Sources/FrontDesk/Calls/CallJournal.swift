public import CustomerStore
import Customers
import Switchboard

/// What has happened to calls and is to be stored: for the history, and for the next start.
///
/// A lot is made of a few hundred facts and calls at most: making it keeps the loop.
///
/// One lot at a time is with the store, so that writes of others fit between; what happens
/// meanwhile, and for a rest behind it, makes the next lot. The loop waits for none of it.
public final class CallJournal {
    private unowned let store: any StoreDoor
    private let now: () -> Moment
    /// How many facts may wait, and how many calls may wait to be kept one by one.
    private let limit: Int
    /// Facts, and calls, that one lot has.
    static let lotLimit = 200
    /// From the end of one lot to the next, unless that is full or somebody asks for what is in it:
    /// each lot is a transaction, and wakes two threads.
    public static let restMilliseconds = 20
    private var waiting: [CallFact] = []
    private var beingStored: [CallFact] = []
    private var isStoring = false
    /// Calls that stand otherwise than in the database.
    private var changed: Set<CallID> = []
    private var changedBeingStored: Set<CallID> = []
    /// So much has changed, or is not known to be stored, that all calls are to be kept anew.
    private var isAllChanged = false
    private var isAllBeingStored = false
    /// Why the database took nothing the last time; it is asked again in the next second.
    public private(set) var trouble: StoreError?
    /// The database has just taken nothing and is left alone for a while.
    private var isPausing = false
    /// A lot was stored a moment ago.
    private var isResting = false
    /// Begins a rest, behind which `endRest` is called; `nil`: there is none.
    public var rest: (() -> Void)?
    /// Facts about calls that are in no history.
    public private(set) var lostCount = 0

    init(_ store: any StoreDoor, limit: Int, now: @escaping () -> Moment) {
        self.store = store
        self.limit = limit
        self.now = now
    }

    /// Facts, and calls that stand otherwise, that are not stored yet.
    public var waitingCount: Int { factCount + changed.count + changedBeingStored.count }

    private var factCount: Int { waiting.count + beingStored.count }

    /// A fact for the history.
    func note(_ call: CallID, began: Moment, _ event: CallFact.Event) {
        guard factCount < limit else {
            lostCount += 1
            return
        }
        waiting.append(CallFact(call, began: began, at: now(), event))
    }

    /// The call stands otherwise than before.
    func keep(_ call: CallID) {
        changed.insert(call)
        guard changed.count > limit else { return }
        changed = []
        isAllChanged = true
    }

    private var hasWork: Bool { !waiting.isEmpty || !changed.isEmpty || isAllChanged }

    /// Gives the store what has happened, unless it has a lot already or has just taken none.
    ///
    /// - Parameter calls: the calls as they stand now.
    func handOver(_ calls: some CallKeeping) {
        guard hasWork, !isStoring, !isPausing else { return }
        if isResting, waiting.count < Self.lotLimit, changed.count < Self.lotLimit { return }
        store.record(takeLot(calls, of: Self.lotLimit))
    }

    /// A second has passed: the database may take something again.
    func endPause() { isPausing = false }

    /// The next lot may follow.
    func endRest() { isResting = false }

    /// Gives the store everything there is; before its thread ends.
    func flush(_ calls: some CallKeeping) {
        if hasWork { store.record(takeLot(calls, of: .max)) }
    }

    private func takeLot(_ calls: some CallKeeping, of count: Int) -> CallLot {
        let facts = Array(waiting.prefix(count))
        var lot = CallLot(facts: facts, isWhole: isAllChanged)
        // How a call stands goes with the facts of it.
        var some = Set(facts.lazy.map(\.call)).intersection(changed)
        for call in changed.prefix(count) where some.count < count { some.insert(call) }
        let wanted = isAllChanged ? calls.liveCalls : Array(some)
        lot.calls = wanted.map { ($0, calls.kept($0)) }
        isStoring = true
        beingStored += facts
        changedBeingStored.formUnion(some)
        isAllBeingStored = isAllBeingStored || isAllChanged
        waiting.removeFirst(facts.count)
        changed.subtract(some)
        isAllChanged = false
        return lot
    }

    /// The store has taken what it was given, or none of it: then it is given again, and how the
    /// calls stand is told anew with the next lot.
    ///
    /// - Parameter lost: facts that the database will never take.
    func stored(_ failure: StoreError?, lost: Int) {
        trouble = failure
        lostCount += lost
        isPausing = failure != nil
        if failure != nil {
            waiting = beingStored + waiting
            isAllChanged = isAllChanged || isAllBeingStored
            for call in changedBeingStored { keep(call) }
        }
        beingStored = []
        isStoring = false
        if let rest, !isResting {
            isResting = true
            rest()
        }
        changedBeingStored.removeAll(keepingCapacity: true)
        isAllBeingStored = false
    }
}

/// Knows how calls stand.
protocol CallKeeping {
    /// All calls that have not ended.
    var liveCalls: [CallID] { get }
    /// `nil` for one that is over.
    func kept(_ call: CallID) -> LiveCall?
}
