/// Finds the quintiles of any number of figures in bounded memory.
///
/// Up to 131,072 figures are kept and the cut points are exact. Beyond that they are counted in
/// bins of 1,024 to a doubling, 1.5 MiB for all: then figures may be graded otherwise than by
/// the exact cut point that are within 0.1 % of the figure at that percentile, and no others.
/// Whole numbers up to 2,047 have a bin to themselves, so counts stay exact. The result depends
/// neither on the order of the figures nor on how they were spread over merged distributions.
public struct Distribution: Sendable {
    /// The largest number of figures that are kept one by one.
    public static let exactLimit = 131_072
    /// The width of a bin in relation to its figures.
    public static let relativeError = 1.0 / 1_024

    /// Figures closer to 0 than this count as 0 beyond `exactLimit`.
    static let smallest = 1.0 / 1_048_576
    private static let mantissaBits: UInt64 = 10
    private static let shift = UInt64(Double.significandBitCount) - mantissaBits
    private static let firstKey = Int(smallest.bitPattern >> shift)
    /// Bins for one sign: 64 doublings, from a millionth to 10 to the 13th.
    private static let signedBinCount = 64 << Int(mantissaBits)

    public private(set) var count = 0
    private var greatest = -Double.infinity
    private var figures: [Double] = []
    /// Negative ones, zero, positive ones; empty while `figures` holds all.
    private var bins: [UInt32] = []
    /// The least figure of each bin.
    private var least: [Double] = []

    public init() {}

    /// - Parameter figure: finite.
    public mutating func add(_ figure: Double) {
        precondition(figure.isFinite, "a figure must be a number")
        count += 1
        greatest = max(greatest, figure)
        if bins.isEmpty, count <= Self.exactLimit {
            figures.append(figure)
            return
        }
        collapse()
        count(figure)
    }

    /// Takes in all figures of `other`.
    public mutating func merge(_ other: Distribution) {
        count += other.count
        greatest = max(greatest, other.greatest)
        if count <= Self.exactLimit {
            figures += other.figures
            return
        }
        collapse()
        for figure in other.figures { count(figure) }
        for bin in other.bins.indices where other.bins[bin] > 0 {
            bins[bin] += other.bins[bin]
            least[bin] = min(least[bin], other.least[bin])
        }
    }

    private mutating func collapse() {
        guard bins.isEmpty else { return }
        bins = Array(repeating: 0, count: 2 * Self.signedBinCount + 1)
        least = Array(repeating: .infinity, count: bins.count)
        for figure in figures { count(figure) }
        figures = []
    }

    private mutating func count(_ figure: Double) {
        let bin = Self.bin(of: figure)
        bins[bin] += 1
        least[bin] = min(least[bin], figure)
    }

    private static func bin(of figure: Double) -> Int {
        let magnitude = figure.magnitude
        guard magnitude >= smallest else { return signedBinCount }
        let key = Int(magnitude.bitPattern >> shift) - firstKey
        let distance = 1 + min(key, signedBinCount - 1)
        return signedBinCount + (figure < 0 ? -distance : distance)
    }

    /// Figures that cannot be told apart, and how many there are up to and with them.
    struct Group: Equatable {
        /// Reached by these figures and all better ones.
        var reached: Double
        /// Reached by better figures only; in a base without one, by anything better.
        var passed: Double
        var below: Int
        var upTo: Int
    }

    /// All groups in rising order.
    func groups() -> [Group] {
        bins.isEmpty ? exactGroups() : binnedGroups()
    }

    private func exactGroups() -> [Group] {
        var groups: [Group] = []
        for (index, figure) in figures.sorted().enumerated() {
            if let last = groups.indices.last {
                if groups[last].reached == figure {
                    groups[last].upTo = index + 1
                    continue
                }
                groups[last].passed = figure
            }
            groups.append(
                Group(reached: figure, passed: figure.nextUp, below: index, upTo: index + 1))
        }
        return groups
    }

    private func binnedGroups() -> [Group] {
        var groups: [Group] = []
        var below = 0
        for bin in bins.indices where bins[bin] > 0 {
            if let last = groups.indices.last { groups[last].passed = least[bin] }
            let upTo = below + Int(bins[bin])
            groups.append(
                Group(reached: least[bin], passed: .infinity, below: below, upTo: upTo))
            below = upTo
        }
        if let last = groups.indices.last { groups[last].passed = greatest.nextUp }
        return groups
    }
}

extension Distribution {
    /// The figures from which on a grade is reached, so that equal figures get equal grades.
    ///
    /// A group of equal figures that a percentile cuts through goes where its middle rank is.
    ///
    /// - Parameter percentiles: how many percent are below each grade, above 0 and below 100.
    /// - Returns: `nil` with fewer than `distinctMinimum` distinct figures.
    /// - Source: `Sources/DECISIONS.md`, "The value".
    public func cutPoints(at percentiles: CutPoints, distinctMinimum: Int) -> CutPoints? {
        let groups = groups()
        guard groups.count >= max(1, distinctMinimum) else { return nil }
        let cuts = percentiles.each.map { percent in
            let rank = percent * Double(count)
            let group = groups.first { 100 * Double($0.upTo) >= rank } ?? groups[groups.count - 1]
            let middle = 50 * Double(group.below + group.upTo)
            return middle >= rank ? group.reached : group.passed
        }
        return CutPoints(cuts[0], cuts[1], cuts[2], cuts[3])
    }
}
