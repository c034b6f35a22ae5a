/// A complaint: one case, however often it was reopened.
public struct Complaint: Hashable, Sendable {
    /// Where the case stands.
    public enum Status: UInt8, Worded, Sendable {
        /// Not settled yet; counts whatever its age.
        case open
        case closed
        /// The same case as another one; never counts.
        case merged
        /// Logged by mistake; never counts.
        case error

        @inlinable public var word: StaticString {
            switch self {
            case .open: "open"
            case .closed: "closed"
            case .merged: "merged"
            case .error: "error"
            }
        }
    }

    public var reference: String
    public var receivedAt: Moment
    public var closedAt: Moment?
    public var status: Status
    /// `nil`: not decided, or not told.
    public var isUpheld: Bool?
    public var subject: String
    public var resolution: String

    public init(
        reference: String, receivedAt: Moment, closedAt: Moment? = nil, status: Status = .open,
        isUpheld: Bool? = nil, subject: String = "", resolution: String = ""
    ) {
        self.reference = reference
        self.receivedAt = receivedAt
        self.closedAt = closedAt
        self.status = status
        self.isUpheld = isUpheld
        self.subject = subject
        self.resolution = resolution
    }
}

/// This customer named another one, who came or may come.
public struct Referral: Hashable, Sendable {
    public var reference: String
    /// `nil` as long as the referred party is no customer; then `referredName` tells who.
    public var referred: CustomerID?
    public var referredName: String
    public var referredAt: Moment?
    /// First payment received and still a customer 30 days later; `nil`: pending.
    public var qualifiedAt: Moment?
    /// Whether referrer and referred belong to one company group; such a referral never counts.
    public var isWithinGroup: Bool

    public init(
        reference: String, referred: CustomerID?, referredName: String = "",
        referredAt: Moment? = nil, qualifiedAt: Moment? = nil, isWithinGroup: Bool = false
    ) {
        self.reference = reference
        self.referred = referred
        self.referredName = referredName
        self.referredAt = referredAt
        self.qualifiedAt = qualifiedAt
        self.isWithinGroup = isWithinGroup
    }
}

/// A loss of service that touched this customer.
public struct Interruption: Hashable, Sendable {
    public var reference: String
    public var service: String
    public var beganAt: Moment
    /// `nil`: under way.
    public var endedAt: Moment?
    /// Announced beforehand; never counts.
    public var isPlanned: Bool
    public var cause: String
    /// When the service is expected back; `nil`: not told.
    public var expectedEndAt: Moment?

    public init(
        reference: String, service: String, beganAt: Moment, endedAt: Moment? = nil,
        isPlanned: Bool = false, cause: String = "", expectedEndAt: Moment? = nil
    ) {
        self.reference = reference
        self.service = service
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.isPlanned = isPlanned
        self.cause = cause
        self.expectedEndAt = expectedEndAt
    }
}

/// An amount of money in hundredths of the customer's currency.
public struct Money: Hashable, Comparable, Sendable {
    public var hundredths: Int64

    public init(hundredths: Int64) { self.hundredths = hundredths }

    public static func < (left: Money, right: Money) -> Bool { left.hundredths < right.hundredths }
    public static func + (left: Money, right: Money) -> Money {
        Money(hundredths: left.hundredths + right.hundredths)
    }
}

extension Money: CustomStringConvertible {
    /// Major units with a dot and two digits: `-12.05`.
    public var description: String {
        let magnitude = hundredths.magnitude
        let cents = magnitude % 100
        return "\(hundredths < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}

/// A bill.
public struct Invoice: Hashable, Sendable {
    public var number: String
    public var issuedOn: CalendarDay
    public var dueOn: CalendarDay?
    /// Net; negative for a credit note.
    public var amount: Money
    /// `nil`: not paid.
    public var paidOn: CalendarDay?

    public init(
        number: String, issuedOn: CalendarDay, dueOn: CalendarDay?, amount: Money,
        paidOn: CalendarDay?
    ) {
        self.number = number
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.amount = amount
        self.paidOn = paidOn
    }
}

/// A survey, promotion or request for a reference that was put to the customer.
public struct Engagement: Hashable, Sendable {
    public var at: Moment
    public var kind: String
    public var isAnswered: Bool

    public init(at: Moment, kind: String, isAnswered: Bool) {
        self.at = at
        self.kind = kind
        self.isAnswered = isAnswered
    }
}
