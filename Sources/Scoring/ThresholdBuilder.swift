public import Customers

/// The first of two passes over the active base: the scale of each component.
///
/// Several builders may share the work; `merge` joins them.
public struct ThresholdBuilder: Sendable {
    public let rules: GradeRules
    public private(set) var activeCount = 0
    /// By the raw value of the component: an array, because its elements change in place.
    private var distributions = Component.each.map { _ in Distribution() }

    public init(rules: GradeRules = .standard) { self.rules = rules }

    /// - Parameter raw: of a customer with `CustomerHistory.isInActiveBase`.
    public mutating func add(_ raw: RawComponents) {
        activeCount += 1
        for component in Component.each {
            guard let figure = raw[component] else { continue }
            distributions[Int(component.rawValue)].add(
                component.isLowerBetter ? -figure : figure)
        }
    }

    /// Adds the customers that `other` has seen.
    public mutating func merge(_ other: ThresholdBuilder) {
        activeCount += other.activeCount
        for index in distributions.indices {
            distributions[index].merge(other.distributions[index])
        }
    }

    /// The second pass, over the same customers with the same figures.
    public func secondPass() -> CompositeBuilder {
        var scales = PerComponent(repeating: Scale(rules.fixedComposite, isFixed: true))
        for component in Component.each { scales[component] = scale(of: component) }
        let grading = Grading(
            scales: scales, weights: rules.weights, knownWeightMinimum: rules.knownWeightMinimum)
        return CompositeBuilder(rules: rules, grading: grading, activeCount: activeCount)
    }

    private func scale(of component: Component) -> Scale {
        guard activeCount >= rules.smallBaseLimit,
            let cuts = distributions[Int(component.rawValue)].cutPoints(
                at: rules.percentiles, distinctMinimum: rules.distinctMinimum)
        else { return Scale(rules.fixed[component], isFixed: true) }
        return Scale(component.isLowerBetter ? cuts.negated : cuts, isFixed: false)
    }
}

/// The second pass over the active base: the scale of the composite.
public struct CompositeBuilder: Sendable {
    public let rules: GradeRules
    public let grading: Grading
    public let activeCount: Int
    private var composites = Distribution()

    init(rules: GradeRules, grading: Grading, activeCount: Int) {
        self.rules = rules
        self.grading = grading
        self.activeCount = activeCount
    }

    /// - Parameter raw: of a customer with `CustomerHistory.isInActiveBase`.
    public mutating func add(_ raw: RawComponents) {
        guard let composite = grading.grade(raw).composite else { return }
        composites.add(composite)
    }

    /// Adds the customers that `other` has seen.
    public mutating func merge(_ other: CompositeBuilder) { composites.merge(other.composites) }

    /// - Parameter version: greater than any before.
    public func thresholds(version: Int64, computedAt now: Moment) -> Thresholds {
        let isSmallBase = activeCount < rules.smallBaseLimit
        var composite = Scale(rules.fixedComposite, isFixed: true)
        if !isSmallBase,
            let cuts = composites.cutPoints(
                at: rules.percentiles, distinctMinimum: rules.distinctMinimum)
        {
            composite = Scale(cuts, isFixed: false)
        }
        return Thresholds(
            version: version, computedAt: now, activeCount: activeCount, isSmallBase: isSmallBase,
            grading: grading, composite: composite)
    }
}
