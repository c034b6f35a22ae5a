import Customers

/// How many of 100 points each component weighs.
public struct Weights: Hashable, Sendable {
    /// What the seven weights add up to.
    public static let total = 100

    /// The weights of the design: money leads, nothing else decides alone.
    ///
    /// - Source: `Sources/DECISIONS.md`, "The value".
    public static let standard = Weights(
        unchecked: PerComponent(
            money: 35, loyalty: 15, referrals: 15, growth: 10, payment: 10, credit: 10,
            collaboration: 5))

    /// Each `0 ... 100`; together 100.
    public let points: PerComponent<Int>

    public init(_ points: PerComponent<Int>) throws(RuleError) {
        var sum = 0
        for component in Component.each {
            try check(component.word, points[component], in: 0...Self.total)
            sum += points[component]
        }
        guard sum == Self.total else { throw .weightsDoNotAddUp(sum: sum) }
        self.points = points
    }

    private init(unchecked points: PerComponent<Int>) { self.points = points }

    /// The points of one component.
    public subscript(component: Component) -> Int { points[component] }
}

extension Weights: CustomStringConvertible {
    /// Reads `money=35,loyalty=15,...`, in any order, blanks around names and numbers allowed.
    ///
    /// A component that is not named weighs 0; so `money=100` is a ranking by money alone.
    public init(parsing text: String) throws(RuleError) {
        var points = PerComponent(repeating: 0)
        var named: Set<Component> = []
        for field in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = field.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .notAWeight("\(field.trimmed)") }
            let name = String(parts[0].trimmed)
            guard let component = Component(word: name) else { throw .unknownComponent(name) }
            guard named.insert(component).inserted else { throw .repeatedComponent(component) }
            let number = parts[1].trimmed
            guard let weight = Int(number), (0...Self.total).contains(weight) else {
                throw .notANumber(component: component, text: "\(number)")
            }
            points[component] = weight
        }
        try self.init(points)
    }

    /// All seven in their fixed order, in the form that `init(parsing:)` reads.
    public var description: String {
        Component.each.map { "\($0.word)=\(points[$0])" }.joined(separator: ",")
    }
}

extension Substring {
    /// Without blanks at both ends.
    var trimmed: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
