/// A fact that a client wants to have stored.
public enum Write: Equatable, Sendable {
    /// A note about a customer.
    case note(CustomerReference, text: String)
    /// A conversation that took place.
    case contact(CustomerReference, ContactTold)
    case complaint(CustomerReference, subject: String)
    /// The complaint with this reference is settled; `nil`: not decided who was right.
    case closeComplaint(String, isUpheld: Bool?, resolution: String)
    /// A customer has named another party.
    case referral(CustomerReference, ReferredParty)
    case beginOutage(OutageTold)
    /// These customers are touched by the outage with this reference.
    case addToOutage(String, [CustomerReference])
    case endOutage(String)
    /// A supervisor sets a customer's value; `nil` takes that back.
    case overrideValue(CustomerReference, OverallValue?, reason: String, expiresAt: Moment?)
    /// Whether a number belongs to a customer.
    case link(LinkChange, PhoneNumber, CustomerReference)
}

/// What a client says about a number and a customer.
public enum LinkChange: Sendable {
    /// The caller with this number is the customer.
    case link
    /// Whoever linked them was right.
    case confirm
    /// They do not belong together.
    case unlink
}

/// What a client tells of a conversation with a customer.
public struct ContactTold: Equatable, Sendable {
    /// Who began it: the customer or the company.
    public enum Direction: UInt8, Worded, Sendable {
        case incoming, outgoing

        public var word: StaticString {
            switch self {
            case .incoming: "in"
            case .outgoing: "out"
            }
        }
    }

    public var channel: String
    public var kind: String
    public var direction: Direction
    public var subject: String
    public var outcome: String
    public var text: String

    public init(
        channel: String, kind: String, direction: Direction = .incoming, subject: String = "",
        outcome: String = "", text: String
    ) {
        self.channel = channel
        self.kind = kind
        self.direction = direction
        self.subject = subject
        self.outcome = outcome
        self.text = text
    }
}

/// Whom a customer has named.
public enum ReferredParty: Equatable, Sendable {
    case customer(CustomerReference)
    /// Somebody who is no customer yet.
    case name(String)
}

/// What a client tells of a loss of service that begins.
public struct OutageTold: Equatable, Sendable {
    public var service: String
    public var isPlanned: Bool
    public var cause: String
    public var expectedEnd: Moment?

    public init(
        service: String, isPlanned: Bool = false, cause: String = "", expectedEnd: Moment? = nil
    ) {
        self.service = service
        self.isPlanned = isPlanned
        self.cause = cause
        self.expectedEnd = expectedEnd
    }
}

/// A write together with who makes it, and the name under which a repeat is recognised.
public struct WriteRequest: Equatable, Sendable {
    public var write: Write
    /// Chosen by the client, so that a repeat after a broken connection does nothing twice;
    /// `nil`: we choose one.
    public var reference: String?
    /// Who writes; empty where nobody is named.
    public var agent: String
    /// When it happened; `nil`: now.
    public var at: Moment?

    public init(_ write: Write, reference: String? = nil, agent: String = "", at: Moment? = nil) {
        self.write = write
        self.reference = reference
        self.agent = agent
        self.at = at
    }
}
