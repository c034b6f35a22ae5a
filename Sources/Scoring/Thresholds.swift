public import Customers

/// What a customer is graded against: computed over all active customers, then frozen.
public struct Thresholds: Hashable, Sendable {
    /// Counts up with every computation.
    public var version: Int64
    public var computedAt: Moment
    /// How many customers were in the active base.
    public var activeCount: Int
    /// Whether that was too few to rank, so that every scale is fixed.
    public var isSmallBase: Bool
    /// With the weights of that time: the scale of the composite is good for no others.
    public var grading: Grading
    public var composite: Scale

    public init(
        version: Int64, computedAt: Moment, activeCount: Int, isSmallBase: Bool, grading: Grading,
        composite: Scale
    ) {
        self.version = version
        self.computedAt = computedAt
        self.activeCount = activeCount
        self.isSmallBase = isSmallBase
        self.grading = grading
        self.composite = composite
    }
}

/// A customer's value and how it came about.
public struct Score: Hashable, Sendable {
    /// `nil`: less than the needed weight is known.
    public let value: OverallValue?
    public let grading: Grading.Result
    public let thresholdVersion: Int64

    public init(_ raw: RawComponents, against thresholds: Thresholds) {
        grading = thresholds.grading.grade(raw)
        thresholdVersion = thresholds.version
        value = grading.composite.flatMap {
            OverallValue(thresholds.composite.cutPoints.grade(of: $0))
        }
    }

    public var composite: Double? { grading.composite }

    /// What a component adds to the composite; `nil`: unknown, or there is no composite.
    public func contribution(of component: Component, weights: Weights) -> Double? {
        guard composite != nil, let grade = grading.grades[component] else { return nil }
        return Double(weights[component] * grade) / Double(grading.knownWeight)
    }
}
