public import Access
public import Customers
public import EventLoop

/// Who may come, and what is known of those who try; with whoever is to be told of it.
public final class Admission {
    /// Who may come and as what; `nil`: everybody may do everything. See `TextDoor.change(to:)`.
    public internal(set) var list: AccessList?
    /// Connections that have to sign in and have not.
    var strangerCount = 0
    var delayed = DelayedReplies()
    var walks = Walks()
    /// What clients with a budget of lookups have used of it, by name.
    var lookupQuotas: [String: MinuteQuota] = [:]
    /// Called with the moment at which `TextDoor.tellFailedSignIns()` is to be called, in
    /// nanoseconds of the monotonic clock.
    public var onDelay: (UInt64) -> Void = { _ in }
    /// Called when a client has signed in.
    public var onSignIn: (ClientName) -> Void = { _ in }
    /// Called when somebody has tried a wrong name or token.
    public var onFailedSignIn: (PeerHost) -> Void = { _ in }
    /// Called when a client, or the host of one without a name, is shown all of a customer.
    public var onUnmask: (String, CustomerID) -> Void = { _, _ in }
    /// Called with the client, or the host of one without a name, whose lookups look like a walk
    /// through the numbers.
    public var onWalk: (String) -> Void = { _ in }
}
