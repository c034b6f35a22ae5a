import Access
import CallerIndex
public import CustomerStore
import Customers
import Numbering

/// What is asked of the database, and what comes back.
extension FrontDesk {
    /// How far a client's clock may be ahead of ours, in seconds.
    private static let clockTolerance: Int64 = 300

    func read(_ question: StoreQuestion, _ party: WaitingParty) throws(Refusal) -> Response {
        try wait(party)
        // What has happened to calls before the question belongs to its answer.
        calls.endRest()
        store.ask(question, for: party.id)
        return .later
    }

    /// Looks for the customer; the door shows all of it once it is found.
    func unmask(
        _ customer: CustomerReference, because reason: String, _ party: WaitingParty
    ) throws(Refusal) -> Response {
        if !storesCardNumbers, CardNumber.stands(in: reason) { throw .cardNumber }
        try wait(WaitingParty(party.party, party.door, .unmasking))
        store.ask(.card(customer, rowLimit: 1), for: party.id)
        return .later
    }

    func write(_ request: WriteRequest, _ party: WaitingParty) throws(Refusal) -> Response {
        if !storesCardNumbers, request.write.holdsCardNumber { throw .cardNumber }
        noteClock()
        if let at = request.at, at > latestNow + Self.clockTolerance { throw .inTheFuture }
        try wait(party)
        store.write(request, for: party.id)
        return .later
    }

    func link(
        _ change: LinkChange, _ received: Received, _ customer: CustomerReference,
        _ agent: String, _ party: WaitingParty
    ) throws(Refusal) -> Response {
        let reading = callers.read(received)
        guard case .number(let read) = reading else {
            return try find(callers.identify(reading, of: received), .lookup, party)
        }
        if change == .link, let problem = callers.problemOfStoring(received) {
            return try find(.nothing(.unreadable(problem)), .lookup, party)
        }
        return try write(
            WriteRequest(.link(change, read.number, customer), agent: agent), party)
    }

    /// Long work is done in the background; the party waits for its end, nobody else does.
    func order(_ order: StoreOrder, _ party: WaitingParty) throws(Refusal) -> Response {
        try wait(party, for: order)
        store.order(order)
        return .later
    }

    /// Whether anybody waits for the answer to a question that has not been begun; where nobody
    /// does, the question is forgotten.
    public func isWanted(by id: Party.ID) -> Bool {
        guard let party = waiting[id] else { return false }
        if party.door.isThere(id) { return true }
        _ = waiting.remove(id)
        return false
    }

    /// The database's answer to the question that the party waits for.
    public func answer(_ told: StoreAnswer, for id: Party.ID) {
        troubles.note(told, at: clock.seconds)
        guard let party = waiting.remove(id) else { return }
        let answer = answer(told, party.purpose)
            .seen(by: party.party.eyes, agents: party.party.rights.agents)
        party.door.take(answer, for: id)
    }

    private func answer(_ told: StoreAnswer, _ purpose: WaitingParty.Purpose) -> Answer {
        switch told {
        case .found(let findings, let sources): found(findings, sources, purpose)
        case .card(let card?):
            if case .unmasking = purpose {
                .unmasked(card.summary.id, card.summary.account)
            } else {
                .card(card, index.callers.sources)
            }
        case .card(nil), .noCustomer: .refused(.noCustomer)
        case .badNumbers(let numbers, let count): .badNumbers(numbers, count: count)
        case .changedNumbers(let numbers, let count): .changedNumbers(numbers, count: count)
        case .history(let account, let entries): .history(account, entries)
        case .entry(let account, let entries): .entry(account, entries)
        case .explanation(let explanation): .explanation(explanation)
        case .busy: .refused(.busy)
        case .failed(.questionTooLong): .refused(.questionTooLong)
        case .failed(let error): .refused(.databaseUnavailable(error))
        }
    }

    /// What time it is by the clock as it was before it was last set back, if it was: a client's
    /// may go by that one still.
    private var latestNow: Moment {
        Moment(secondsSince1970: Int64(clock.seconds) + furthestClock)
    }

    /// Remembers how far ahead the clock has been.
    func noteClock() {
        furthestClock = max(
            furthestClock, clock.now().secondsSince1970 - Int64(clock.seconds))
    }

    /// What became of the write that the party waits for.
    public func acknowledge(_ outcome: WriteOutcome, for id: Party.ID) {
        statistics.count(outcome)
        guard let party = waiting.remove(id) else { return }
        party.door.take(.outcome(outcome), for: id)
    }
}

extension Write {
    /// Whether somebody has typed the number of a payment card into it.
    fileprivate var holdsCardNumber: Bool { texts.contains(where: CardNumber.stands) }

    /// What people type.
    private var texts: [String] {
        switch self {
        case .note(_, let text): [text]
        case .contact(_, let told):
            [told.channel, told.kind, told.subject, told.outcome, told.text]
        case .complaint(_, let subject): [subject]
        case .closeComplaint(_, _, let resolution): [resolution]
        case .referral(_, .name(let name)): [name]
        case .beginOutage(let told): [told.service, told.cause]
        case .overrideValue(_, _, let reason, _): [reason]
        case .referral(_, .customer), .addToOutage, .endOutage, .link: []
        }
    }
}
