import CallerIndex
import CustomerRecords
public import CustomerStore
import Customers
import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// Calls, from what the telephony system says of them.
extension Service {
    /// Carries out what is said of a call and answers it.
    func carryOut(
        _ event: CallEvent, _ line: Span<UInt8>, _ session: Session
    ) throws(ReplyCode) {
        switch event {
        case .ring(let call, let number, let agent):
            try ring(call, line.extracting(number), agent, session)
        case .answer(let call, let agent):
            try change(call) { board throws(SwitchboardRefusal) in
                try board.answer(call, by: agent)
            }
        case .transfer(let call, let agent):
            try change(call) { board throws(SwitchboardRefusal) in
                try board.transfer(call, to: agent)
            }
        case .hangUp(let call):
            let now = seconds
            try change(call) { board throws(SwitchboardRefusal) in
                try board.hangUp(call, at: now)
            }
        }
    }

    private func change(
        _ call: CallID,
        _ change: (inout CallBoard) throws(SwitchboardRefusal) -> [Notice<RingingCaller>]
    ) throws(ReplyCode) {
        let before = switchboard.stage(of: call)
        do throws(SwitchboardRefusal) {
            tell(try change(&switchboard))
        } catch {
            throw error.code
        }
        guard let stage = switchboard.stage(of: call) else { throw .noCall }
        if stage != before { journal(call, stage) }
        writer.call(call, stage)
    }

    /// Answers as `LOOKUP` does; the call is announced behind the answer.
    private func ring(
        _ call: CallID, _ received: Span<UInt8>, _ agent: Agent, _ session: Session
    ) throws(ReplyCode) {
        let line = line(of: session)
        switch identify(received, line) {
        case .nothing(let reading):
            writeNoNumber(reading)
            ring(call, agent, subject(received, line, .nothing(reading), index.sources))
        case .caller(let caller):
            if caller.number == nil || !caller.received.isEmpty { giveWay(session) }
            guard state.isComplete else {
                let waiting = WaitingRing(
                    call: call, agent: agent, received: received.indices.map { received[$0] },
                    line: line)
                try ask(.find(caller, search, .lookup), session)
                session.ringing = waiting
                return
            }
            let findings = Findings(caller, search, .lookup, in: index)
            write(findings, index.sources)
            ring(call, agent, subject(received, line, .findings(findings), index.sources))
        }
    }

    /// The database has found the caller of a `RING` that came before the index was complete.
    func finishRing(_ answer: StoreAnswer, _ session: Session) {
        guard let waiting = session.ringing else { return }
        session.ringing = nil
        guard case .found(let findings, let sources) = answer else { return }
        let caller = subject(
            waiting.received.span, waiting.line, .findings(findings), sources)
        ring(waiting.call, waiting.agent, caller)
    }

    /// A call rings at an agent; one too many is counted and not shown.
    func ring(_ call: CallID, _ agent: Agent, _ caller: RingingCaller) {
        let isNew = switchboard.stage(of: call) == nil
        do throws(SwitchboardRefusal) {
            tell(try switchboard.ring(call, at: agent, caller, now: seconds))
            if isNew { journal(call, caller) }
        } catch {
            statistics.lostCallCount += 1
        }
    }

    /// A call has arrived and rings nowhere yet.
    func arrive(_ call: CallID, _ caller: RingingCaller) {
        guard switchboard.stage(of: call) == nil else { return }
        tell(switchboard.arrive(call, caller, at: seconds))
        journal(call, caller)
    }

    /// Ends calls that have lasted too long; called about once a second.
    func sweepCalls() {
        let (told, aged) = switchboard.sweep(at: seconds)
        for call in aged { journal(call, .ended(agent: nil)) }
        tell(told)
        handOverJournal()
    }
}

/// Who calls.
extension Service {
    /// What a received string leads to, before anybody is looked for.
    enum Identification {
        case caller(Caller)
        case nothing(Reading)
    }

    func identify(_ received: Span<UInt8>, _ line: LineSettings) -> Identification {
        if let number = PhoneNumber(canonical: received) {
            let isWithheld = readings.reader.plan.withheld.contains(number)
            return isWithheld ? .nothing(.withheld) : .caller(Caller(number))
        }
        let reading = readings.read(received, on: line)
        guard let caller = Caller(reading, of: received, on: line),
            caller.number != nil || search.canReadDigits
        else { return .nothing(reading) }
        return .caller(caller)
    }

    /// Looks a caller up in the index.
    func find(_ received: Span<UInt8>, _ line: LineSettings) -> CallerAnswer {
        switch identify(received, line) {
        case .nothing(let reading): .nothing(reading)
        case .caller(let caller): .findings(Findings(caller, search, .lookup, in: index))
        }
    }

    /// What consoles are shown of a caller, in both forms.
    func subject(
        _ received: Span<UInt8>, _ line: LineSettings, _ answer: CallerAnswer,
        _ sources: LoadedSources
    ) -> RingingCaller {
        func rendered(_ format: ReplyFormat, _ fields: (Span<UInt8>) -> [UInt8]) -> [UInt8] {
            pushWriter.format = format
            pushWriter.answer(answer, sources)
            defer { pushWriter.clear() }
            var bytes: [UInt8] = []
            pushWriter.withBytes { bytes = fields($0) }
            return bytes
        }
        return RingingCaller(
            received: received.indices.map { received[$0] }, line: line, number: answer.number,
            customers: answer.customers, text: rendered(.text, LookupFields.text),
            json: rendered(.json, LookupFields.json))
    }

    /// The calls on whose screens something may have changed.
    func calls(concerning batch: SummaryBatch, _ removed: [CustomerID]) -> Set<CallID> {
        guard switchboard.callCount > 0, state.isComplete else { return [] }
        var calls: Set<CallID> = []
        batch.forEach { record in
            let numbers = (0..<record.numberCount).lazy.map { record.number($0) }
            calls.formUnion(switchboard.calls(concerning: record.id, numbers))
        }
        for customer in removed {
            calls.formUnion(switchboard.calls(concerning: customer, []))
        }
        return calls
    }

    /// Looks every caller up again.
    func refreshAll() { refresh(switchboard.knownCalls) }

    /// Looks these callers up again and tells the consoles what is new.
    func refresh(_ calls: some Sequence<CallID>) {
        for call in calls {
            guard let known = switchboard.subject(of: call) else { continue }
            let answer = find(known.received.span, known.line)
            let caller = subject(known.received.span, known.line, answer, index.sources)
            tell(switchboard.update(call, caller))
        }
    }
}

/// What is kept of calls.
extension Service {
    private func journal(_ call: CallID, _ caller: RingingCaller) {
        let customer = caller.customers.count == 1 ? caller.customers[0] : nil
        let received = String(decoding: caller.received, as: UTF8.self)
        journal(call, .rang(caller.number, received: received, customer))
    }

    private func journal(_ call: CallID, _ stage: CallStage) {
        switch stage {
        case .ringing: return
        case .answered(let agent): journal(call, .answered(agent: agent.text))
        case .ended: journal(call, .ended)
        }
    }

    private func journal(_ call: CallID, _ event: CallFact.Event) {
        guard callJournal.count + factsBeingStored < Limits.waitingCallFacts else {
            statistics.lostFactCount += 1
            return
        }
        callJournal.append(CallFact(call, at: clock.now(), event))
    }

    /// Gives the store what has happened; one lot at a time, so that writes of others fit between.
    func handOverJournal() {
        guard !callJournal.isEmpty, factsBeingStored == 0 else { return }
        factsBeingStored = callJournal.count
        store.record(callJournal)
        callJournal.removeAll(keepingCapacity: true)
    }

    /// Gives the store everything there is; before its thread ends.
    func flushJournal() {
        if !callJournal.isEmpty { store.record(callJournal) }
        callJournal = []
    }

    /// The store has taken what it was given, or has not.
    public func callsRecorded(_ failure: StoreError?) {
        if failure != nil { statistics.lostFactCount += factsBeingStored }
        factsBeingStored = 0
    }
}

typealias CallBoard = Switchboard<RingingCaller>

extension SwitchboardLimits {
    /// Those of `Protocol/limits.tsv`.
    static var ofProtocol: SwitchboardLimits {
        SwitchboardLimits(
            calls: Limits.calls, agentsPerCall: Limits.agentsPerCall,
            agentsPerWatcher: Limits.watchedAgents, watchersPerAgent: Limits.watchersPerAgent,
            wallboards: Limits.wallboards, callSeconds: UInt64(Limits.callSeconds),
            wrapUpSeconds: UInt64(Limits.wrapUpSeconds))
    }
}

extension SwitchboardRefusal {
    var code: ReplyCode {
        switch self {
        case .noCall: .noCall
        case .tooManyAgents: .busy
        case .tooManyWatchers: .tooManyWatchers
        }
    }
}
