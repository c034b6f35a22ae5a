/// What a number stored for a customer is.
public enum NumberRole: UInt8, Worded, Sendable {
    /// Reaches this customer and nobody else.
    case direct
    /// Known to be used by several customers: a household, a reception desk.
    case shared
    /// The head of a range: every longer number that begins with it belongs to the customer.
    case block
    /// Belongs to somebody who calls for the customer: a carer, an accountant.
    case thirdParty

    @inlinable public var word: StaticString {
        switch self {
        case .direct: "direct"
        case .shared: "shared"
        case .block: "block"
        case .thirdParty: "third-party"
        }
    }
}
