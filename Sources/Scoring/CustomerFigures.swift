public import Customers

/// The four figures of a customer with their details at one moment.
public struct CustomerFigures: Hashable, Sendable {
    public var value: ValueStanding
    public var complaints: ComplaintFigure
    public var referrals: ReferralFigure
    public var interruptions: InterruptionFigure

    public init(
        value: ValueStanding, complaints: ComplaintFigure, referrals: ReferralFigure,
        interruptions: InterruptionFigure
    ) {
        self.value = value
        self.complaints = complaints
        self.referrals = referrals
        self.interruptions = interruptions
    }

    /// What the index keeps.
    public var figures: Figures {
        Figures(
            value: value.value, complaints: complaints.count, openComplaints: complaints.open,
            referrals: referrals.count, interruptions: interruptions.count,
            interruptedSince: interruptions.underWaySince)
    }

    /// The earliest moment at which one of the figures changes though nothing is written.
    ///
    /// Until then they stay as they are; then they must be computed again, and will as a rule
    /// differ. Computed values do not age: they stand until the customer is scored again.
    public var nextChange: Moment? {
        var next = value.nextChange
        next.bringForward(to: complaints.nextChange)
        next.bringForward(to: referrals.nextChange)
        next.bringForward(to: interruptions.nextChange)
        return next
    }
}
