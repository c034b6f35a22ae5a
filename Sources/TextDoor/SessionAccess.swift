import Access
import Customers

/// Who a client is, what it may, and what it sees at the moment.
struct SessionAccess {
    private(set) var rights: Rights
    private(set) var eyes: Eyes
    /// What the client itself may, while it asks for another one.
    private var own: Rights?
    /// What it has shown; `nil`: it is who it is because of where it comes from.
    private(set) var proof: Proof?
    /// How often it has failed to sign in.
    var failureCount = 0
    /// Whether lookups may be taken to the batch without asking the desk each time.
    private(set) var mayLookUp: Bool

    init(_ rights: Rights) {
        self.rights = rights
        eyes = Eyes(rights.sight)
        mayLookUp =
            rights.permissions.contains(.lookUp) && rights.lookupsPerMinute == nil
    }

    /// Whether it has to sign in and has not.
    var isStranger: Bool { rights.role == nil }

    /// Whether it may ask for others.
    var actingRights: Rights? { own ?? (rights.permissions.contains(.act) ? rights : nil) }

    /// It is somebody else from now on.
    mutating func become(_ rights: Rights, by proof: Proof?) {
        let failures = failureCount
        self = SessionAccess(rights)
        failureCount = failures
        self.proof = proof
    }

    /// It asks for another client from now on; `nil`: for itself again.
    mutating func act(with rights: Rights?) {
        guard let acting = actingRights else { return }
        become(rights ?? acting, by: proof)
        own = rights == nil ? nil : acting
    }

    /// What the client itself may, also while it asks for another one.
    var ownRights: Rights { own ?? rights }

    /// The name of the client for which it asks; `nil`: it asks for itself.
    var actedName: String? { own == nil ? nil : rights.client }

    /// All of this customer is shown until then.
    mutating func open(_ id: CustomerID, _ account: Account, until: UInt64) {
        eyes.opened = Eyes.Opened(id, account, until: until)
    }

    /// What was opened is hidden again when its time is over.
    mutating func sweep(at now: UInt64) {
        if let opened = eyes.opened, now >= opened.until { eyes.opened = nil }
    }
}
