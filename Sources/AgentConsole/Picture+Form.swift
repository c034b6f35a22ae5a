/// What is being written down.
extension Picture {
    /// Most rows of a text that are shown at once.
    private static let textRows = 8

    /// Cuts the form's place off the lower end of the card: it grows with the text.
    func formArea(_ form: Form, _ area: inout Area) -> Area {
        let width = textWidth(form, area.columns)
        let rows = form.fields.filter(\.isText).map { field in
            let lines = wrapped(field, width).rows.count
            return field.hasLines ? max(2, min(lines + 1, Self.textRows)) : min(lines, 2)
        }
        let hasChoices = form.fields.contains { !$0.isText }
        let hasSubject = if case .closeComplaint = form.kind { 1 } else { 0 }
        let wanted = 2 + (hasChoices ? 1 : 0) + hasSubject + rows.reduce(0, +)
        let least = 2 + form.fields.count
        let spare = console.shown == nil ? area.rows : area.rows - 9
        return area.cutBottom(max(least, min(wanted, spare)))
    }

    /// Cells before the texts, for their labels.
    private func labelWidth(_ form: Form, _ columns: Int) -> Int {
        let labels = form.fields.filter(\.isText).map { DisplayWidth.of($0.label) }
        return min((labels.max() ?? 0) + 1, columns / 2)
    }

    private func textWidth(_ form: Form, _ columns: Int) -> Int {
        max(2, columns - labelWidth(form, columns) - 1)
    }

    /// A field's text in rows, in the letters that the terminal has.
    private func wrapped(_ field: Form.Field, _ width: Int) -> WrappedText {
        guard case .text(let input) = field.content else {
            return WrappedText(field.text, width: width)
        }
        guard canvas.isASCII, !input.characters.allSatisfy(\.isASCII) else {
            return WrappedText(input.characters, cursor: input.cursor, width: width)
        }
        let shown = input.characters.map { $0.isASCII ? [$0] : canvas.showable(String($0)) }
        return WrappedText(
            Array(shown.joined()), cursor: shown.prefix(input.cursor).reduce(0) { $0 + $1.count },
            width: width)
    }

    mutating func drawForm(_ form: Form, _ whole: Area) {
        var area = whole
        guard let row = area.next() else { return }
        drawBar(form, row, area)
        var state = area.cutBottom(area.rows > 1 ? 1 : 0)
        put(stateWords(form), &state)
        if case .closeComplaint(_, let subject) = form.kind, area.rows > form.fields.count {
            put([Words("About: ", .quiet), Words(subject)], &area)
        }
        if area.rows > 1 { drawChoices(form, &area) }
        let texts = form.fields.indices.filter { form.fields[$0].isText }
        for (place, index) in texts.enumerated() {
            let rest = texts.count - place - 1
            let isLast = rest == 0
            drawText(
                form, index, rows: isLast ? area.rows : max(1, min(2, area.rows - rest)), &area)
        }
    }

    /// What the form is about; and who came meanwhile, where the agent looks.
    private mutating func drawBar(_ form: Form, _ row: Int, _ area: Area) {
        let bar = Style(isBold: true, isReversed: true)
        canvas.fill(row: row, from: area.column, to: area.column + area.columns, style: bar)
        let ringing = console.calls.calls.first {
            $0.stage == .ringing && $0.id != console.shownID
        }
        var news = ""
        var style = bar
        if let call = console.answeredElsewhere {
            news = " you speak with \(cut(call.caller.title, to: area.columns / 3)) "
            style = Style(colour: .green, isBold: true)
        } else if let ringing {
            news = " \(cut(ringing.caller.title, to: area.columns / 3)) rings "
            style = Style(colour: .yellow, isBold: true)
        }
        let start = area.column + area.columns - DisplayWidth.of(news)
        canvas.put(" \(form.title)", bar, row: row, column: area.column, width: start - area.column)
        canvas.put(news, style, row: row, column: max(area.column, start))
    }

    private func stateWords(_ form: Form) -> [Words] {
        switch form.state {
        case .typing:
            let isFull = form.fields.contains {
                if case .text(let input) = $0.content { input.isFull } else { false }
            }
            return isFull ? [Words("! the text is full", .caution)] : []
        case .sending:
            let isText = form.kind.isText || form.kind.isLink
            let words =
                console.link == .connected
                ? (isText ? "being stored" : "being looked for")
                : "not connected: \(isText ? "stored" : "looked for") as soon as the server is back"
            return [Words("\(words)  (Esc: go on with something else meanwhile)", .caution)]
        case .failed(let words): return [Words("!! \(words)", .alarm)]
        }
    }

    private mutating func drawChoices(_ form: Form, _ area: inout Area) {
        let choices = form.fields.indices.filter { !form.fields[$0].isText }
        guard !choices.isEmpty, let row = area.next() else { return }
        var column = area.column
        let end = area.column + area.columns
        for index in choices {
            let field = form.fields[index]
            let isFocused = index == form.focus
            column = canvas.put(
                "\(field.label) ", isFocused ? .bold : .quiet, row: row, column: column,
                width: max(0, end - column))
            let style = Style(isBold: true, isReversed: isFocused)
            column = canvas.put(
                "<\(field.text)>", style, row: row, column: column, width: max(0, end - column))
            column += 2
        }
    }

    private mutating func drawText(_ form: Form, _ index: Int, rows: Int, _ area: inout Area) {
        guard case .text(let input) = form.fields[index].content, rows > 0 else { return }
        let isFocused = index == form.focus
        let indent = labelWidth(form, area.columns)
        let width = textWidth(form, area.columns)
        let wrapped = wrapped(form.fields[index], width)
        let top = max(0, isFocused ? wrapped.cursor.row - rows + 1 : 0)
        let count = input.hasLines ? rows : max(1, min(rows, wrapped.rows.count))
        for place in 0..<count {
            guard let row = area.next() else { return }
            let label = form.fields[index].label
            if place == 0 {
                canvas.put(
                    label, isFocused ? .bold : .quiet, row: row, column: area.column,
                    width: indent)
            }
            let start = area.column + indent
            canvas.fill(row: row, from: start, to: start + width, style: .input)
            if top + place < wrapped.rows.count {
                let text = String(wrapped.rows[top + place])
                canvas.put(text, .input, row: row, column: start, width: width)
            }
            if isFocused, wrapped.cursor.row == top + place, form.state != .sending {
                let column = start + wrapped.cursor.column
                if column < canvas.columns { canvas.cursor = (row, column) }
            }
        }
    }
}
