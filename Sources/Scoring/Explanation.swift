public import Customers

/// A fact and whether it counts.
public struct Judged<Fact: Hashable & Sendable, Verdict: Hashable & Sendable>: Hashable, Sendable {
    public let fact: Fact
    public let verdict: Verdict
}

/// How the four figures of one customer came about.
public struct Explanation: Hashable, Sendable {
    public let asOf: Moment
    public let rules: CountRules
    public let figures: CustomerFigures
    /// All there are, in the order in which they were handed over; positions in verdicts are
    /// positions in these lists.
    public let complaints: [Judged<Complaint, ComplaintVerdict>]
    public let referrals: [Judged<Referral, ReferralVerdict>]
    public let interruptions: [Judged<Interruption, InterruptionVerdict>]
    public let override: ValueOverride?
    /// `nil`: no thresholds were ever computed, or the customer objects to profiling.
    public let value: ValueExplanation?

    public init(
        _ facts: CustomerFacts, thresholds: Thresholds?, at now: Moment, rules: ScoringRules
    ) {
        asOf = now
        self.rules = rules.counts
        figures = facts.figures(at: now, rules: rules.counts)
        complaints = facts.complaints.map {
            Judged(
                fact: $0,
                verdict: ComplaintVerdict(ComplaintEvent($0), at: now, rules: rules.counts))
        }
        let parties = ReferralEvent.events(of: facts.referrals, by: facts.id)
        referrals = zip(facts.referrals, ReferralVerdict.verdicts(on: parties, at: now))
            .map(Judged.init)
        let losses = InterruptionEvent.events(of: facts.interruptions)
        interruptions = zip(
            facts.interruptions,
            InterruptionVerdict.verdicts(on: losses, at: now, rules: rules.counts)
        ).map(Judged.init)
        override = facts.override
        guard let thresholds, !facts.history.objectsToProfiling else {
            value = nil
            return
        }
        value = ValueExplanation(facts.history, thresholds: thresholds, at: now, rules: rules.raw)
    }
}

/// How a customer's value comes about when it is computed now.
///
/// The value that is shown is the one of the last scoring; they differ when a purchase has
/// left its window since.
public struct ValueExplanation: Hashable, Sendable {
    public let components: [ComponentExplanation]
    public let score: Score
    public let thresholds: Thresholds
    /// Whether the customer is one of those among whom the quintiles were formed; others are
    /// graded against them.
    public let isInActiveBase: Bool

    public init(
        _ history: CustomerHistory, thresholds: Thresholds, at now: Moment, rules: RawRules
    ) {
        let raw = RawComponents(history, at: now, rules: rules)
        let score = Score(raw, against: thresholds)
        let weights = thresholds.grading.weights
        components = Component.each.map { component in
            ComponentExplanation(
                component: component, raw: raw[component],
                grade: score.grading.grades[component], weight: weights[component],
                contribution: score.contribution(of: component, weights: weights),
                scale: thresholds.grading.scales[component])
        }
        self.score = score
        self.thresholds = thresholds
        isInActiveBase = history.isInActiveBase
    }
}

/// One line of the explanation of a value.
public struct ComponentExplanation: Hashable, Sendable {
    public let component: Component
    /// In `component.unit`; `nil`: unknown.
    public let raw: Double?
    /// 1 to 5; `nil`: unknown.
    public let grade: Int?
    /// Points of 100.
    public let weight: Int
    /// What this adds to the composite; the contributions add up to it.
    public let contribution: Double?
    public let scale: Scale
}
