import Customers

/// What counts as a complaint and an interruption, and for how long.
public struct CountRules: Hashable, Sendable {
    /// A year of 365 days, a leap day or not: what "in the last 365 days" says.
    public static let standardWindowDays = 365

    public let complaintWindowDays: Int
    public let interruptionWindowDays: Int
    /// A loss of service counts when it lasts longer than this, not as long.
    ///
    /// - Source: IEEE 1366: an interruption of more than 5 minutes is sustained.
    public let interruptionMinimumSeconds: Int
    /// A loss that begins no later than this after the end of the last one belongs to it.
    public let relossGapSeconds: Int

    /// The definitions of the design.
    public static let standard = CountRules(unchecked: standardWindowDays, 365, 300, 3600)

    public init(
        complaintWindowDays: Int = standardWindowDays,
        interruptionWindowDays: Int = standardWindowDays, interruptionMinimumSeconds: Int = 300,
        relossGapSeconds: Int = 3600
    ) throws(RuleError) {
        try check("complaint-days", complaintWindowDays, in: 1...36_500)
        try check("interruption-days", interruptionWindowDays, in: 1...36_500)
        try check("longer-than-seconds", interruptionMinimumSeconds, in: 0...86_400)
        try check("reloss-seconds", relossGapSeconds, in: 0...604_800)
        self.init(
            unchecked: complaintWindowDays, interruptionWindowDays, interruptionMinimumSeconds,
            relossGapSeconds)
    }

    private init(unchecked complaints: Int, _ interruptions: Int, _ minimum: Int, _ gap: Int) {
        complaintWindowDays = complaints
        interruptionWindowDays = interruptions
        interruptionMinimumSeconds = minimum
        relossGapSeconds = gap
    }

    var complaintWindow: Int64 { Int64(complaintWindowDays) * 86_400 }
    var interruptionWindow: Int64 { Int64(interruptionWindowDays) * 86_400 }
}

extension Moment {
    /// The moment itself, or the nearest one within 34,000 years of 1970.
    ///
    /// A database may hold any 64-bit number; arithmetic on what passed here cannot overflow.
    var withinReach: Moment {
        let reach: Int64 = 1 << 40
        guard secondsSince1970.magnitude > UInt64(reach) else { return self }
        return Moment(secondsSince1970: secondsSince1970 < 0 ? -reach : reach)
    }
}

extension Moment? {
    /// Becomes the earlier of the two; `nil` is never.
    mutating func bringForward(to other: Moment?) {
        guard let other else { return }
        if let current = self, current <= other { return }
        self = other
    }
}
