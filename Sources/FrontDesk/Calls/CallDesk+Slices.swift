import CallerIndex
import CustomerRecords
import CustomerStore
public import Customers
import Switchboard

/// What is done a little at a time, so that others come in between.
extension CallDesk {
    /// The calls on whose screens something may have changed.
    func legs(concerning batch: SummaryBatch, _ removed: [CustomerID]) -> [Set<UInt64>] {
        guard board.callCount > 0, index.isComplete else { return [] }
        var legs: [Set<UInt64>] = []
        batch.forEach { record in
            let numbers = (0..<record.numberCount).lazy.map { record.number($0) }
            legs += board.legs(concerning: record.id, numbers)
            legs += self.legs(ofNumbersOf: record.id, but: numbers)
        }
        for customer in removed {
            legs += board.legs(concerning: customer, [])
            legs += self.legs(ofNumbersOf: customer, but: [])
        }
        return legs
    }

    /// Those of the numbers that a customer has until now: of many customers of one number a call
    /// remembers only some.
    private func legs(
        ofNumbersOf customer: CustomerID, but kept: some Sequence<PhoneNumber>
    ) -> [Set<UInt64>] {
        guard let record = index.callers.record(of: customer) else { return [] }
        let numbers = (0..<record.numberCount).lazy.map { record.number($0) }
        if numbers.elementsEqual(kept) { return [] }
        let kept = Set(kept)
        return board.legs(from: numbers.filter { !kept.contains($0) })
    }

    /// Every caller is to be looked up again.
    func refreshAll() {
        if board.callCount > 0 { refresh([board.knownLegs]) }
    }

    /// These callers are to be looked up again.
    func refresh(_ legs: [Set<UInt64>]) {
        for legs in legs { refreshing.add(legs) }
        urgentCount = Self.urgentLimit
    }

    /// Callers who are looked up again before anything else that the database has told: a write
    /// is acknowledged when the screens show it, but not behind thousands of them.
    private static var urgentLimit: Int { 100 }

    var isRefreshUrgent: Bool { urgentCount > 0 }

    /// Looks one caller up again.
    ///
    /// - Returns: `false` when none waits.
    func refreshOne() -> Bool {
        guard let leg = refreshing.next() else {
            urgentCount = 0
            return false
        }
        urgentCount = max(0, urgentCount - 1)
        if let known = board.subject(ofLeg: leg) {
            let caller = caller(known.received)
            outbox += board.update(leg: leg, caller)
            if caller.onlyCustomer != known.onlyCustomer { noteCaller(ofLeg: leg, caller) }
            pushNotices()
        }
        return true
    }

    /// The history follows who calls for as long as the call lasts.
    private func noteCaller(ofLeg leg: UInt64, _ caller: RingingCaller) {
        guard let state = board.liveState(ofLeg: leg) else { return }
        journal.note(
            state.id, began: state.began,
            .identified(caller.number, received: caller.said, caller.onlyCustomer))
    }

    func caller(_ received: Received) -> RingingCaller {
        switch callers.identify(received) {
        case .nothing(let problem): RingingCaller(received, problem)
        case .caller(let caller) where !index.isComplete: RingingCaller(notYet: received, caller)
        case .caller(let caller):
            RingingCaller(received, callers.find(caller, .lookup), index.callers.sources)
        }
    }

    /// All calls of a PBX are over; `whenDone` is told how many were.
    func endAll(of pbx: PBX?, whenDone: @escaping (Int) -> Void) {
        endings.append(PBXEnding(board.liveLegs(of: pbx), whenDone))
    }

    /// All calls of a PBX but these are over, and nobody has told so.
    public func endCalls(of pbx: PBX, but known: Set<CallID>) {
        let legs = board.liveLegs(of: pbx).filter { !known.contains($0.call) }
        if !legs.isEmpty { endings.append(PBXEnding(legs) { _ in }) }
    }

    /// Ends one call of a PBX that is over.
    ///
    /// - Returns: `false` when none is.
    func endOne() -> Bool {
        guard !endings.isEmpty else { return false }
        guard let leg = endings[0].legs.popLast() else {
            let done = endings.removeFirst()
            done.whenDone(done.count)
            return true
        }
        let before = board.state(of: leg.call)
        if let told = board.end(leg, at: now) {
            endings[0].count += 1
            outbox += told
            if let before { note(before) }
            pushNotices()
        }
        return true
    }
}

/// The calls of one PBX on their way to their end.
struct PBXEnding {
    var legs: [CallBoard.Leg]
    var count = 0
    let whenDone: (Int) -> Void

    init(_ legs: [CallBoard.Leg], _ whenDone: @escaping (Int) -> Void) {
        self.legs = legs
        self.whenDone = whenDone
    }
}

/// Legs that wait to be looked up again: sets that are taken over without a look at their elements.
struct RefreshQueue {
    private var waiting: [Set<UInt64>] = []
    private var current: Set<UInt64>.Iterator?
    private var first = 0

    mutating func add(_ legs: Set<UInt64>) { waiting.append(legs) }

    mutating func next() -> UInt64? {
        while true {
            if let leg = current?.next() { return leg }
            guard first < waiting.count else {
                waiting.removeAll(keepingCapacity: true)
                (current, first) = (nil, 0)
                return nil
            }
            current = waiting[first].makeIterator()
            waiting[first] = []
            first += 1
        }
    }
}
