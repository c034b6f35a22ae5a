import ReplyReading

/// Texts: begun, put aside, taken up again, sent.
extension Console {
    /// Opens a form for the call on the screen, or takes up the one that was begun.
    mutating func begin(_ kind: Form.Kind) {
        let customer = shown?.customer
        if let begun = forms.first(where: {
            $0.kind == kind && $0.callID == shownID && $0.customer == customer
        }) {
            return takeUp(begun.id)
        }
        guard forms.count < Self.formLimit else {
            return say("\(Self.formLimit) texts wait already: store or discard one (t)", .caution)
        }
        let number = nextNumber()
        // The number of a complaint is read out to the caller; the others nobody sees.
        let reference =
            kind == .complaint ? settings.caseNumber() : "\(settings.referencePrefix)-\(number)"
        let form = Form(
            id: number, kind: kind, callID: shownID, customer: customer, reference: reference)
        forms.append(form)
        openFormID = form.id
        if message?.severity != .alarm { message = nil }
    }

    /// Opens a form about a customer; of an unknown caller too, whose name is asked for later.
    mutating func beginForCustomer(_ kind: Form.Kind) {
        guard let call = shown else { return say("no card is open") }
        begin(kind)
        guard call.customer == nil, openForm?.kind == kind else { return }
        say(
            call.candidates.isEmpty
                ? "write; before it is stored, say who calls: Esc, k, then l or w"
                : "write; before it is stored, choose the customer: Esc, k, then the digit",
            .caution)
    }

    mutating func takeUp(_ id: Int) {
        guard let form = forms.first(where: { $0.id == id }) else { return }
        if let call = form.callID, calls[call] != nil {
            show(call)
        } else if let customer = form.customer {
            showLookedUp(customer)
        }
        openFormID = id
        overlay = nil
    }

    /// Shows a customer who is on no call.
    mutating func showLookedUp(_ customer: Customer) {
        var call = PhoneCall(
            id: "looked up \(nextNumber())", caller: Caller(Fields()), rangAt: now)
        call.stage = .lookedUp
        call.chosen = customer
        addCall(call)
        show(call.id)
    }

    /// Changes the form on the screen.
    mutating func change(_ body: (inout Form) -> Void) {
        guard let index = forms.firstIndex(where: { $0.id == openFormID }) else { return }
        body(&forms[index])
    }

    mutating func submit() {
        guard var form = openForm, form.state != .sending else { return }
        if form.customer == nil, form.kind.isText {
            // Known by now, perhaps: begun while nobody was.
            form.customer = form.callID.flatMap { calls[$0]?.customer }
            change { $0.customer = form.customer }
        }
        do throws(FormRequest.Incomplete) {
            let request = try FormRequest(form, agent: settings.agent)
            change { $0.state = .sending }
            let purpose: Asked =
                switch form.kind {
                case .correct: .verify(formID: form.id)
                case .find: .find(formID: form.id)
                case .contact, .note, .complaint, .closeComplaint, .referral, .link:
                    .write(formID: form.id)
                }
            send(request.lines, for: purpose)
        } catch {
            change { $0.state = .failed(error.words) }
        }
    }

    /// The server has refused it: the text stays where it is.
    mutating func fail(_ formID: Int, _ words: String) {
        guard let index = forms.firstIndex(where: { $0.id == formID }) else { return }
        forms[index].state = .failed(words)
        if formID != openFormID { say("\(words); t takes the text up again", .alarm) }
    }

    /// It is stored: the form goes.
    mutating func finish(_ formID: Int) {
        forms.removeAll { $0.id == formID }
        guard openFormID == formID else { return }
        openFormID = nil
        overlay = nil
        showAnsweredCall()
    }

    /// Puts the open form aside; one without any text goes.
    mutating func putAside() {
        guard let form = openForm else { return }
        openFormID = nil
        overlay = nil
        isPasting = false
        if form.hasText && form.kind.isText || form.state == .sending {
            say("text kept: t takes it up again")
        } else {
            forms.removeAll { $0.id == form.id }
        }
    }

    mutating func discard() {
        guard let form = openForm else { return }
        openFormID = nil
        overlay = nil
        isPasting = false
        forms.removeAll { $0.id == form.id }
        if form.hasText, form.kind.isText {
            discarded = form
            say("text discarded; u brings it back")
        }
        showAnsweredCall()
    }

    /// Second thoughts about what was discarded last.
    mutating func bringBack() {
        guard let form = discarded else { return say("nothing was discarded") }
        discarded = nil
        forms.append(form)
        takeUp(form.id)
    }

    /// Behind a form: the call that was taken meanwhile.
    private mutating func showAnsweredCall() {
        guard let answered = calls.answered, answered.id != shownID, shown?.isLive != true else {
            return
        }
        show(answered.id)
    }
}
