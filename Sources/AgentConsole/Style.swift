/// How a cell looks. Colour never says what no word or sign says, too.
public struct Style: Hashable, Sendable {
    /// What lies behind the words. Words and what is behind them are always set together, so that
    /// they can be read whatever background the terminal has; the raw value is the pair's number.
    public enum Colour: Int, Sendable {
        /// The terminal's own words on its own background.
        case plain = 0
        /// White on red.
        case red
        /// Black on green.
        case green
        /// Black on yellow.
        case yellow
    }

    public var colour = Colour.plain
    public var isBold = false
    public var isReversed = false
    public var isUnderlined = false

    public static let plain = Style()
    static let bold = Style(isBold: true)
    /// What matters less looks like the rest: what terminals make of dimmed words is hard to read.
    static let quiet = Style.plain
    static let bar = Style(isReversed: true)
    static let heading = Style(isBold: true, isUnderlined: true)
    static let key = Style(isBold: true)
    static let input = Style(isUnderlined: true)
}

/// How urgent something is for whoever speaks with the customer.
enum Severity: Comparable {
    case unknown, good, normal, caution, alarm

    /// The sign that stands for it where there is no colour.
    var sign: String {
        switch self {
        case .unknown, .good, .normal: ""
        case .caution: "!"
        case .alarm: "!!"
        }
    }

    var style: Style {
        switch self {
        case .unknown, .normal: .plain
        case .good: .bold
        case .caution: Style(colour: .yellow, isBold: true)
        case .alarm: Style(colour: .red, isBold: true)
        }
    }
}
