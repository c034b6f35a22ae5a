public import Customers

/// What of a customer's history makes its value.
///
/// A source that was never loaded is `nil`, which is not the same as empty: a customer without
/// invoices has bought nothing, a system without invoices knows nothing about what it sold.
public struct CustomerHistory: Hashable, Sendable {
    public var state: CustomerState
    /// Customer since; `nil`: not told.
    public var since: CalendarDay?
    /// The end of the tenure; `nil`: still a customer, or not told.
    public var leftOn: CalendarDay?
    /// Nothing is computed about one who objects, nor does such a one count in the base.
    public var objectsToProfiling: Bool
    /// In any order.
    public var invoices: [Invoice]?
    /// In any order.
    public var engagements: [Engagement]?
    /// `ReferralFigure.count`.
    public var qualifiedReferrals: Int?
    /// In the customer's currency; `nil` or not positive: none was granted.
    public var creditLimit: Money?
    /// What one unit of the customer's currency is worth in the reporting currency; `nil`: no
    /// rate is known, and neither money nor growth can be compared with other customers'.
    public var currencyRate: Double?

    public init(
        state: CustomerState, since: CalendarDay? = nil, leftOn: CalendarDay? = nil,
        objectsToProfiling: Bool = false, invoices: [Invoice]? = nil,
        engagements: [Engagement]? = nil, qualifiedReferrals: Int? = nil,
        creditLimit: Money? = nil, currencyRate: Double? = 1
    ) {
        self.state = state
        self.since = since
        self.leftOn = leftOn
        self.objectsToProfiling = objectsToProfiling
        self.invoices = invoices
        self.engagements = engagements
        self.qualifiedReferrals = qualifiedReferrals
        self.creditLimit = creditLimit
        self.currencyRate = currencyRate
    }

    /// Whether this customer is one of those among whom quintiles are formed.
    ///
    /// Prospects, lapsed and former customers are not, but are graded against them: an agent
    /// wants to know what one was worth who wants to come back.
    public var isInActiveBase: Bool { state == .active && !objectsToProfiling }
}
