/// The four raw figures from which on a grade is reached, from 2 to 5.
public struct CutPoints: Hashable, Sendable {
    public let grade2: Double
    public let grade3: Double
    public let grade4: Double
    public let grade5: Double

    /// The four in the order of the grades: rising, or falling where lower is better.
    public init(_ grade2: Double, _ grade3: Double, _ grade4: Double, _ grade5: Double) {
        self.grade2 = grade2
        self.grade3 = grade3
        self.grade4 = grade4
        self.grade5 = grade5
    }

    var each: [Double] { [grade2, grade3, grade4, grade5] }

    /// 1 (worst) to 5 (best): one more than the number of cut points that `figure` reaches.
    ///
    /// - Parameter isLowerBetter: whether a cut point is reached by being at most as high.
    public func grade(of figure: Double, isLowerBetter: Bool = false) -> Int {
        let sign: Double = isLowerBetter ? -1 : 1
        let oriented = figure * sign
        return 1 + (oriented >= grade2 * sign ? 1 : 0) + (oriented >= grade3 * sign ? 1 : 0)
            + (oriented >= grade4 * sign ? 1 : 0) + (oriented >= grade5 * sign ? 1 : 0)
    }

    /// The same cut points on a scale that runs the other way.
    var negated: CutPoints { CutPoints(-grade2, -grade3, -grade4, -grade5) }

    /// Checks that a better grade never asks for less.
    func check(_ name: StaticString, isLowerBetter: Bool = false) throws(RuleError) {
        let oriented = (isLowerBetter ? negated : self).each
        guard oriented.allSatisfy(\.isFinite), zip(oriented, oriented.dropFirst()).allSatisfy(<=)
        else { throw .cutPointsOutOfOrder(name: "\(name)") }
    }
}

/// How one component, or the composite, is graded.
public struct Scale: Hashable, Sendable {
    public var cutPoints: CutPoints
    /// Whether the cut points come from the configuration and not from the base.
    public var isFixed: Bool

    public init(_ cutPoints: CutPoints, isFixed: Bool) {
        self.cutPoints = cutPoints
        self.isFixed = isFixed
    }
}
