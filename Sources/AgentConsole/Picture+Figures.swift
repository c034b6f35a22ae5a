import Customers

/// The four figures, large.
extension Picture {
    private struct Figure {
        let label: String
        let number: Int?
        let severity: Severity
        /// Beside the digits, at most one a row.
        let words: [String]
    }

    /// Label with the number in digits, and the same large or what is to be known of it.
    private static let rows = 1 + BigNumber.rows

    /// - Parameter unrated: why there is no value, if that is known.
    mutating func drawFigures(_ figures: Figures, unrated: String?, _ area: inout Area) {
        let all = [
            value(figures, unrated), complaints(figures), referrals(figures),
            interruptions(figures),
        ]
        // Where it is tight, one line says the same.
        guard area.rows >= Self.rows + 2, area.columns >= 64 else {
            let severity = all.map(\.severity).max() ?? .unknown
            return put([Words(Self.inOneLine(figures), severity)], &area)
        }
        let width = min(26, area.columns / all.count)
        let top = area.row
        for (index, figure) in all.enumerated() {
            draw(figure, row: top, column: area.column + index * width, width: width)
        }
        for _ in 0..<Self.rows { _ = area.next() }
    }

    private mutating func draw(_ figure: Figure, row: Int, column: Int, width: Int) {
        let number = BigNumber.text(figure.number)
        canvas.put(
            "\(figure.label) \(number)", .bold, row: row, column: column, width: width - 1)
        let style = figure.severity.style
        // Pictures of digits are for terminals that have blocks; the number is there as text.
        let lines = canvas.isASCII ? [] : BigNumber.lines(figure.number)
        for index in 0..<BigNumber.rows {
            var start = column
            if index < lines.count {
                start =
                    1
                    + canvas.put(
                        lines[index], style, row: row + 1 + index, column: column, width: width - 1)
            }
            guard index < figure.words.count else { continue }
            let word = figure.words[index]
            canvas.put(
                word, index == 0 ? .quiet : word.hasPrefix("!") ? style : .bold,
                row: row + 1 + index, column: start, width: column + width - 1 - start)
        }
    }

    private func value(_ figures: Figures, _ unrated: String?) -> Figure {
        let names = [1: "lowest", 2: "low", 3: "middle", 4: "high", 5: "highest"]
        let word = figures.value.flatMap { names[$0] } ?? (unrated ?? "not rated")
        let severity: Severity =
            switch figures.value {
            case nil: .unknown
            case 4?, 5?: .good
            case 3?: .normal
            default: .caution
            }
        return Figure(
            label: "VALUE", number: figures.value, severity: severity, words: ["of 5", word])
    }

    private func complaints(_ figures: Figures) -> Figure {
        let open = figures.open ?? 0
        var words = [Self.age(figures, now: console.now)]
        var severity = Severity.unknown
        if let count = figures.complaints {
            severity = open > 0 ? .alarm : count > 0 ? .caution : .good
            words.append(open > 0 ? "!! \(open) open" : count > 0 ? "! settled" : "none")
        }
        if open > 0, let oldest = figures.oldestOpen {
            words.append("for \(max(0, console.now - oldest) / 86_400) days")
        }
        return Figure(
            label: "COMPLAINTS", number: figures.complaints, severity: severity, words: words)
    }

    /// Why the complaints count: those of the last year do, and older ones that are open.
    private static func age(_ figures: Figures, now: Moment) -> String {
        let open = figures.open ?? 0
        let isRecent = figures.oldestOpen.map { now - $0 <= 365 * 86_400 } ?? false
        if open == 0 || isRecent { return "in 365 days" }
        return open == figures.complaints ? "all open" : "year + open"
    }

    private func referrals(_ figures: Figures) -> Figure {
        var words = ["customers"]
        if let pending = figures.pending, pending > 0 { words.append("\(pending) pending") }
        let severity: Severity =
            switch figures.referrals {
            case nil: .unknown
            case 0?: .normal
            default: .good
            }
        return Figure(
            label: "REFERRALS", number: figures.referrals, severity: severity, words: words)
    }

    private func interruptions(_ figures: Figures) -> Figure {
        var words = ["in 365 days"]
        var severity = Severity.unknown
        if let count = figures.interruptions { severity = count > 0 ? .caution : .good }
        if let down = figures.down {
            severity = .alarm
            words += ["!! DOWN NOW", "since \(console.time.short(down))"]
        } else if let minutes = figures.minutes, minutes > 0 {
            words.append("! \(LocalTime.span(minutes: minutes))")
        } else if figures.interruptions == 0 {
            words.append("none")
        }
        return Figure(
            label: "INTERRUPTIONS", number: figures.interruptions, severity: severity,
            words: words)
    }
}
