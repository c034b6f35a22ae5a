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

    /// Label and digits.
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
        canvas.put(
            figure.label, Style(colour: .cyan), row: row, column: column, width: width - 1)
        let lines = BigNumber.lines(figure.number, isASCII: canvas.isASCII)
        let style = figure.severity.style
        for (index, line) in lines.enumerated() {
            let end = canvas.put(
                line, style, row: row + 1 + index, column: column, width: width - 1)
            guard index < figure.words.count else { continue }
            canvas.put(
                figure.words[index], index == 0 ? .dim : style, row: row + 1 + index,
                column: end + 1, width: column + width - 1 - end - 1)
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
        var words = ["in 365 days"]
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
