public import Customers

/// What one request line asks.
public enum Request: Equatable, Sendable {
    /// A number in its canonical spelling; the way of nearly all lookups.
    case lookup(PhoneNumber)
    /// A number in any other spelling: the bytes of the line where it stands.
    case lookupSpelled(Range<Int>)
    case card(CustomerReference)
    case history(CustomerReference, count: Int)
    case help(Verb?)
    case ping
    case version
    case stats
    case clients
    case format(ReplyFormat)
    case quit
}

/// How a request names a customer: `A1042` or `#17`.
public enum CustomerReference: Hashable, Sendable {
    case account(Account)
    case id(CustomerID)
}

/// How a connection wants its replies.
public enum ReplyFormat: String, CaseIterable, Sendable {
    case text, json
}
