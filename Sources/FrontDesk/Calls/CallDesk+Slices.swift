import CallerIndex
import CustomerRecords
import CustomerStore
public import Customers
import Switchboard

/// What is done a little at a time, so that others come in between.
extension CallDesk {
    /// The calls on whose screens something may have changed.
    func concerned(by batch: SummaryBatch, _ removed: [CustomerID]) -> [RefreshQueue.Item] {
        guard board.callCount > 0, index.isComplete else { return [] }
        var items: [RefreshQueue.Item] = []
        batch.forEach { new in
            let known = board.legs(concerning: new.id) ?? []
            if !known.isEmpty { items.append(.legs(known)) }
            add(new, 0..<new.numberCount, known, to: &items)
            // Those that it has until now: of many customers of one number a call remembers only
            // some.
            guard let old = index.callers.record(of: new.id) else { return }
            let gone = old.numbersKept(of: new).others(of: old.numberCount)
            add(old, gone, known, to: &items)
        }
        for customer in removed {
            let known = board.legs(concerning: customer) ?? []
            if !known.isEmpty { items.append(.legs(known)) }
            guard let old = index.callers.record(of: customer) else { continue }
            add(old, 0..<old.numberCount, known, to: &items)
        }
        return items
    }

    /// Adds the calls from some of a customer's numbers; of very many numbers they are looked for
    /// later.
    private func add(
        _ record: CustomerRecord, _ places: Range<Int>, _ known: Set<UInt64>,
        to items: inout [RefreshQueue.Item]
    ) {
        if places.count > RefreshQueue.numbersAtOnce {
            items.append(.numbers(places.map { record.number($0) }, but: known))
            return
        }
        for place in places {
            guard let legs = board.legs(from: record.number(place)) else { continue }
            items.append(.legs(legs))
        }
    }

    /// Every caller is to be looked up again.
    func refreshAll() {
        if board.callCount > 0 { refresh([.legs(board.knownLegs)]) }
    }

    /// These callers are to be looked up again.
    func refresh(_ items: [RefreshQueue.Item]) {
        for item in items { refreshing.add(item) }
        urgentCount = Self.urgentLimit
    }

    /// Callers who are looked up again before anything else that the database has told: a write
    /// is acknowledged when the screens show it, but not behind thousands of them.
    private static var urgentLimit: Int { 100 }

    var isRefreshUrgent: Bool { urgentCount > 0 }

    /// Looks one caller up again, or for calls from some numbers.
    ///
    /// - Returns: `false` when none waits.
    func refreshOne() -> Bool {
        guard refreshing.isEmpty || hasRoom() else { return true }
        switch refreshing.next() {
        case nil:
            urgentCount = 0
            return false
        case .leg(let leg): refresh(leg)
        case .numbers(let numbers, let known):
            for number in numbers {
                guard let legs = board.legs(from: number) else { continue }
                // Looks at the few of one number, where `subtracting` would look at all known.
                refreshing.addFirst(legs.filter { !known.contains($0) })
            }
        }
        return true
    }

    private func refresh(_ leg: UInt64) {
        urgentCount = max(0, urgentCount - 1)
        if let known = board.subject(ofLeg: leg) {
            let caller = caller(known.received)
            outbox += board.update(leg: leg, caller)
            if caller.onlyCustomer != known.onlyCustomer { noteCaller(ofLeg: leg, caller) }
            pushNotices()
        }
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
            RingingCaller(received, callers.find(caller), index.callers.sources)
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
        guard hasRoom() else { return true }
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
