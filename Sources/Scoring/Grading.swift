/// The seven scales and what they weigh: turns raw figures into one number.
public struct Grading: Hashable, Sendable {
    public let scales: PerComponent<Scale>
    public let weights: Weights
    /// With less weight known there is no composite.
    public let knownWeightMinimum: Int

    public init(scales: PerComponent<Scale>, weights: Weights, knownWeightMinimum: Int) {
        self.scales = scales
        self.weights = weights
        self.knownWeightMinimum = knownWeightMinimum
    }

    /// The grades of one customer and their weighted mean.
    public struct Result: Hashable, Sendable {
        /// 1 (worst) to 5 (best); `nil`: unknown.
        public fileprivate(set) var grades = PerComponent<Int?>(repeating: nil)
        /// The points of weight that are known.
        public fileprivate(set) var knownWeight = 0
        /// The weighted mean of the known grades, 1 to 5; `nil`: too little is known.
        public fileprivate(set) var composite: Double?
    }

    /// Grades each component, and their weighted mean where enough is known.
    public func grade(_ raw: RawComponents) -> Result {
        var result = Result()
        var sum = 0
        for component in Component.each {
            guard let figure = raw[component] else { continue }
            let grade = scales[component].cutPoints.grade(
                of: figure, isLowerBetter: component.isLowerBetter)
            result.grades[component] = grade
            result.knownWeight += weights[component]
            sum += weights[component] * grade
        }
        if result.knownWeight >= knownWeightMinimum {
            result.composite = Double(sum) / Double(result.knownWeight)
        }
        return result
    }
}
