/// How a cell looks. Colour never says what no word or sign says, too.
public struct Style: Hashable, Sendable {
    /// The colours of every colour terminal; the raw value is the terminal's number.
    public enum Colour: Int, Sendable {
        case plain = 0
        case red, green, yellow, blue, magenta, cyan
    }

    public var colour = Colour.plain
    public var isBold = false
    public var isDim = false
    public var isReversed = false
    public var isUnderlined = false

    public static let plain = Style()
    static let bold = Style(isBold: true)
    static let dim = Style(isDim: true)
    static let bar = Style(isReversed: true)
    static let heading = Style(colour: .cyan, isBold: true)
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
        case .unknown: .dim
        case .good: Style(colour: .green, isBold: true)
        case .normal: .plain
        case .caution: Style(colour: .yellow, isBold: true)
        case .alarm: Style(colour: .red, isBold: true)
        }
    }
}
