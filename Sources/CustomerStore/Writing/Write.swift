public import Customers

/// A fact that a client wants to have stored.
public enum Write: Equatable, Sendable {
    /// A note about a customer.
    case note(CustomerReference, text: String, agent: String)
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
    case noCustomer
    /// There is no such complaint or interruption.
    case noReference
    /// The database did not take it; nothing was done.
    case failed(StoreError)
}
