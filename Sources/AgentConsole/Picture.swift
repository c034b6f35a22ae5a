import Customers

/// A rectangle of the screen that is filled row by row.
struct Area {
    var row: Int
    var rows: Int
    let column: Int
    let columns: Int

    var isFull: Bool { rows <= 0 }

    /// Takes the next row.
    mutating func next() -> Int? {
        guard rows > 0 else { return nil }
        defer {
            row += 1
            rows -= 1
        }
        return row
    }

    /// Takes rows from the lower end.
    mutating func cutBottom(_ count: Int) -> Area {
        let count = max(0, min(count, rows))
        rows -= count
        return Area(row: row + rows, rows: count, column: column, columns: columns)
    }
}

/// Draws a console on a canvas.
///
///     title           who I am, how the connection stands
///     banner          another call rings
///     card            the call, the customer, the four figures, what is open, last contacts
///     form            below the figures, while something is written down
///     calls           below the card, or beside it where there is room
///     message, keys   what has just happened, what can be pressed
struct Picture {
    /// From here on the calls stand beside the card.
    private static let wideColumns = 120
    private static let sideColumns = 46

    let console: Console
    var canvas: Canvas

    init(_ console: Console, rows: Int, columns: Int) {
        self.console = console
        canvas = Canvas(rows: rows, columns: columns, isASCII: console.settings.isASCII)
    }

    func drawn() -> Canvas {
        var picture = self
        picture.draw()
        return picture.canvas
    }

    private mutating func draw() {
        var area = Area(row: 0, rows: canvas.rows, column: 0, columns: canvas.columns)
        drawTitle(area.next())
        drawKeys(area.cutBottom(keyRows))
        drawMessage(area.cutBottom(1))
        drawBanners(&area)
        switch console.overlay {
        case .help: return drawHelp(area)
        case .listing(let listing): return draw(listing, area)
        case .opened(let opened, _): return draw(opened, area)
        case .askQuit, .askDiscard, .pickComplaint, .pickText, nil: break
        }
        if canvas.columns >= Self.wideColumns {
            let left = canvas.columns - Self.sideColumns
            drawCalls(
                Area(
                    row: area.row, rows: area.rows, column: left + 1, columns: Self.sideColumns - 1)
            )
            drawMain(Area(row: area.row, rows: area.rows, column: 0, columns: left))
        } else {
            if console.openForm == nil { drawCalls(area.cutBottom(callRows(area.rows))) }
            drawMain(area)
        }
    }

    /// Rows for the calls below the card: what it takes, but no more than the card can spare.
    private func callRows(_ rows: Int) -> Int {
        let wanted = 1 + max(1, console.calls.calls.count)
        if console.shown == nil { return min(wanted, max(0, rows - 4)) }
        return min(wanted, max(0, min(rows - cardRows, rows > 24 ? 8 : 4)))
    }

    /// Rows that the card must have: a page of those who share the number is seen whole.
    private var cardRows: Int {
        guard let call = console.shown, call.customer == nil, !call.candidates.isEmpty else {
            return 12
        }
        return max(12, 8 + min(9, call.candidates.count))
    }

    private mutating func drawMain(_ whole: Area) {
        var area = whole
        if let form = console.openForm {
            let below = formArea(form, &area)
            drawForm(form, below)
        }
        if let call = console.shown {
            drawCard(call, &area)
        } else if console.openForm == nil {
            drawIdle(&area)
        }
    }

    private mutating func drawIdle(_ area: inout Area) {
        _ = area.next()
        put([Words("No call. The next one shows here by itself.", .quiet)], &area)
        put(
            [
                Words("Press ", .quiet), Words("f", .key), Words(" to find a customer, ", .quiet),
                Words("?", .key), Words(" for all keys.", .quiet),
            ], &area)
    }

    /// Writes one row of an area.
    mutating func put(_ words: [Words], _ area: inout Area, indent: Int = 0) {
        guard let row = area.next() else { return }
        canvas.put(
            words, row: row, column: area.column + indent, width: max(0, area.columns - indent))
    }

    mutating func put(heading: String, _ area: inout Area) {
        put([Words(heading, .heading)], &area)
    }
}

/// The bars.
extension Picture {
    private mutating func drawTitle(_ row: Int?) {
        guard let row else { return }
        let settings = console.settings
        var style = Style.bar
        var link: String
        switch console.link {
        case .connected: link = "connected to \(settings.server)"
        case .connecting: link = "connecting to \(settings.server)"
        case .waiting(let problem, let until):
            style = Style(colour: .red, isBold: true)
            link = "!! NOT CONNECTED, again in \(max(0, until - console.now)) s: \(problem)"
        }
        canvas.fill(row: row, style: style)
        let clock = " " + console.time.clock(console.now) + " "
        let kept = console.keptForms.count
        let right = (kept == 0 ? "" : " t: \(kept) kept ") + clock
        let left = " screenpop  agent \(settings.agent)  \(link)"
        let start = max(0, canvas.columns - right.count)
        canvas.put(left, style, row: row, width: start)
        canvas.put(right, style, row: row, column: start)
    }

    private mutating func drawMessage(_ area: Area) {
        guard area.rows > 0 else { return }
        let words: [Words]
        switch console.overlay {
        case .askQuit:
            let count = console.savedTexts.count
            let texts = count == 1 ? "1 text is" : "\(count) texts are"
            let question = count == 0 ? "Quit? " : "\(texts) not stored. Quit and lose that? "
            words = [
                Words(question, count == 0 ? .caution : .alarm), Words("y", .key),
                Words(" yes, any other key: no"),
            ]
        case .askDiscard:
            words = [
                Words("Keep the text? ", .caution), Words("k", .key), Words(" keep for later  "),
                Words("d", .key), Words(" discard  "), Words("Esc", .key), Words(" go on"),
            ]
        case .pickComplaint: words = pickComplaint()
        case .pickText: words = pickText()
        case .help, .listing, .opened, nil:
            guard let message = console.message else { return }
            let sign = message.severity.sign
            words = [Words((sign.isEmpty ? "" : "\(sign) ") + message.text, message.severity)]
        }
        canvas.put(words, row: area.row)
    }

    private func pickComplaint() -> [Words] {
        let card = console.shown?.customer.flatMap { console.cards[$0.key] }
        return [Words("Close which? ", .caution)]
            + (card?.complaints ?? []).enumerated().flatMap { index, complaint in
                [Words("\(index + 1)", .key), Words(" \(complaint.reference)  ")]
            }
    }

    private func pickText() -> [Words] {
        [Words("Go on with which? ", .caution)]
            + console.forms.prefix(9).enumerated().flatMap { index, form in
                [Words("\(index + 1)", .key), Words(" \(form.title)  ")]
            }
    }

    /// Whom the agent speaks with, where another card is on the screen, and who rings.
    private mutating func drawBanners(_ area: inout Area) {
        let key = console.openForm == nil ? "Tab" : "Ctrl-N"
        if let call = console.answeredElsewhere {
            drawBanner(call, Style(colour: .green, isBold: true), " \(key) shows ", &area)
        }
        let ringing = console.calls.calls.filter {
            $0.stage == .ringing && $0.id != console.shownID
        }
        guard let call = ringing.first else { return }
        let more = ringing.count > 1 ? " +\(ringing.count - 1)" : ""
        drawBanner(
            call, Style(colour: .yellow, isBold: true), "\(more) \(key) shows ", &area)
    }

    /// The name gives way, so that the figures stay.
    private mutating func drawBanner(
        _ call: PhoneCall, _ style: Style, _ hint: String, _ area: inout Area
    ) {
        guard let row = area.next() else { return }
        canvas.fill(row: row, style: style)
        let start = max(0, canvas.columns - hint.count)
        let figures = call.caller.customer == nil ? "" : Self.briefly(call.caller.figures)
        let rest = " \(call.caller.sign ?? "")  \(figures)"
        let word = " \(call.word) "
        let name = cut(
            call.caller.title, to: start - DisplayWidth.of(word) - DisplayWidth.of(rest))
        canvas.put(word + name + rest, style, row: row, width: start)
        canvas.put(hint, style, row: row, column: start)
    }

    /// A text of at most so many cells, but never of less than a word's.
    func cut(_ text: String, to width: Int) -> String {
        let width = max(12, width)
        let characters = canvas.showable(text)
        guard DisplayWidth.of(characters) > width else { return String(characters) }
        var kept = ""
        var used = 0
        for character in characters {
            used += DisplayWidth.of(character)
            if used > width - 1 { break }
            kept.append(character)
        }
        return kept + (canvas.isASCII ? "~" : "…")
    }

    /// What is not as one would wish it: `value 5, 1 complaint OPEN, DOWN NOW`
    static func briefly(_ figures: Figures) -> String {
        func counted(_ number: Int?, _ word: String) -> [String] {
            number.map { $0 == 0 ? [] : ["\($0) \(word)\($0 == 1 ? "" : "s")"] } ?? []
        }
        var parts = ["value \(figures.value.map { "\($0)" } ?? "-")"]
        if let open = figures.open, open > 0 {
            parts.append("\(open) \(open == 1 ? "complaint" : "complaints") OPEN")
        } else {
            parts += counted(figures.complaints, "complaint")
        }
        if figures.down != nil { parts.append("DOWN NOW") }
        if figures.down == nil { parts += counted(figures.interruptions, "interruption") }
        return (parts + counted(figures.referrals, "referral")).joined(separator: ", ")
    }

    /// `value 5, complaints 2 (1 open), referrals 3, interruptions 1 (DOWN)`
    static func inOneLine(_ figures: Figures) -> String {
        func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "-" }
        let open = figures.open ?? 0
        return "value \(text(figures.value)), complaints \(text(figures.complaints))"
            + (open > 0 ? " (\(open) OPEN)" : "") + ", referrals \(text(figures.referrals))"
            + ", interruptions \(text(figures.interruptions))"
            + (figures.down == nil ? "" : " (DOWN)")
    }
}
