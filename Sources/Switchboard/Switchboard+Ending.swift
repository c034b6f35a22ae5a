public import Customers

/// How calls come to be known, end, and are forgotten.
extension Switchboard {
    /// Calls that end or are forgotten in one sweep: the rest waits for the next one.
    private static var sweepLimit: Int { 500 }
    private static var slack: Int { 1024 }

    /// A call has ended; a repeat changes nothing.
    public mutating func hangUp(
        _ call: CallID, at now: SwitchboardTime
    ) throws(SwitchboardRefusal) -> NoticeList<Subject> {
        guard let known = try liveLeg(of: call) else { return [] }
        return end(known, .said, at: now)
    }

    /// One leg of a call, as it was when it was listed.
    public struct Leg: Sendable {
        public let call: CallID
        let serial: UInt64
    }

    /// The calls that have not ended and belong to this PBX: by its name, or by who announced them.
    ///
    /// - Parameter pbx: `nil`: those that were announced by a PBX without a name.
    public func liveLegs(of pbx: PBX?) -> [Leg] {
        calls.values.filter { known in
            known.end == nil && (known.state.pbx == pbx || pbx.map(known.state.id.isNamed) == true)
        }.map { Leg(call: $0.state.id, serial: $0.serial) }
    }

    /// The call is over with all others of its PBX; nothing happens when it has ended since.
    public mutating func end(_ leg: Leg, at now: SwitchboardTime) -> NoticeList<Subject>? {
        guard let known = calls[leg.serial], known.end == nil else { return nil }
        return end(known, .allOver, at: now)
    }

    /// The names of all calls that have not ended.
    public var liveCalls: [CallID] {
        calls.values.filter { $0.end == nil }.map(\.state.id)
    }

    /// Ends calls that have lasted too long and forgets those whose wrap-up is over.
    ///
    /// - Returns: what the watchers have to be told, and the calls that have ended by it.
    public mutating func sweep(
        at now: SwitchboardTime
    ) -> (told: NoticeList<Subject>, aged: [(call: CallID, began: Moment)]) {
        var told = NoticeList<Subject>()
        var aged: [(call: CallID, began: Moment)] = []
        while aged.count < Self.sweepLimit, let serial = ageing.next(at: now.seconds) {
            guard let known = calls[serial], known.end == nil else { continue }
            told += end(known, .aged, at: now)
            aged.append((known.state.id, known.state.began))
        }
        for _ in 0..<Self.sweepLimit {
            guard let serial = ended.next(at: now.seconds) else { break }
            forget(serial)
        }
        return (told, aged)
    }

    private mutating func end(
        _ known: Call<Subject>, _ reason: HangUpReason, at now: SwitchboardTime
    ) -> NoticeList<Subject> {
        var told = NoticeList<Subject>()
        for agent in known.state.agents {
            told += notices(known.state.id, agent, .hangUp(reason, at: now.moment))
        }
        calls[known.serial]?.end = .init(at: now.moment, reason: reason)
        calls[known.serial]?.state.ringing = []
        screens.hide(known.serial, from: known.state.ringing)
        liveCount -= 1
        ended.append(known.serial, due: now.seconds + limits.wrapUpSeconds)
        return told
    }

    /// A call that was under way when the process ended, taken up again in the order of beginning.
    ///
    /// - Parameter age: how long it lasts by now, in seconds.
    /// - Returns: `false` when it is known already, has lasted too long, or there is no room.
    public mutating func restore(
        _ state: CallState<Subject>, age: UInt64, at now: SwitchboardTime
    ) -> Bool {
        guard names[state.id] == nil, age < limits.callSeconds, calls.count < limits.calls else {
            return false
        }
        let serial = add(state, behind: nil, due: now.seconds + limits.callSeconds - age)
        for agent in state.agents { screens.show(serial, to: agent) }
        return true
    }

    mutating func add(
        _ state: CallState<Subject>, behind previous: Serial?, due: UInt64
    ) -> Serial {
        lastSerial += 1
        let new = Call(serial: lastSerial, state: state, previous: previous)
        calls[lastSerial] = new
        names[state.id] = lastSerial
        liveCount += 1
        concerned.add(lastSerial, state.subject)
        // Most calls end long before they are due; once half of the list is theirs, it is cut.
        if ageing.count > 2 * calls.count + Self.slack {
            ageing.removeAll { calls[$0] != nil }
        }
        ageing.append(lastSerial, due: due)
        return lastSerial
    }

    /// Gives up the call that ended first where the limit is reached.
    ///
    /// - Throws: `noRoom` where none has ended: people speak, and nobody loses the screen for a
    ///   call that may be none.
    mutating func makeRoom() throws(SwitchboardRefusal) {
        while calls.count >= limits.calls {
            guard let serial = ended.removeFirst() else { throw .noRoom }
            forget(serial)
        }
    }

    mutating func forget(_ serial: Serial) {
        guard let known = calls.removeValue(forKey: serial) else { return }
        screens.hide(serial, from: known.state.agents)
        concerned.remove(serial, known.state.subject)
        if names[known.state.id] == serial { names[known.state.id] = nil }
    }
}

/// Customers and numbers that are on somebody's screen.
extension Switchboard {
    /// The legs that this customer concerns.
    public func legs(concerning customer: CustomerID) -> Set<UInt64>? {
        concerned.calls(of: customer)
    }

    /// The legs whose caller has this number.
    public func legs(from number: PhoneNumber) -> Set<UInt64>? { concerned.calls(from: number) }

    /// All legs that are known.
    public var knownLegs: Set<UInt64> { Set(calls.keys) }

    /// Who calls; `nil` for a leg that is gone by now.
    public func subject(ofLeg leg: UInt64) -> Subject? { calls[leg]?.state.subject }

    /// Who is on a leg; `nil` for one that has ended or is gone by now.
    public func liveState(ofLeg leg: UInt64) -> CallState<Subject>? {
        calls[leg].flatMap { $0.end == nil ? $0.state : nil }
    }

    /// What is known of the caller is now this; nobody is told when that is what was known.
    public mutating func update(leg: UInt64, _ subject: Subject) -> NoticeList<Subject> {
        guard let known = calls[leg], known.state.subject != subject else { return [] }
        concerned.remove(leg, known.state.subject)
        calls[leg]?.state.subject = subject
        concerned.add(leg, subject)
        var told = NoticeList<Subject>()
        for agent in known.state.agents {
            told += notices(known.state.id, agent, .update(subject))
        }
        return told
    }

    /// The same for the latest leg of a call.
    public mutating func update(_ call: CallID, _ subject: Subject) -> NoticeList<Subject> {
        names[call].map { update(leg: $0, subject) } ?? []
    }
}
