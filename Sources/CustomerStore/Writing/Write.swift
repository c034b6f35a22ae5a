public import Customers

/// A fact that a client wants to have stored.
public enum Write: Equatable, Sendable {
    /// A note about a customer.
    case note(CustomerReference, text: String, agent: String)
    /// Whether a number belongs to a customer.
    case link(LinkChange, PhoneNumber, CustomerReference, agent: String)
}

/// A write together with the name under which a repeat is recognised.
public struct WriteRequest: Equatable, Sendable {
    public var write: Write
    /// Chosen by the client, so that a repeat after a broken connection does nothing twice;
    /// `nil`: we choose one.
    public var reference: String?

    public init(_ write: Write, reference: String? = nil) {
        self.write = write
        self.reference = reference
    }
}

/// What became of a write.
public enum WriteOutcome: Equatable, Sendable {
    case written(reference: String)
    /// This reference was written before; nothing was done.
    case repeated(reference: String)
    /// The number and the customer now stand so; so many earlier calls changed hands.
    case linked(LinkState, calls: Int)
    /// They stood so before; nothing was done.
    case unchanged(LinkState)
    /// There is no link to confirm or to take back.
    case noLink
    case noCustomer
    /// There is no such complaint or interruption.
    case noReference
    /// The database did not take it; nothing was done.
    case failed(StoreError)
}
