import Customers

/// The queue of recent calls.
extension Picture {
    mutating func drawCalls(_ whole: Area) {
        var area = whole
        guard !area.isFull else { return }
        put(heading: "CALLS", &area)
        let listed = console.calls.listed
        if listed.isEmpty { put([Words("none yet", .quiet)], &area, indent: 1) }
        let ringing = listed.prefix { $0.stage == .ringing }
        // Those that ring stay in sight, wherever the arrows are.
        if ringing.count >= area.rows, listed.count > area.rows {
            for call in ringing.prefix(max(0, area.rows - 1)) { put(call, &area) }
            let more = ringing.count - max(0, whole.rows - 2)
            let isOne = more == 1
            return put(
                [Words("+\(more) more \(isOne ? "rings" : "ring")", .caution)], &area, indent: 2)
        }
        for call in ringing { put(call, &area) }
        let others = listed.dropFirst(ringing.count)
        let selected = others.firstIndex { $0.id == console.selectedID } ?? others.startIndex
        let top = max(others.startIndex, min(selected, others.endIndex - area.rows))
        for call in others[top...] {
            guard !area.isFull else { return }
            put(call, &area)
        }
    }

    private mutating func put(_ call: PhoneCall, _ area: inout Area) {
        put(line(call, columns: area.columns), &area)
    }

    private func line(_ call: PhoneCall, columns: Int) -> [Words] {
        let isSelected = call.id == console.selectedID
        let mark = call.id == console.shownID ? "*" : " "
        let style = isSelected ? Style(isReversed: true) : Style.plain
        let hasText = console.keptForms.contains { $0.callID == call.id }
        let gap = max(1, 11 - DisplayWidth.of(call.word))
        var words = [
            Words("\(isSelected ? ">" : " ")\(mark)\(console.time.clock(call.rangAt)) ", style),
            Words(call.word, call.style), Words(String(repeating: " ", count: gap)),
        ]
        if hasText { words += [Words("[text]", .caution), Words(" ")] }
        var rest: [Words]
        if columns >= 60 {
            rest = [Words("  \(call.caller.sign ?? "no number")")]
            if let answered = call.answeredAt {
                let end = call.endedAt ?? console.now
                rest.append(Words("  \(LocalTime.duration(end - answered))", .quiet))
            }
        } else {
            rest = call.caller.sign.map { [Words(" \($0)", .quiet)] } ?? []
        }
        let name = call.customer?.name ?? call.caller.title
        let who = name.isEmpty ? call.customer?.account ?? "" : name
        // A long name gives way to the number and the time.
        let taken = (words + rest).reduce(0) { $0 + DisplayWidth.of($1.text) }
        words.append(Words(cut(who, to: columns - taken), .bold))
        return words + rest
    }
}
