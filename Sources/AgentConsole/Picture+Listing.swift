import Customers

/// Lists of lines, and a line that is opened.
extension Picture {
    mutating func draw(_ listing: Listing, _ whole: Area) {
        var area = whole
        put(heading: "\(listing.title), \(listing.count)", &area)
        // Pages, so that nothing moves but the mark.
        var page: [Int] = []
        var rows = 0
        for (index, line) in listing.lines.enumerated() {
            let height = height(line, area)
            if rows + height > area.rows {
                if page.contains(listing.selected) { break }
                (page, rows) = ([], 0)
            }
            page.append(index)
            rows += height
        }
        for index in page {
            let row = area.row
            draw(listing.lines[index], &area)
            guard index == listing.selected, row < canvas.rows else { continue }
            canvas.put(">", Style(isBold: true, isReversed: true), row: row, column: area.column)
        }
    }

    /// A second row for the detail, as on the card.
    private func height(_ line: Listing.Line, _ area: Area) -> Int {
        guard case .entry(let entry) = line, isRoomy(area) else { return 1 }
        return entry.detail.isEmpty || entry.subject.isEmpty ? 1 : 2
    }

    private func isRoomy(_ area: Area) -> Bool { area.columns < 120 }

    private mutating func draw(_ line: Listing.Line, _ area: inout Area) {
        switch line {
        case .entry(let entry): draw(entry, isRoomy: isRoomy(area), &area)
        case .fact(let word, let texts):
            let text = texts.map { "\($0.name) \(local($0.text))" }.joined(separator: ", ")
            put([Words(word.padded(to: 21)), Words(text)], &area, indent: 1)
        }
    }

    /// A moment as the agent's clock shows it; any other text as it is.
    private func local(_ text: String) -> String {
        guard text.utf8.count == 20, text.hasSuffix("Z"), let at = Moment(iso8601: text) else {
            return text
        }
        return console.time.full(at)
    }

    mutating func draw(_ opened: Opened, _ whole: Area) {
        var area = whole
        switch opened.line {
        case .entry(let entry):
            put(heading: "\(entry.kind.uppercased()) of \(opened.customer.title)", &area)
            put(facts(entry), &area)
        case .fact(let word, _):
            put(heading: "\(word.uppercased()) of \(opened.customer.title)", &area)
        }
        if !opened.note.isEmpty { put([Words("! \(opened.note)", .caution)], &area) }
        let rows = opened.texts.flatMap { self.rows($0, area.columns) }
        let top = max(0, min(opened.top, rows.count - area.rows))
        for row in rows.dropFirst(top) { put(row, &area) }
        if opened.texts.isEmpty { put([Words("no text", .quiet)], &area, indent: 1) }
    }

    /// `2026-11-20 16:20  chat/in  sam  answered  T-5`
    private func facts(_ entry: Card.Entry) -> [Words] {
        let isDay = entry.kind == "invoice"
        let at = entry.at.map { isDay ? console.time.day($0) : console.time.full($0) } ?? "no date"
        let parts = [at, entry.channel, entry.agent, entry.outcome, entry.reference]
        return [Words(parts.filter { !$0.isEmpty }.joined(separator: "  "))]
    }

    /// A short text beside its name; a long one below it, with all its lines.
    private func rows(_ text: Listing.Text, _ columns: Int) -> [[Words]] {
        let lines = local(text.text).split(separator: "\n", omittingEmptySubsequences: false)
        let rows = lines.flatMap { WrappedText(String($0), width: columns - 3).lines }
        let name = Words(text.name.padded(to: 16), .bold)
        if rows.count == 1, DisplayWidth.of(rows[0]) < columns - 18 {
            return [[Words(" "), name, Words(rows[0])]]
        }
        return [[Words(" "), name]] + rows.map { [Words("  "), Words($0)] }
    }
}
