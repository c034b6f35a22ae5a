import Customers
import ProtocolWords
import ReplyReading

/// What the server tells of calls.
extension Console {
    mutating func connected(_ calls: Int) {
        link = .connected
        if hasConnectedBefore { say("connected again", .good) }
        hasConnectedBefore = true
        self.calls.updateAll { $0.isUnconfirmed = $0.isLive }
        popsExpected = calls
        settle()
        if let key = shown?.customer?.key { askCard(key) }
    }

    mutating func take(_ line: PushedLine) {
        guard let id = line.fields[named: "call"], line.fields["agent"] == settings.agent else {
            return
        }
        switch PushWord(word: line.word) {
        case .pop: pop(id, line.fields)
        case .answered: answered(id, since: moment("at", line.fields))
        case .update: update(id, Caller(line.fields))
        case .withdraw:
            leave(id, line.fields["by"].map { .taken(by: $0) } ?? .withdrawn)
        case .transfer:
            if let agent = line.fields["to"] { leave(id, .passedOn(to: agent)) }
            if let agent = line.fields["from"] { calls[id]?.from = agent }
        case .hangUp: hangUp(id, at: moment("at", line.fields))
        case nil: break  // A later version of the protocol.
        }
    }

    /// What the server says of the past; what it does not say is now. Its clock may be ahead.
    private func moment(_ key: String, _ fields: Fields) -> Moment {
        min(fields[key].flatMap { Moment(iso8601: $0) } ?? now, now)
    }

    private mutating func pop(_ id: String, _ fields: Fields) {
        let isCatchingUp = popsExpected > 0
        let caller = Caller(fields)
        var isNew = false
        if var call = calls[id], isCatchingUp || call.isLive {
            let rings = !isCatchingUp && call.stage == .answered
            // A server that has just started may not know yet what it knew before.
            if caller.lookup != .databaseUnavailable { call.caller = caller }
            if fields["began"] != nil { call.rangAt = moment("began", fields) }
            call.isUnconfirmed = false
            if !call.isLive || rings { call.stage = .ringing }
            if let from = fields["from"] { call.from = from }
            calls[id] = call
            if rings { effect(.bell) }
        } else {
            isNew = true
            var call = PhoneCall(id: id, caller: caller, rangAt: moment("began", fields))
            call.from = fields["from"]
            addCall(call)
            effect(.bell)
        }
        inform(id)
        if isNew, openForm == nil, !isScreenHeld { show(id) }
        if isCatchingUp {
            popsExpected -= 1
            settle()
        }
    }

    /// Adds a call to the list, from which none goes that is shown or that a text waits for.
    mutating func addCall(_ call: PhoneCall) {
        let kept = Set(forms.compactMap(\.callID) + [shownID].compactMap { $0 })
        calls.add(call) { kept.contains($0.id) }
    }

    /// Asks for what the card needs.
    private mutating func inform(_ id: String) {
        guard let call = calls[id] else { return }
        if let customer = call.customer { askCard(customer.key) }
        if call.caller.isShared { ask(.candidates(callID: id)) }
    }

    private mutating func answered(_ id: String, since: Moment) {
        guard var call = calls[id] else { return }
        let isNews = call.stage != .answered
        call.stage = .answered
        call.isUnconfirmed = false
        call.isClosed = false
        if call.answeredAt == nil { call.answeredAt = since }
        calls[id] = call
        guard isNews, shownID != id else { return }
        if openForm == nil {
            show(id)
        } else {
            say("you speak with \(call.caller.title) now; Ctrl-N shows the call", .caution)
        }
    }

    private mutating func update(_ id: String, _ caller: Caller) {
        guard var call = calls[id] else { return }
        let before = call.caller
        call.caller = caller
        if call.chosen?.key == caller.customer?.key { call.chosen = nil }
        if !caller.isShared { call.candidates = [] }
        calls[id] = call
        if before.customer?.key != caller.customer?.key, call.chosen == nil, shownID == id {
            say("this call is now: \(caller.title)", .caution)
        }
        inform(id)
    }

    private mutating func hangUp(_ id: String, at: Moment) {
        guard var call = calls[id] else { return }
        if call.isLive { call.stage = .ended }
        if call.endedAt == nil { call.endedAt = at }
        call.isUnconfirmed = false
        calls[id] = call
        if message?.text == Self.isNotOver { message = nil }
        turnAwayIfIdle(from: id)
    }

    private mutating func leave(_ id: String, _ stage: PhoneCall.Stage) {
        guard var call = calls[id] else { return }
        call.stage = stage
        if call.endedAt == nil { call.endedAt = now }
        calls[id] = call
        if shownID == id { say("\(call.caller.title): \(call.word)", .caution) }
        turnAwayIfIdle(from: id)
    }

    /// A call that went by without a word does not keep the next one from the screen.
    private mutating func turnAwayIfIdle(from id: String) {
        guard shownID == id, openForm == nil, !isScreenHeld else { return }
        if let next = calls.answered ?? calls.firstRinging { show(next.id) }
    }

    /// When all calls have been named again, those that were not have ended meanwhile.
    private mutating func settle() {
        guard popsExpected == 0 else { return }
        let now = now
        var lost = 0
        calls.updateAll { call in
            guard call.isUnconfirmed else { return }
            call.isUnconfirmed = false
            call.stage = .ended
            call.endedAt = now
            lost += 1
        }
        if lost > 0 { say("connected again; a call has ended meanwhile", .caution) }
    }

    /// Whether the card on the screen stays when another call rings.
    var isScreenHeld: Bool {
        guard let call = shown, !call.isClosed else { return false }
        if forms.contains(where: { $0.callID == call.id }) { return true }
        return call.isLive || call.answeredAt != nil || call.stage == .lookedUp
    }

    mutating func show(_ id: String?) {
        shownID = id
        selectedID = id ?? selectedID
        candidateTop = 0
        // What lay over the other card was about its customer.
        if openForm == nil { overlay = nil }
        if let id {
            calls[id]?.isClosed = false
            if let key = calls[id]?.customer?.key, cards[key] == nil, !cardsAsked.contains(key) {
                askCard(key)
            }
        }
        forgetCards()
    }

    /// True until a call has ended.
    private static let isNotOver = "the call is not over; the card stays until you have hung up"

    /// Puts the card away; a call that is not over stays.
    mutating func closeCard() {
        guard let call = shown else { return }
        if call.isLive {
            return say(Self.isNotOver)
        }
        calls[call.id]?.isClosed = true
        let next = calls.answered ?? calls.firstRinging
        shownID = nil
        show(next?.id)
    }

    /// Goes to the next call that is not over: those that ring come first, the oldest of them.
    mutating func showNext() {
        let live = calls.calls.reversed().filter(\.isLive)
        let order = live.filter { $0.stage == .ringing } + live.filter { $0.stage == .answered }
        let place = order.firstIndex { $0.id == shownID }
        guard let first = order.first, place == nil || order.count > 1 else {
            return say("no other call waits")
        }
        show(place.map { order[($0 + 1) % order.count].id } ?? first.id)
    }
}
