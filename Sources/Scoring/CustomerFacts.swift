public import Customers

/// Everything that is known about one customer and matters to the four figures.
public struct CustomerFacts: Hashable, Sendable {
    public var id: CustomerID
    public var complaints: [Complaint]
    public var referrals: [Referral]
    public var interruptions: [Interruption]
    public var history: CustomerHistory
    public var override: ValueOverride?
    /// The value stored when the customer was last scored; `nil`: not rated, or never scored.
    public var storedValue: OverallValue?

    public init(
        id: CustomerID, complaints: [Complaint] = [], referrals: [Referral] = [],
        interruptions: [Interruption] = [], history: CustomerHistory,
        override: ValueOverride? = nil, storedValue: OverallValue? = nil
    ) {
        self.id = id
        self.complaints = complaints
        self.referrals = referrals
        self.interruptions = interruptions
        self.history = history
        self.override = override
        self.storedValue = storedValue
    }

    /// The four figures as they stand at `now`.
    public func figures(at now: Moment, rules: CountRules) -> CustomerFigures {
        CustomerFigures(
            value: ValueStanding(
                computed: storedValue, override: override,
                objectsToProfiling: history.objectsToProfiling, at: now),
            complaints: ComplaintFigure(complaints, at: now, rules: rules),
            referrals: ReferralFigure(referrals, by: id, at: now),
            interruptions: InterruptionFigure(interruptions, at: now, rules: rules))
    }
}
