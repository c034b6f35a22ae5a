/// What a line says about the numbers it delivers.
public struct LineSettings: Hashable, Sendable {
    /// Where the line is; `nil` when unknown, and only numbers with a `+` can be read.
    public var region: Region?
    public var format: NumberFormat

    public init(region: Region?, format: NumberFormat = .auto) {
        self.region = region
        self.format = format
    }
}

/// What the whole daemon has settled about numbers.
public struct NumberingPlan: Equatable, Sendable {
    /// The longest extension of a PBX, in digits: longer would swallow real numbers.
    public static let extensionDigitMaximum = 6
    /// Each neighbour and area code costs a lookup that missed one reading more.
    public static let neighbourLimit = 16
    public static let areaCodeLimit = 8

    /// What networks deliver instead of a number.
    public var withheld: WithheldWords
    /// Bare digits, at most this many, are the PBX's own extension unless the region has numbers
    /// in use that short; 0 for no extensions.
    public let extensionDigitLimit: Int
    /// Where else callers come from, the most likely first.
    public let neighbours: [Region]
    /// Area codes without trunk prefix that local callers leave out, the most likely first.
    public let areaCodes: [String]

    /// - Precondition: every count is within its limit, area codes are 1 to 5 ASCII digits.
    public init(
        withheld: WithheldWords = WithheldWords(),
        extensionDigitLimit: Int = 4,
        neighbours: [Region] = [],
        areaCodes: [String] = []
    ) {
        precondition((0...Self.extensionDigitMaximum).contains(extensionDigitLimit))
        precondition(neighbours.count <= Self.neighbourLimit, "too many neighbours")
        precondition(areaCodes.count <= Self.areaCodeLimit, "too many area codes")
        precondition(areaCodes.allSatisfy(Self.isAreaCode), "an area code is 1 to 5 digits")
        self.withheld = withheld
        self.extensionDigitLimit = extensionDigitLimit
        self.neighbours = neighbours
        self.areaCodes = areaCodes
    }

    /// Whether `text` can be one of `areaCodes`.
    public static func isAreaCode(_ text: String) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit)
    }
}
