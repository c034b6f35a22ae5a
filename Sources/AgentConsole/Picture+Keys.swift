/// Which keys there are, below and in full.
extension Picture {
    /// Rows that the keys take: on a screen that has some, two where one does not hold them.
    var keyRows: Int { canvas.rows >= 20 ? min(2, Self.rows(keys(), canvas.columns).count) : 1 }

    mutating func drawKeys(_ area: Area) {
        guard area.rows > 0 else { return }
        var keys = keys()
        // The last one, help or the way out, stays; the one before it goes first.
        while keys.count > 1, Self.rows(keys, area.columns).count > area.rows {
            keys.remove(at: keys.count - 2)
        }
        for (index, row) in Self.rows(keys, area.columns).enumerated() {
            var column = 0
            for (key, does) in row {
                column = canvas.put(
                    [Words(key, .key), Words(" \(does)")], row: area.row + index, column: column)
                column += 2
            }
        }
    }

    private static func rows(
        _ keys: [(String, String)], _ columns: Int
    ) -> [ArraySlice<(String, String)>] {
        var rows: [ArraySlice<(String, String)>] = []
        var start = 0
        for end in keys.indices where width(keys[start...end]) > columns && end > start {
            rows.append(keys[start..<end])
            start = end
        }
        return rows + [keys[start...]]
    }

    private static func width(_ keys: ArraySlice<(String, String)>) -> Int {
        keys.reduce(-2) { $0 + $1.0.count + 1 + $1.1.count + 2 }
    }

    private func keys() -> [(String, String)] {
        switch console.overlay {
        case .help: return [("any key", "back")]
        case .listing: return [("Up Down PgUp PgDn", "move"), ("Enter", "open"), ("Esc", "back")]
        case .opened: return [("Up Down PgUp PgDn", "scroll"), ("Esc", "back")]
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
                ("w", "who is it"), ("n", "note"), ("c", "contact"), ("Esc", "close"),
                ("f", "find"), ("Tab", "next call"),
                ("q", "quit"), ("?", "help"),
            ]
        }
        return [
            ("c", "contact"), ("n", "note"), ("o", "complaint"), ("x", "close it"),
            ("r", "referral"), ("w", "wrong"), ("h", "history"), ("e", "open a line"),
            ("f", "find"), ("Esc", "away"), ("Tab", "next call"), ("q", "quit"), ("?", "help"),
        ]
    }

    private func formKeys(_ form: Form) -> [(String, String)] {
        if form.state == .sending { return [("Esc", "put aside"), ("Ctrl-N", "next call")] }
        let isChoice = !form.fields[form.focus].isText
        if !form.kind.isText, form.fields.count == 1 {
            return [("Enter", form.does), ("Ctrl-N", "next call"), ("Esc", "leave")]
        }
        return [
            ("Enter", form.isAtLastField ? form.does : "next"), ("Tab", "field"),
            ("Ctrl-N", form.kind.isText ? "keep, next call" : "next call"), ("Ctrl-S", form.does),
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
        ("h / e", "the history / the card line by line; Enter opens a line in full"),
        ("f", "find a customer by account or number"),
        ("t / u", "go on with a kept text / bring back the last discarded one"),
        ("Tab", "show the call that rings; within a text, which is kept: Ctrl-N"),
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
            [Words("!! needs attention now, ! is good to know; - is unknown, not none.", .quiet)],
            &area)
    }
}
