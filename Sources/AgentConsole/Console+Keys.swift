import Customers

/// What the keys do.
extension Console {
    /// Takes keys that have come together.
    ///
    /// What was pasted goes into the text in one go, so that a long one does not hold up a call.
    mutating func take(_ keys: [Key], isPaste: Bool) {
        var pasted: [Unicode.Scalar] = []
        var last: Key?
        // Behind an arrow it is typed again.
        var isStream = isPaste
        for key in keys {
            switch key {
            case .pasteBegins: isPasting = true
            case .pasteEnds:
                paste(&pasted)
                isPasting = false
            default:
                let scalar = key.pasted
                if scalar == nil { isStream = false }
                if isPasting || isStream && takesText {
                    // CR LF is one line end.
                    if key != .lineFeed || last != .enter { pasted += scalar.map { [$0] } ?? [] }
                } else {
                    paste(&pasted)
                    take(key)
                }
            }
            last = key
        }
        paste(&pasted)
    }

    /// Whether a text is open that can be typed into now.
    private var takesText: Bool { openForm.map { $0.state != .sending && overlay == nil } ?? false }

    private mutating func paste(_ scalars: inout [Unicode.Scalar]) {
        defer { scalars = [] }
        guard !scalars.isEmpty else { return }
        // Where no text is asked for: not a row of commands.
        guard takesText else {
            return say("pasted text is not taken here; open a text first: c, n or o", .caution)
        }
        var left = 0
        change { left = $0.paste(scalars) }
        if left > 0 { say("\(left) characters did not fit and were left out", .alarm) }
    }

    private mutating func take(_ key: Key) {
        if key == .control("l") { return effect(.redraw) }
        if let overlay { return take(key, in: overlay) }
        if openForm != nil { return takeInForm(key) }
        takeInCard(key)
    }

    private mutating func takeInForm(_ key: Key) {
        // Without a copy of the form: a long text is changed in place.
        guard let state = openForm?.state else { return }
        if state == .sending { return takeWhileSending(key) }
        switch key {
        case .escape, .control("c"): leaveForm()
        case .control("n"):
            putAside()
            showNext()
        case .control("s"): submit()
        case .enter, .lineFeed:
            if openForm?.isAtLastField == true { submit() } else { change { $0.move(by: 1) } }
        case .tab, .down: change { $0.move(by: 1) }
        case .backTab, .up: change { $0.move(by: -1) }
        default: change { _ = $0.take(key) }
        }
    }

    private mutating func takeWhileSending(_ key: Key) {
        switch key {
        case .escape: putAside()
        case .control("n"):
            putAside()
            showNext()
        case .character: say("not typed: the text is on its way to the server", .caution)
        default: break
        }
    }

    private mutating func leaveForm() {
        if let form = openForm, form.hasText, form.kind.isText {
            overlay = .askDiscard
        } else {
            discard()
        }
    }

    private mutating func takeInCard(_ key: Key) {
        switch key {
        case .escape: closeCard()
        case .enter, .lineFeed: if let selectedID { show(selectedID) }
        case .tab, .control("n"): showNext()
        case .up: select(by: -1)
        case .down: select(by: 1)
        case .pageDown: turnCandidates(by: 9)
        case .pageUp: turnCandidates(by: -9)
        case .control("c"): overlay = .askQuit
        case .character(let scalar): takeLetter(Character(scalar))
        default: break
        }
    }

    private mutating func takeLetter(_ letter: Character) {
        switch letter {
        case "c": beginForCustomer(.contact)
        case "n": beginForCustomer(.note)
        case "o": beginForCustomer(.complaint)
        case "x": closeComplaint()
        case "r": beginForCustomer(.referral)
        case "l": linkNumber()
        case "w": correctMatch()
        case "y": confirmLink()
        case "h": showHistory()
        case "e": showLines()
        case "f": begin(.find)
        case "t": takeUpText()
        case "u": bringBack()
        case "j": select(by: 1)
        case "k": select(by: -1)
        case "1"..."9": if let digit = letter.wholeNumberValue { choose(digit) }
        case "?": overlay = .help
        case "q": overlay = .askQuit
        case "g": effect(.hurry)
        default: break
        }
    }

    private mutating func select(by step: Int) {
        let ids = calls.listed.map(\.id)
        guard !ids.isEmpty else { return }
        let index = selectedID.flatMap { ids.firstIndex(of: $0) }
        selectedID = ids[min(max(0, (index ?? (step > 0 ? -1 : 1)) + step), ids.count - 1)]
    }

    private mutating func turnCandidates(by step: Int) {
        guard let count = shown?.candidates.count, count > 0 else { return }
        candidateTop = min(max(0, candidateTop + step), (count - 1) / 9 * 9)
    }

    private mutating func choose(_ digit: Int) {
        guard let call = shown, call.chosen == nil else { return }
        let index = candidateTop + digit - 1
        guard index < call.candidates.count else { return }
        let customer = call.candidates[index].customer
        calls[call.id]?.chosen = customer
        askCard(customer.key)
    }

    private mutating func linkNumber() {
        guard let call = shown, let number = call.caller.number else {
            return say("there is no number to link")
        }
        if call.customer != nil, call.chosen == nil {
            return say("the number belongs to \(call.caller.title) already; wrong? press w")
        }
        begin(.link(number: number))
    }

    private mutating func correctMatch() {
        guard let call = shown else { return say("no card is open") }
        if !call.candidates.isEmpty, call.chosen != nil {
            calls[call.id]?.chosen = nil
            return say("choose again")
        }
        begin(.correct(number: call.caller.number))
    }

    private mutating func confirmLink() {
        guard let call = shown, call.caller.isProvisional, call.chosen == nil,
            let number = call.caller.number, let customer = call.caller.customer
        else { return say("nothing waits to be confirmed") }
        send(
            ["LINK \(number) \(customer.key) agent=\(settings.agent)"],
            for: .confirmLink(callID: call.id))
    }

    private mutating func closeComplaint() {
        guard let key = shown?.customer?.key, let card = cards[key] else {
            return say("no card is open")
        }
        switch card.complaints.count {
        case 0: say("no complaint is open")
        case 1: beginClosing(card.complaints[0])
        default: overlay = .pickComplaint
        }
    }

    private mutating func beginClosing(_ complaint: Card.Complaint) {
        begin(.closeComplaint(reference: complaint.reference, subject: complaint.subject))
    }

    private mutating func takeUpText() {
        switch forms.count {
        case 0: say("no text is kept")
        case 1: takeUp(forms[0].id)
        default: overlay = .pickText
        }
    }

    private mutating func take(_ key: Key, in overlay: Overlay) {
        switch overlay {
        case .help: self.overlay = nil
        case .listing(let listing): take(key, in: listing)
        case .opened(let opened, let listing): take(key, in: opened, listing)
        case .askQuit:
            self.overlay = nil
            if key == .letter("y") { leave() }
        case .askDiscard:
            self.overlay = nil
            if key == .letter("d") { discard() }
            if key == .letter("k") { putAside() }
        case .pickComplaint:
            self.overlay = nil
            guard let digit = Self.digit(key),
                let card = shown?.customer.flatMap({ cards[$0.key] }),
                digit <= card.complaints.count
            else { return }
            beginClosing(card.complaints[digit - 1])
        case .pickText:
            self.overlay = nil
            if let digit = Self.digit(key), digit <= forms.count { takeUp(forms[digit - 1].id) }
        }
    }

    private static func digit(_ key: Key) -> Int? {
        guard case .character(let scalar) = key, let digit = Character(scalar).wholeNumberValue,
            (1...9).contains(digit)
        else { return nil }
        return digit
    }
}
