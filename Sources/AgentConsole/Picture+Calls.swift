import Customers

/// The queue of recent calls.
extension Picture {
    mutating func drawCalls(_ whole: Area) {
        var area = whole
        guard !area.isFull else { return }
        let calls = console.calls.calls
        put(heading: "CALLS", &area)
        if calls.isEmpty { put([Words("none yet", .dim)], &area, indent: 1) }
        let selected = calls.firstIndex { $0.id == console.selectedID } ?? 0
        let top = max(0, min(selected, calls.count - area.rows))
        for call in calls.dropFirst(top) {
            guard !area.isFull else { return }
            put(line(call, columns: area.columns), &area)
        }
    }

    private func line(_ call: PhoneCall, columns: Int) -> [Words] {
        let isSelected = call.id == console.selectedID
        let mark = call.id == console.shownID ? "*" : " "
        let style = isSelected ? Style(isReversed: true) : Style.plain
        let hasText = console.keptForms.contains { $0.callID == call.id }
        let who = call.customer?.name ?? call.caller.title
        var words = [
            Words("\(isSelected ? ">" : " ")\(mark)\(console.time.clock(call.rangAt)) ", style),
            Words(call.word.padded(to: 11), call.style),
        ]
        if hasText { words.append(Words("[text] ", .caution)) }
        words.append(Words(who.isEmpty ? call.customer?.account ?? "" : who, .bold))
        if columns >= 60 {
            words.append(Words("  \(call.caller.number ?? "no number")"))
            if let answered = call.answeredAt {
                let end = call.endedAt ?? console.now
                words.append(Words("  \(LocalTime.duration(end - answered))", .dim))
            }
        } else if let number = call.caller.number {
            words.append(Words(" \(number)", .dim))
        }
        return words
    }
}
