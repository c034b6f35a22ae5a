import CustomerRecords
public import Customers
public import Numbering

/// What looking one number up comes to: the values of the line that answers it.
public enum LookupResult: Equatable, Sendable {
    /// Exactly one customer has it.
    case found(PhoneNumber, FoundCustomer, MatchTier)
    /// Several have it: nobody is picked.
    case shared(PhoneNumber, CommonFigures, MatchTier)
    case nobody(PhoneNumber)
    case noNumber(NoNumber)
    /// Nobody can say yet: the call is from before the start, and the index is not there.
    case notYet(PhoneNumber?)
}

/// Why there is no number to look up.
public enum NoNumber: Equatable, Sendable {
    case withheld, shortCode, internalExtension
    case unreadable(Unreadable.Reason)
}

/// One customer as a lookup shows it.
public struct FoundCustomer: Equatable, Sendable {
    public let id: CustomerID
    public let account: Account
    public let name: String
    public let kind: CustomerKind
    public let state: CustomerState
    /// `nil`: unknown or not rated.
    public let figures: KnownFigures
    /// The number by which it was found, and what that is to the customer.
    public let holding: Summary.Number

    /// - Parameter sources: which figures are known at all.
    public init(_ hit: Findings.Hit, _ sources: LoadedSources) {
        let summary = hit.summary
        id = summary.id
        account = summary.account
        name = summary.name
        kind = summary.kind
        state = summary.state
        figures = KnownFigures(summary.figures, sources)
        holding = hit.holding
    }
}

/// The figures that all customers of one number have alike; `nil` where they differ or are unknown.
public struct CommonFigures: Equatable, Sendable {
    public private(set) var customerCount = 0
    public private(set) var value: Int?
    public private(set) var complaints: Int?
    public private(set) var referrals: Int?
    public private(set) var interruptions: Int?
    private let sources: LoadedSources

    init(_ sources: LoadedSources) { self.sources = sources }

    /// - Parameter value: 0: not rated.
    init(
        of customerCount: Int, value: Int?, complaints: Int?, referrals: Int?,
        interruptions: Int?
    ) {
        sources = .all
        self.customerCount = customerCount
        self.value = value == 0 ? nil : value
        self.complaints = complaints
        self.referrals = referrals
        self.interruptions = interruptions
    }

    /// - Parameter value: 0: not rated.
    mutating func add(value: Int, complaints: Int, referrals: Int, interruptions: Int) {
        func common(_ soFar: Int?, _ next: Int?) -> Int? {
            customerCount == 0 || soFar == next ? next : nil
        }
        self.value = common(self.value, value > 0 ? value : nil)
        self.complaints = common(
            self.complaints, sources.contains(.complaints) ? complaints : nil)
        self.referrals = common(self.referrals, sources.contains(.referrals) ? referrals : nil)
        self.interruptions = common(
            self.interruptions, sources.contains(.interruptions) ? interruptions : nil)
        customerCount += 1
    }

    mutating func add(_ record: CustomerRecord) {
        add(
            value: record.valueGrade, complaints: record.complaints,
            referrals: record.referrals, interruptions: record.interruptions)
    }

    /// The same where only these figures are known at all.
    func known(by sources: LoadedSources) -> CommonFigures {
        var known = self
        if !sources.contains(.complaints) { known.complaints = nil }
        if !sources.contains(.referrals) { known.referrals = nil }
        if !sources.contains(.interruptions) { known.interruptions = nil }
        return known
    }

    mutating func add(_ figures: Figures) {
        add(
            value: Int(figures.value?.grade ?? 0), complaints: figures.complaints,
            referrals: figures.referrals, interruptions: figures.interruptions)
    }
}
