/// How raw figures become grades, and grades a value.
public struct GradeRules: Hashable, Sendable {
    public let weights: Weights
    /// With less weight known, a customer is not rated.
    public let knownWeightMinimum: Int
    /// With fewer active customers, ranks say nothing: the fixed cut points are used.
    public let smallBaseLimit: Int
    /// With fewer distinct figures, a component is graded by its fixed cut points.
    public let distinctMinimum: Int
    /// How many percent of the base are below grade 2, 3, 4 and 5.
    public let percentiles: CutPoints
    public let fixed: PerComponent<CutPoints>
    public let fixedComposite: CutPoints

    /// Cut points for a base too small to rank, of a business that sells to households.
    ///
    /// Nobody expects a referral, so none is the middle grade, as it is by rank where most
    /// have none. Money is per year in the reporting currency, payment in days after the due
    /// date; the other units are those of `Component.unit`.
    public static let standardFixed = PerComponent(
        money: CutPoints(100, 500, 2_000, 10_000),
        loyalty: CutPoints(20, 40, 60, 80),
        referrals: CutPoints(0, 0, 1, 3),
        growth: CutPoints(-0.2, -0.05, 0.05, 0.2),
        payment: CutPoints(30, 14, 3, 0),
        credit: CutPoints(0, 0.25, 0.5, 0.75),
        collaboration: CutPoints(0.2, 0.4, 0.6, 0.8))

    /// Five equal parts of the scale from 1 to 5.
    public static let standardFixedComposite = CutPoints(1.8, 2.6, 3.4, 4.2)

    /// Five equal parts of the base.
    public static let quintiles = CutPoints(20, 40, 60, 80)

    /// The definitions of the design.
    public static let standard = GradeRules(standardWeighing: .standard)

    public init(
        weights: Weights = .standard, knownWeightMinimum: Int = 50, smallBaseLimit: Int = 200,
        distinctMinimum: Int = 5, percentiles: CutPoints = quintiles,
        fixed: PerComponent<CutPoints> = standardFixed,
        fixedComposite: CutPoints = standardFixedComposite
    ) throws(RuleError) {
        try check("known-weight", knownWeightMinimum, in: 1...Weights.total)
        try check("small-base", smallBaseLimit, in: 0...1_000_000)
        try check("distinctMinimum", distinctMinimum, in: 2...1_000)
        try check("percentiles", percentiles.grade2, in: 0.1...99.9)
        try check("percentiles", percentiles.grade5, in: 0.1...99.9)
        try percentiles.check("percentiles")
        for component in Component.each {
            try fixed[component].check(component.word, isLowerBetter: component.isLowerBetter)
        }
        try fixedComposite.check("composite")
        self.weights = weights
        self.knownWeightMinimum = knownWeightMinimum
        self.smallBaseLimit = smallBaseLimit
        self.distinctMinimum = distinctMinimum
        self.percentiles = percentiles
        self.fixed = fixed
        self.fixedComposite = fixedComposite
    }

    private init(standardWeighing weights: Weights) {
        self.weights = weights
        knownWeightMinimum = 50
        smallBaseLimit = 200
        distinctMinimum = 5
        percentiles = Self.quintiles
        fixed = Self.standardFixed
        fixedComposite = Self.standardFixedComposite
    }
}

/// Everything about the four figures that an operator may configure.
public struct ScoringRules: Hashable, Sendable {
    public var counts: CountRules
    public var raw: RawRules
    public var grades: GradeRules

    /// The definitions of the design.
    public static let standard = ScoringRules()

    public init(
        counts: CountRules = .standard, raw: RawRules = .standard, grades: GradeRules = .standard
    ) {
        self.counts = counts
        self.raw = raw
        self.grades = grades
    }
}
