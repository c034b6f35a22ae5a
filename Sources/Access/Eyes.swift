public import Customers

/// What a client sees at the moment: what its rights say, and all of the one customer that it has
/// opened.
public struct Eyes: Equatable, Sendable {
    /// A customer of whom everything is shown for a while, and until when.
    public struct Opened: Equatable, Sendable {
        public let id: CustomerID
        public let account: Account
        /// Seconds of the monotonic clock.
        public let until: UInt64

        public init(_ id: CustomerID, _ account: Account, until: UInt64) {
            self.id = id
            self.account = account
            self.until = until
        }
    }

    public var sight: Sight
    public var opened: Opened?

    public init(_ sight: Sight, opened: Opened? = nil) {
        self.sight = sight
        self.opened = opened
    }

    /// What is seen of this customer.
    public func sight(of account: Account) -> Sight {
        opened?.account == account ? .everything : sight
    }
}
