import Foundation
import Testing
import TestSupport

/// Colours are read on a light terminal and on a dark one.
@Suite(.timeLimit(.minutes(30))) struct ColourTests {
    /// Words of a colour never stand on whatever the terminal has behind them.
    @Test func wordsAndWhatIsBehindThemAreSetTogether() throws {
        let workplace = try Workplace()
        let console = try workplace.console(environment: ["TERM=screen-256color"])
        try workplace.say("RING c1 020 7946 0958 kim")
        try console.shows("!! 1 open")
        try workplace.say("RING c2 01632 960999 kim")
        try console.shows("RINGS unknown number")
        let output = try console.output
        let pairs = output.matches(of: #/\e\[38;5;(\d+)m\e\[48;5;(\d+)m/#)
            .compactMap { match in
                Int(match.1).flatMap { words in Int(match.2).map { (words, $0) } }
            }
        #expect(Set(pairs.map(\.1)).count >= 2)
        #expect(output.matches(of: #/\e\[[34]8;5;/#).count == 2 * pairs.count)
        for (words, behind) in pairs {
            #expect(Self.contrast(words, behind) >= 4.5, "\(words) on \(behind)")
        }
    }

    /// - Source: WCAG 2.1, "contrast ratio".
    private static func contrast(_ one: Int, _ other: Int) -> Double {
        let (low, high) = (min(light(one), light(other)), max(light(one), light(other)))
        return (high + 0.05) / (low + 0.05)
    }

    /// Relative luminance of a colour of the table's cube of 6 by 6 by 6, which begins at 16.
    private static func light(_ colour: Int) -> Double {
        let steps = [0, 95, 135, 175, 215, 255]
        let parts = [colour - 16].flatMap { [$0 / 36, $0 / 6 % 6, $0 % 6] }.map {
            let part = Double(steps[$0]) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
