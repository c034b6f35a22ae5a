import CallerIndex
import CustomerStore
import Customers
import Numbering

/// What is asked about callers and calls.
extension FrontDesk {
    func find(
        _ received: Received, _ search: Question.Search, _ party: WaitingParty
    ) throws(Refusal) -> Response {
        if case .everyStep = search { return try explain(received, party) }
        let reading = callers.read(received)
        let purpose: Findings.Purpose = if case .everybody = search { .matches } else { .lookup }
        return try find(callers.identify(reading, of: received), purpose, party)
    }

    private func explain(
        _ received: Received, _ party: WaitingParty
    ) throws(Refusal) -> Response {
        let (reading, steps) = callers.trace(received)
        guard let caller = Caller(reading, of: received.bytes.span, on: received.line) else {
            return .now(.reading(reading, steps))
        }
        return try find(.caller(caller), .why(steps), party)
    }

    func find(
        _ identification: CallerDesk.Identification, _ purpose: Findings.Purpose,
        _ party: WaitingParty
    ) throws(Refusal) -> Response {
        switch identification {
        case .nothing(let problem):
            return .now(count(.noNumber(problem)))
        case .caller(let caller):
            guard let findings = callers.find(caller, purpose) else {
                try wait(party)
                store.ask(.find(caller, callers.search, purpose), for: party.id)
                return .later
            }
            return .now(answer(findings, index.callers.sources))
        }
    }

    /// Puts what was found in the shape that was asked for.
    private func answer(_ findings: Findings, _ sources: LoadedSources) -> Answer {
        switch findings.purpose {
        case .lookup: count(findings.result(sources))
        case .matches: .matches(findings, sources)
        case .why(let steps): .steps(findings, steps, sources)
        }
    }

    private func count(_ result: LookupResult) -> Answer {
        statistics.count(result)
        return .lookup(result)
    }

    /// Answers as a lookup does, and shows the call.
    func announce(
        _ announcement: Announcement, _ party: WaitingParty
    ) throws(Refusal) -> Response {
        let received = announcement.received
        if announcement.mayHoldName, holdsName(received) { throw .noAgent }
        switch callers.identify(received) {
        case .nothing(let problem):
            return .now(show(announcement, RingingCaller(received, problem)))
        case .caller(let caller):
            guard let findings = callers.find(caller, .lookup) else {
                try wait(WaitingParty(party.party, party.door, .announcing(announcement)))
                store.ask(.find(caller, callers.search, .lookup), for: party.id)
                return .later
            }
            let told = show(
                announcement, RingingCaller(received, findings, index.callers.sources))
            return .now(told)
        }
    }

    /// Whether a part of an agent's name stands with the number.
    private func holdsName(_ received: Received) -> Bool {
        switch callers.read(received) {
        case .withheld: false
        case .unreadable(let problem) where problem.reason == .notANumber: true
        case .number, .shortCode, .internalExtension, .unreadable: received.holdsWords
        }
    }

    private func show(_ announcement: Announcement, _ caller: RingingCaller) -> Answer {
        let announced = calls.announce(announcement, caller)
        statistics.count(announced.result)
        return .announced(announced)
    }

    /// What the database has found, and the call that waited for it.
    func found(
        _ findings: Findings, _ sources: LoadedSources, _ purpose: WaitingParty.Purpose
    ) -> Answer {
        // How long it took is the database's.
        defer { statistics.leaveUntimed() }
        guard case .announcing(let announcement) = purpose else {
            return answer(findings, sources)
        }
        return show(announcement, RingingCaller(announcement.received, findings, sources))
    }

    /// All calls of a PBX are over: they end in slices, and the answer comes behind the last.
    func endAll(of pbx: PBX?, _ party: WaitingParty) throws(Refusal) -> Response {
        try wait(party)
        calls.endAll(of: pbx) { [unowned self] count in
            guard let asker = waiting.remove(party.id) else { return }
            asker.door.take(.ended(calls: count), for: asker.id)
        }
        onWork()
        return .later
    }
}
