public import Customers
public import Numbering

/// A caller whose customers are looked for.
public struct Caller: Sendable {
    /// As read; `nil` when only the digits are known.
    public let number: PhoneNumber?
    /// The string as received where it names no country, for readings in other places; otherwise
    /// empty.
    let received: [UInt8]
    let line: LineSettings
    /// The digits of the extension behind the number; `nil` without one.
    let extensionDigits: String?
    /// What was dialled where it could not be read; otherwise empty.
    let digits: String
    /// Why it could not be read.
    let problem: Unreadable.Reason?

    /// A number that names its country.
    init(_ number: PhoneNumber) {
        self.init(number, LineSettings(region: nil))
    }

    private init(
        _ number: PhoneNumber?, received: [UInt8] = [], _ line: LineSettings,
        extension: String? = nil, digits: String = "", problem: Unreadable.Reason? = nil
    ) {
        self.number = number
        extensionDigits = `extension`
        self.received = received
        self.line = line
        self.digits = digits
        self.problem = problem
    }

    /// - Returns: `nil` when there is nothing to look for.
    init?(_ reading: Reading, of received: Span<UInt8>, on line: LineSettings) {
        switch reading {
        case .number(let read):
            self.init(
                read.number, received: read.isNational ? received.indices.map { received[$0] } : [],
                line, extension: read.extension)
        case .unreadable(let unreadable) where !unreadable.digits.isEmpty:
            self.init(
                nil, received: received.indices.map { received[$0] }, line,
                digits: unreadable.digits, problem: unreadable.reason)
        case .unreadable, .withheld, .shortCode, .internalExtension: return nil
        }
    }

    /// Whether the country is known from the number itself.
    var namesCountry: Bool { number != nil && received.isEmpty }
}

/// What is looked for in one step of a search.
public struct NumberKey: Sendable {
    /// Why this is tried.
    public enum Origin: Sendable {
        case asRead
        case variant(NumberVariant.Reason)
        case withoutPlus
        case place(NationalCandidate)
        case beginning
        case ending
    }

    public let tier: MatchTier
    public let origin: Origin
    /// A whole number, the beginning of one for `block`, the last digits for `suffix`.
    public let digits: UInt64

    /// `nil` for `suffix`.
    var number: PhoneNumber? { tier == .suffix ? nil : PhoneNumber(digits: digits) }
}
