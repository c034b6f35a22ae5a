public import Customers

/// What became of a write.
public enum WriteOutcome: Equatable, Sendable {
    case written(reference: String)
    /// This was written before; nothing was done.
    case repeated(reference: String)
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
    /// Whether another program holds the database.
    var isLocked: Bool {
        if case .failed(.locked) = self { true } else { false }
    }
}
