public import Customers

/// One of the seven parts of which a customer's value is made.
public enum Component: UInt8, Worded, Sendable {
    case money, loyalty, referrals, growth, payment, credit, collaboration

    /// All components in their fixed order, made once.
    public static let each = allCases

    public var word: StaticString {
        switch self {
        case .money: "money"
        case .loyalty: "loyalty"
        case .referrals: "referrals"
        case .growth: "growth"
        case .payment: "payment"
        case .credit: "credit"
        case .collaboration: "collaboration"
        }
    }

    /// In what the raw figure is counted.
    public enum Unit: UInt8, Worded, Sendable {
        /// Major units of the reporting currency.
        case money
        /// 0 to 100.
        case points
        case customers
        /// A fraction: 0.25 is a quarter.
        case ratio
        case days

        public var word: StaticString {
            switch self {
            case .money: "money"
            case .points: "points"
            case .customers: "customers"
            case .ratio: "ratio"
            case .days: "days"
            }
        }
    }

    public var unit: Unit {
        switch self {
        case .money: .money
        case .loyalty: .points
        case .referrals: .customers
        case .growth, .credit, .collaboration: .ratio
        case .payment: .days
        }
    }

    /// Whether a lower raw figure is the better one: only the days a customer takes to pay.
    public var isLowerBetter: Bool { self == .payment }
}

/// One value for each component, held inline.
public struct PerComponent<Value> {
    public var money: Value
    public var loyalty: Value
    public var referrals: Value
    public var growth: Value
    public var payment: Value
    public var credit: Value
    public var collaboration: Value

    public init(
        money: Value, loyalty: Value, referrals: Value, growth: Value, payment: Value,
        credit: Value, collaboration: Value
    ) {
        self.money = money
        self.loyalty = loyalty
        self.referrals = referrals
        self.growth = growth
        self.payment = payment
        self.credit = credit
        self.collaboration = collaboration
    }

    /// The same value for every component.
    public init(repeating value: Value) {
        self.init(
            money: value, loyalty: value, referrals: value, growth: value, payment: value,
            credit: value, collaboration: value)
    }

    /// The value of one component.
    public subscript(component: Component) -> Value {
        get {
            switch component {
            case .money: money
            case .loyalty: loyalty
            case .referrals: referrals
            case .growth: growth
            case .payment: payment
            case .credit: credit
            case .collaboration: collaboration
            }
        }
        set {
            switch component {
            case .money: money = newValue
            case .loyalty: loyalty = newValue
            case .referrals: referrals = newValue
            case .growth: growth = newValue
            case .payment: payment = newValue
            case .credit: credit = newValue
            case .collaboration: collaboration = newValue
            }
        }
    }
}

extension PerComponent: Equatable where Value: Equatable {}
extension PerComponent: Hashable where Value: Hashable {}
extension PerComponent: Sendable where Value: Sendable {}
