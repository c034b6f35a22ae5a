public import Customers

/// A customer's referrals at one moment.
public struct ReferralFigure: Hashable, Sendable {
    /// Distinct other parties who have qualified, ever.
    public private(set) var count = 0
    /// Distinct other parties who have not qualified yet.
    public private(set) var pending = 0
    /// The figure stays as it is until this moment, unless something is written.
    public private(set) var nextChange: Moment?

    /// The figure of a customer without referrals.
    public init() {}

    /// - Parameter referrals: in any order; sorted by referred customer, those qualified first,
    ///   they need no memory.
    public init(_ referrals: [ReferralEvent], at now: Moment) {
        guard !referrals.isEmpty else { return }
        var figure = ReferralFigure()
        ReferralVerdict.visit(referrals, at: now) { _, verdict in figure.add(verdict) }
        self = figure
    }

    /// - Parameter referrer: whose referrals these are.
    public init(_ referrals: [Referral], by referrer: CustomerID, at now: Moment) {
        self.init()
        guard !referrals.isEmpty else { return }
        let events = ReferralEvent.events(of: referrals, by: referrer)
        self = ReferralFigure(events, at: now)
    }

    private mutating func add(_ verdict: ReferralVerdict) {
        nextChange.bringForward(to: verdict.nextChange)
        switch verdict {
        case .counts: count += 1
        case .pending: pending += 1
        case .duplicate, .toSelf, .withinGroup: break
        }
    }
}
