/// What a line says about the numbers it delivers.
public struct LineSettings: Hashable, Sendable {
    /// Where the line is; `nil` when unknown, and only numbers with a `+` can be read.
    public var region: Region?
    public var format: NumberFormat
    /// What the PBX puts before a number from outside, so that it can be dialled back as it
    /// stands; `nil`: nothing.
    public var accessCode: AccessCode?

    public init(
        region: Region?, format: NumberFormat = .auto, accessCode: AccessCode? = nil
    ) {
        self.region = region
        self.format = format
        self.accessCode = accessCode
    }
}

/// The digits that take a telephone of a PBX to an outside line, often 0 or 9.
public struct AccessCode: Hashable, Sendable, CustomStringConvertible {
    /// The longest, in digits.
    public static let digitLimit = 4

    private let value: UInt16
    private let count: UInt8

    /// - Returns: `nil` unless `text` is 1 to 4 ASCII digits.
    public init?(_ text: String) {
        guard (1...Self.digitLimit).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit)
        else { return nil }
        value = text.utf8.reduce(0) { $0 * 10 + UInt16($1 & 0xF) }
        count = UInt8(text.utf8.count)
    }

    public var description: String {
        let digits = "\(value)"
        return String(repeating: "0", count: Int(count) - digits.utf8.count) + digits
    }

    /// What stands behind the code; `nil` when `digits` do not begin with it, or are only it.
    func digitsBehind(_ digits: [UInt8]) -> [UInt8]? {
        let head = digits.prefix(Int(count))
        guard digits.count > head.count, head.elementsEqual(description.utf8) else { return nil }
        return Array(digits.dropFirst(head.count))
    }

    /// The fewest digits behind a pause that are a number, not something dialled to a person.
    private static let digitsBehindPause = 5

    /// `9,212 555 0123`, `0w030 123456`: the code and a pause, as telephones keep them.
    ///
    /// - Returns: `nil` unless `text` begins so; otherwise without the pause, and without the code
    ///   where a `+` says that what follows is whole.
    func withoutPause(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard text.hasPrefix(description) else { return nil }
        let behind = text.dropFirst(Int(count))
        let number = behind.drop { ",wp ".utf8.contains($0) }
        let pause = behind[..<number.startIndex]
        guard pause.contains(where: { $0 != UInt8(ascii: " ") }),
            number.count(where: \.isDigit) >= Self.digitsBehindPause
        else { return nil }
        return number.first == UInt8(ascii: "+") ? number : text.prefix(Int(count)) + number
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
    /// What was put before numbers where they were entered, so that a telephone of the PBX can
    /// dial them; `nil`: nothing.
    public let storedAccessCode: AccessCode?

    /// - Precondition: every count is within its limit, area codes are 1 to 5 ASCII digits.
    public init(
        withheld: WithheldWords = WithheldWords(),
        extensionDigitLimit: Int = 4,
        neighbours: [Region] = [],
        areaCodes: [String] = [],
        storedAccessCode: AccessCode? = nil
    ) {
        precondition((0...Self.extensionDigitMaximum).contains(extensionDigitLimit))
        precondition(neighbours.count <= Self.neighbourLimit, "too many neighbours")
        precondition(areaCodes.count <= Self.areaCodeLimit, "too many area codes")
        precondition(areaCodes.allSatisfy(Self.isAreaCode), "an area code is 1 to 5 digits")
        self.withheld = withheld
        self.extensionDigitLimit = extensionDigitLimit
        self.neighbours = neighbours
        self.areaCodes = areaCodes
        self.storedAccessCode = storedAccessCode
    }

    /// Whether `text` can be one of `areaCodes`.
    public static func isAreaCode(_ text: String) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit)
    }
}
