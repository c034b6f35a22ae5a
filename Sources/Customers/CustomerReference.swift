/// How somebody names a customer: `A1042` or `#17`.
public enum CustomerReference: Hashable, Sendable {
    case account(Account)
    case id(CustomerID)
}
