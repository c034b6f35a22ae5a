/// The ways in which a number finds its customer, in the order in which they are tried.
public enum MatchTier: UInt8, Worded, Sendable {
    /// The number as it was read.
    case exact
    /// The same line in another spelling that is in use: Brazil's ninth digit and its like.
    case variant
    /// Read with the country code in front, though nothing says so, where nobody has it as read.
    case international
    /// Read as if the caller were in a place near by, because the number names no country.
    case national
    /// The head of a company's range: the longest that the number begins with.
    case block
    /// The last digits, where exactly one customer has them.
    case suffix

    public var word: StaticString {
        switch self {
        case .exact: "exact"
        case .variant: "variant"
        case .international: "international"
        case .national: "national"
        case .block: "block"
        case .suffix: "suffix"
        }
    }
}

/// A customer together with the stored number by which it was found.
public struct NumberHolder: Hashable, Sendable {
    public let customer: CustomerID
    public let number: PhoneNumber
    public let role: NumberRole

    public init(_ customer: CustomerID, _ number: PhoneNumber, _ role: NumberRole) {
        self.customer = customer
        self.number = number
        self.role = role
    }
}
