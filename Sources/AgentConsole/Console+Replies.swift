import Customers
import ProtocolWords
import ReplyReading

/// What becomes of replies.
extension Console {
    mutating func take(_ reply: Reply, for id: Int) {
        guard let purpose = asked.removeValue(forKey: id) else { return }
        switch purpose {
        case .card(let key): takeCard(reply, key)
        case .candidates(let id): takeCandidates(reply, id)
        case .history(let key): takeHistory(reply, key)
        case .entry(_, let kind, let reference):
            takeEntry(reply, kind: kind, reference: reference)
        case .write(let id): takeOutcome(reply, id)
        case .verify(let id): takeVerified(reply, id)
        case .unlink(_, let account): takeUnlinked(reply, account)
        case .find(let id): takeFound(reply, id)
        case .confirmLink(let id): takeConfirmed(reply, id)
        }
    }

    /// Nothing was sent: as if the server had said so.
    mutating func refuse(_ id: Int) {
        guard let purpose = asked.removeValue(forKey: id) else { return }
        switch purpose {
        case .write(let id), .verify(let id), .find(let id):
            fail(id, "too much waits for the server already; try again")
        case .card(let key):
            cardsAsked.remove(key)
            askAgain.append(purpose)
        case .candidates, .history, .entry: askAgain.append(purpose)
        case .unlink, .confirmLink: say("too much waits for the server already", .alarm)
        }
    }

    private mutating func takeCard(_ reply: Reply, _ key: String) {
        cardsAsked.remove(key)
        if reply.isForNow { return askAgain.append(.card(key: key)) }
        cards[key] = Card(reply)
        cardProblems[key] = cards[key] == nil ? reply.words : nil
        if reply.meaning == .noCustomer, shown?.customer?.key == key {
            say("this customer is no more in the database", .alarm)
        }
        if cardsStale.remove(key) != nil { askCard(key) }
    }

    private mutating func takeCandidates(_ reply: Reply, _ id: String) {
        if reply.isForNow { return askAgain.append(.candidates(callID: id)) }
        calls[id]?.candidates = Self.candidates(reply)
        if reply.meaning == .questionTooLong { askAgain.append(.candidates(callID: id)) }
    }

    private static func candidates(_ reply: Reply) -> [Candidate] {
        reply.lines.filter { $0.word == "customer" }.compactMap { line in
            Customer(line.fields).map {
                Candidate(
                    customer: $0, figures: Figures(line.fields), kind: line.fields["kind"] ?? "",
                    state: line.fields["state"] ?? "", role: line.fields["role"] ?? "")
            }
        }
    }

    private mutating func takeOutcome(_ reply: Reply, _ formID: Int) {
        guard let form = forms.first(where: { $0.id == formID }) else { return }
        if reply.meaning == .referenceTaken, form.kind == .complaint, form.state == .sending {
            return drawAnother(form)
        }
        guard reply.meaning == .written || reply.meaning == .repeated else {
            let isAccount = reply.meaning == .noCustomer && form.kind != .note
            return fail(formID, isAccount ? reply.words : "NOT STORED: \(reply.words)")
        }
        finish(formID)
        say(Self.stored(form, reply), .good)
        for key in Set([form.customer?.key, shown?.customer?.key].compactMap { $0 }).sorted() {
            askCard(key)
        }
    }

    /// Another case has this number already; the agent has not read it out yet.
    private mutating func drawAnother(_ form: Form) {
        guard let index = forms.firstIndex(where: { $0.id == form.id }) else { return }
        forms[index].rename(settings.caseNumber())
        do throws(FormRequest.Incomplete) {
            let request = try FormRequest(forms[index], agent: settings.agent)
            send(request.lines, for: .write(formID: form.id))
        } catch {
            fail(form.id, error.words)
        }
    }

    private static func stored(_ form: Form, _ reply: Reply) -> String {
        switch form.kind {
        case .contact: "contact stored"
        case .note: "note stored"
        case .complaint: "complaint opened; its number for the caller: \(form.reference)"
        case .closeComplaint:
            reply.meaning == .written ? "complaint closed" : "it was closed already"
        case .referral: "referral stored"
        case .link, .correct:
            reply.fields["link"] == "confirmed"
                ? "number linked, for good"
                : "number linked; it is provisional until a colleague confirms it"
        case .find: ""
        }
    }

    private mutating func takeUnlinked(_ reply: Reply, _ account: String) {
        if reply.meaning == .noLink {
            say("\(account) has the number in its own list: have it corrected there", .caution)
        } else if reply.meaning != .written {
            say("the link with \(account) stays: \(reply.words)", .alarm)
        }
    }

    /// The account that the agent has typed for a wrong match.
    private mutating func takeVerified(_ reply: Reply, _ formID: Int) {
        guard let form = forms.first(where: { $0.id == formID }) else { return }
        guard let card = Card(reply) else {
            return fail(formID, reply.words)
        }
        cards[card.customer.key] = card
        if let id = form.callID { calls[id]?.chosen = card.customer }
        guard case .correct(let number?) = form.kind, form[.correction] != "this call only" else {
            finish(formID)
            return say("this call is with \(card.customer.title)", .good)
        }
        let agent = settings.agent
        if let wrong = form.customer {
            send(
                ["UNLINK \(number) \(wrong.key) agent=\(agent)"],
                for: .unlink(formID: formID, account: wrong.account))
        }
        send(["LINK \(number) \(card.customer.key) agent=\(agent)"], for: .write(formID: formID))
    }

    /// The account or number that the agent has looked up.
    private mutating func takeFound(_ reply: Reply, _ formID: Int) {
        guard let form = forms.first(where: { $0.id == formID }) else { return }
        let typed = form[.account]
        if reply.meaning == .noCustomer, typed.filter(\.isNumber).count >= 3 {
            return send(["MATCHES \(typed)"], for: .find(formID: formID))
        }
        let found = Card(reply).map { [$0.customer] } ?? Self.candidates(reply).map(\.customer)
        guard let first = found.first else {
            return fail(formID, Self.wordsForNobody(reply))
        }
        finish(formID)
        if found.count == 1 { return showLookedUp(first) }
        var call = PhoneCall(
            id: "looked up \(nextNumber())", caller: Caller(reply.fields), rangAt: now)
        call.stage = .lookedUp
        call.candidates = Self.candidates(reply)
        addCall(call)
        show(call.id)
    }

    /// Why nobody was found: nobody is there only where the server says so.
    private static func wordsForNobody(_ reply: Reply) -> String {
        switch reply.meaning {
        case .nobody, .noCustomer, .withheld, .notASubscriber, .unreadableNumber: "nobody found"
        default: reply.words
        }
    }

    private mutating func takeConfirmed(_ reply: Reply, _ id: String) {
        switch (reply.meaning, reply.fields["link"]) {
        case (.written, "confirmed"), (.repeated, "confirmed"): say("the link is confirmed", .good)
        case (.written, _), (.repeated, _):
            say("you linked it yourself: a colleague must confirm", .caution)
        default: say("not confirmed: \(reply.words)", .alarm)
        }
    }
}
