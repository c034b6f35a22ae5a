public import Scoring

/// What an operator settles about the four figures.
public struct ScoringSettings: Hashable, Sendable {
    public var rules: ScoringRules
    /// In which money is compared; `nil`: the currency that most active customers have.
    public var currency: String?
    /// What one unit of another currency is worth in `currency`.
    public var rates: [String: Double]

    /// The definitions of the design.
    public static let standard = ScoringSettings()

    public init(
        rules: ScoringRules = .standard, currency: String? = nil, rates: [String: Double] = [:]
    ) {
        self.rules = rules
        self.currency = currency
        self.rates = rates
    }

    /// The same for the same settings, in every process.
    var fingerprint: String {
        let rates = rates.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "\(rules) \(currency ?? "-") \(rates.joined(separator: " "))"
    }

    /// What one unit of `own` is worth in `reporting`; `nil`: not known. A customer without a
    /// currency has the reporting one.
    func rate(of own: String, in reporting: String) -> Double? {
        own.isEmpty || own == reporting ? 1 : rates[own]
    }
}
