/// Why a configuration of the scoring rules cannot be used.
public enum RuleError: Error, Equatable, Sendable {
    case outOfRange(name: String, value: String, allowed: String)
    case unknownComponent(String)
    case repeatedComponent(Component)
    case notANumber(component: Component, text: String)
    /// Text that is not `name=number`.
    case notAWeight(String)
    case weightsDoNotAddUp(sum: Int)
    /// Cut points that do not rise in the direction of better.
    case cutPointsOutOfOrder(name: String)
}

extension RuleError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let allowed):
            "\(name) is \(value); allowed is \(allowed)"
        case .unknownComponent(let text):
            "unknown component \"\(text)\"; known are "
                + Component.each.map { "\($0.word)" }.joined(separator: ", ")
        case .repeatedComponent(let component):
            "\(component.word) is named twice"
        case .notANumber(let component, let text):
            "the weight of \(component.word) is \"\(text)\"; allowed is a whole number, 0 to 100"
        case .notAWeight(let text):
            "\"\(text)\" is not of the form name=weight"
        case .weightsDoNotAddUp(let sum):
            "the weights add up to \(sum), not to \(Weights.total)"
        case .cutPointsOutOfOrder(let name):
            "the cut points of \(name) must run from worse to better"
        }
    }
}

/// Checks one setting against its range.
func check<Value: Comparable>(
    _ name: StaticString, _ value: Value, in allowed: ClosedRange<Value>
) throws(RuleError) {
    guard allowed.contains(value) else {
        throw .outOfRange(
            name: "\(name)", value: "\(value)",
            allowed: "\(allowed.lowerBound) to \(allowed.upperBound)")
    }
}
