/// Which keys there are, below and in full.
extension Picture {
    mutating func drawKeys(_ area: Area) {
        guard area.rows > 0 else { return }
        var keys = keys()
        // The last one, help or the way out, stays; the one before it goes first.
        while keys.count > 1, Self.width(keys) > area.columns { keys.remove(at: keys.count - 2) }
        canvas.put(
            keys.flatMap { [Words($0.0, .key), Words(" \($0.1)  ")] }, row: area.row)
    }

    private static func width(_ keys: [(String, String)]) -> Int {
        keys.reduce(-2) { $0 + $1.0.count + 1 + $1.1.count + 2 }
    }

    private func keys() -> [(String, String)] {
        switch console.overlay {
        case .help: return [("any key", "back")]
        case .history: return [("Up Down PgUp PgDn", "scroll"), ("Esc", "back")]
        case .askQuit, .askDiscard, .pickComplaint, .pickText: return []
        case nil: break
        }
        if let form = console.openForm { return formKeys(form) }
        guard let call = console.shown else {
            return [
                ("Enter", "show the call"), ("Up Down", "choose"), ("f", "find"),
                ("t", "kept texts"), ("q", "quit"), ("?", "help"),
            ]
        }
        if call.customer == nil {
            var keys = call.candidates.isEmpty ? [] : [("1-9", "choose")]
            if call.caller.number != nil, call.candidates.isEmpty { keys.append(("l", "link")) }
            return keys + [
                ("w", "who is it"), ("Esc", "close"), ("f", "find"), ("Tab", "next call"),
                ("q", "quit"), ("?", "help"),
            ]
        }
        return [
            ("c", "contact"), ("n", "note"), ("o", "complaint"), ("x", "close it"),
            ("r", "referral"), ("w", "wrong"), ("h", "history"), ("Esc", "away"),
            ("f", "find"), ("q", "quit"), ("?", "help"),
        ]
    }

    private func formKeys(_ form: Form) -> [(String, String)] {
        if form.state == .sending { return [("Esc", "put aside"), ("Ctrl-N", "next call")] }
        let isChoice = !form.fields[form.focus].isText
        return [
            ("Enter", form.isAtLastField ? "store" : "next"), ("Tab", "field"),
            ("Ctrl-N", "keep, next call"), ("Ctrl-S", "store"),
            isChoice ? ("Left Right", "choose") : ("Ctrl-W", "delete word"), ("Esc", "leave"),
        ]
    }

    private static let help: [(String, String)] = [
        ("c", "record a contact: the question and its solution"),
        ("n", "write a note"),
        ("o / x", "open a complaint / close an open one"),
        ("r", "record that the customer has named somebody"),
        ("1-9", "choose among customers who share the number"),
        ("l", "link an unknown number to an account"),
        ("w", "wrong match: say who it is, for this call or from now on"),
        ("y", "confirm a colleague's provisional link"),
        ("h", "everything that happened with the customer"),
        ("f", "find a customer by account or number"),
        ("t / u", "go on with a kept text / bring back the last discarded one"),
        ("Tab", "show the call that rings; Ctrl-N does it from within a text, which is kept"),
        ("Up Down Enter", "choose a call of the list and show it"),
        ("Esc", "close the card after the call; leave a text"),
        ("g", "connect now instead of waiting"),
        ("Ctrl-L", "draw the screen anew"),
        ("q", "quit; asks first"),
    ]

    mutating func drawHelp(_ whole: Area) {
        var area = whole
        put(heading: "KEYS", &area)
        for (key, does) in Self.help {
            put([Words(key.padded(to: 15), .key), Words(does)], &area, indent: 1)
        }
        put(
            [Words("!! needs attention now, ! is good to know; - is unknown, not none.", .dim)],
            &area)
    }

    mutating func drawHistory(
        _ whole: Area, _ customer: Customer, _ entries: [Card.Entry]?, _ top: Int
    ) {
        var area = whole
        let count = entries.map { "\($0.count) entries" } ?? "on its way"
        put(heading: "HISTORY of \(customer.title), \(count)", &area)
        for entry in (entries ?? []).dropFirst(top) {
            guard !area.isFull else { return }
            draw(entry, isRoomy: area.columns < 120, &area)
        }
    }
}
