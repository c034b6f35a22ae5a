public import CustomerStore
import Customers
import Switchboard

/// What has happened to calls and is to be stored, for the history.
public final class CallJournal {
    private unowned let store: any StoreDoor
    private let now: () -> Moment
    /// How many facts may wait.
    private let limit: Int
    private var waiting: [CallFact] = []
    private var beingStored: [CallFact] = []
    /// Why the database took nothing the last time; it is asked again in the next second.
    public private(set) var trouble: StoreError?
    private var failedAt: Moment?
    /// Facts about calls that are in no history.
    public private(set) var lostCount = 0

    init(_ store: any StoreDoor, limit: Int, now: @escaping () -> Moment) {
        self.store = store
        self.limit = limit
        self.now = now
    }

    /// Facts that are not stored yet.
    public var waitingCount: Int { waiting.count + beingStored.count }

    func rang(_ call: CallID, _ caller: RingingCaller) {
        let customer = caller.customers.count == 1 ? caller.customers[0] : nil
        let received = String(decoding: caller.received.bytes, as: UTF8.self)
        add(call, .rang(caller.number, received: received, customer))
    }

    func changed(_ call: CallID, _ stage: CallStage) {
        switch stage {
        case .ringing: return
        case .answered(let agent): add(call, .answered(agent: agent.text))
        case .ended: add(call, .ended)
        }
    }

    private func add(_ call: CallID, _ event: CallFact.Event) {
        guard waitingCount < limit else {
            lostCount += 1
            return
        }
        waiting.append(CallFact(call, at: now(), event))
    }

    /// Gives the store what has happened; one lot at a time, so that writes of others fit between.
    func handOver() {
        guard !waiting.isEmpty, beingStored.isEmpty else { return }
        if let failedAt, failedAt == now() { return }
        (beingStored, waiting) = (waiting, [])
        store.record(beingStored)
    }

    /// Gives the store everything there is; before its thread ends.
    public func flush() {
        if !waiting.isEmpty { store.record(waiting) }
        waiting = []
    }

    /// The store has taken what it was given, or none of it: then it is given again.
    ///
    /// - Parameter lost: facts that the database will never take.
    public func stored(_ failure: StoreError?, lost: Int) {
        trouble = failure
        lostCount += lost
        failedAt = failure == nil ? nil : now()
        if failure != nil { waiting = beingStored + waiting }
        beingStored = []
    }
}
