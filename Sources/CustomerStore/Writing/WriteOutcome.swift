public import Customers

/// What became of a write.
public enum WriteOutcome: Equatable, Sendable {
    case written(reference: String)
    /// This was written before; nothing was done.
    case repeated(reference: String)
    /// The number and the customer now stand so; so many earlier calls changed hands.
    case linked(LinkState, calls: Int)
    /// They stood so before; nothing was done.
    case unchanged(LinkState)
    /// There is no link to confirm or to take back.
    case noLink
    case noCustomer
    /// One of several customers is none; nothing was done for the others either.
    case noMember(CustomerReference)
    /// There is no such complaint or interruption.
    case noReference
    /// The reference is another customer's or another service's; nothing was done.
    case referenceTaken(reference: String)
    /// The database did not take it; nothing was done.
    case failed(StoreError)
}

extension WriteOutcome {
    /// Whether there is anything to keep.
    var hasChanged: Bool {
        switch self {
        case .written, .linked: true
        case .repeated, .unchanged, .noLink, .noCustomer, .noMember, .noReference,
            .referenceTaken, .failed:
            false
        }
    }

    /// Whether another program holds the database.
    var isLocked: Bool {
        if case .failed(.locked) = self { true } else { false }
    }
}
