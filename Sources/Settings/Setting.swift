/// One thing that an operator settles: a flag, a variable of the environment, a key of the file.
///
/// The declaration is the only place that names it. What `--help`, the commented file and the
/// texts of errors say comes from here or is held against it by tests.
public struct Setting: Hashable, Sendable {
    /// The form in which it is written.
    public enum Kind: Hashable, Sendable {
        case text
        case wholeNumber
        case number
        /// Texts: a list in the file; elsewhere repeated, or with commas between them.
        case list
        /// A list of addresses, each with its options and commas between them.
        case addresses
        /// Four numbers: from which figure on a grade is 2, 3, 4 and 5.
        case cutPoints
        /// Names and numbers: a table in the file, elsewhere a list of `name=number`.
        case table
    }

    /// As in the file, tables and their keys with a dot between them: `scoring.rates`.
    public let key: String
    public let kind: Kind
    /// What stands for the value in `--help`.
    public let valueName: String
    /// A sentence.
    public let help: String
    /// Everything has a key in the file but the file's own name.
    public let isInFile: Bool

    init(
        _ key: String, _ kind: Kind, _ valueName: String, _ help: String, isInFile: Bool = true
    ) {
        self.key = key
        self.kind = kind
        self.valueName = valueName
        self.help = help
        self.isInFile = isInFile
    }

    /// Every setting, in the order of `--help`.
    public static let all = ofDaemon + ofNumbers + ofScoring + ofThresholds

    /// What all variables of the environment begin with.
    static let variablePrefix = "SCREENPOP"

    /// `scoring-rates`, without its dashes.
    public var flag: String { String(key.map { $0 == "." ? "-" : $0 }) }

    /// `SCREENPOP_SCORING_RATES`.
    public var variable: String {
        "\(Self.variablePrefix)_" + String(flag.map { $0 == "-" ? "_" : $0 }).uppercased()
    }

    /// The tables it stands in and, last, its name there.
    var path: [String] { key.split(separator: ".").map(String.init) }
}

/// What was said for a setting on a command line.
public struct GivenWord: Hashable, Sendable {
    public let setting: Setting
    public let text: String

    public init(_ setting: Setting, _ text: String) {
        self.setting = setting
        self.text = text
    }
}
