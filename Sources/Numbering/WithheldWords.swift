public import Customers

/// What networks, gateways and PBXs deliver when the caller's number is not shown.
///
/// Compared without regard to case, spaces around and quotation marks around; a number that
/// consists of zeros only is withheld in any case.
public struct WithheldWords: Equatable, Sendable {
    /// The longest list: it is searched for every number that is not canonical.
    public static let limit = 256

    /// Words of SIP, Asterisk and FreeSWITCH; caller-ID codes; words that scripts send for nothing;
    /// and words typed on a keypad as networks deliver them (266696687 spells ANONYMOUS).
    ///
    /// - Source: `Sources/DECISIONS.md`, "Numbers".
    public static let usual: [String] = [
        "", "+", "-1", "0", "<unknown>", "anonymous", "anonymous@anonymous.invalid", "asterisk",
        "blocked", "caller id blocked", "no caller id", "no number", "none", "not available",
        "null", "number withheld", "o", "out of area", "p", "private", "private caller",
        "private number", "restricted", "restricted number", "unavailable", "unknown",
        "unknown caller", "unknown number", "withheld", "withheld number",
        "266696687", "+266696687", "+2562533", "+7378742833", "+8656696", "+86282452253",
    ]

    private let words: Set<String>
    /// The words that are numbers in the canonical spelling.
    public let numbers: [PhoneNumber]

    /// - Precondition: at most `limit` words.
    public init(_ words: [String] = Self.usual) {
        precondition(words.count <= Self.limit, "too many words for withheld")
        self.words = Set(words.map { $0.lowercased() })
        numbers = words.compactMap { PhoneNumber(canonical: $0) }
    }

    /// Whether networks deliver `number` for callers who show none; no allocation.
    public func contains(_ number: PhoneNumber) -> Bool { numbers.contains(number) }

    /// - Parameter text: cleaned by `ReceivedText`.
    func contains(_ text: ArraySlice<UInt8>) -> Bool {
        words.contains(String(decoding: text, as: UTF8.self))
    }
}
