import CallerIndex
import CustomerRecords
import CustomerStore
public import Customers
public import Numbering

/// What a search has found, ready to be told.
public struct Findings: Sendable {
    /// What the findings are for.
    public enum Purpose: Sendable {
        /// One line.
        case lookup
        /// Every customer.
        case matches
        /// Every step; these were the reading's.
        case why([ReadingStep])

        /// Whether all who have the number are wanted, whatever was dialled behind it.
        var isForEverybody: Bool { if case .matches = self { true } else { false } }
    }

    /// A customer and the stored number by which it was found.
    public struct Hit: Sendable {
        public let number: PhoneNumber
        public let summary: Summary
        /// The extensions that the customer has behind the number, if the database was asked.
        public var extensions: [String] = []

        /// What the number is to the customer.
        public var holding: Summary.Number {
            summary.numbers.first { $0.number == number } ?? Summary.Number(number, .direct)
        }
    }

    public let caller: Caller
    public let purpose: Purpose
    /// `nil`: nobody was found.
    public let tier: MatchTier?
    /// By ascending customer.
    public let hits: [Hit]
    public private(set) var steps: [CallerSearch.Step] = []

    /// Searches in the database.
    init(
        _ caller: Caller, _ search: CallerSearch, _ purpose: Purpose,
        in store: some CustomerReading,
        now: Moment
    ) throws(StoreError) {
        var steps: [CallerSearch.Step] = []
        var match = try search.run(caller) { key throws(StoreError) in
            guard let number = key.number else {
                return try store.holders(ofSuffix: key.digits, digits: search.suffixDigits)
            }
            return try store.holders(of: number)
        } note: {
            if case .why = purpose { steps.append($0) }
        }
        let isAsked = purpose.isForEverybody || caller.extensionDigits != nil
        let extensions = isAsked ? try store.extensions(of: match.holders) : [:]
        if !purpose.isForEverybody {
            match = search.choose(caller, match, extensions) {
                if case .why = purpose { steps.append($0) }
            }
        }
        let summaries = try store.summaries(of: match.holders.map(\.customer), now: now)
        let byCustomer = Dictionary(summaries.map { ($0.id, $0) }) { first, _ in first }
        self.init(caller, purpose, match, steps, extensions) { byCustomer[$0] }
    }

    /// Searches in the index.
    init(
        _ caller: Caller, _ search: CallerSearch, _ purpose: Purpose, exactIsDone: Bool = false,
        in index: borrowing CallerIndex
    ) {
        var steps: [CallerSearch.Step] = []
        var lengths = index.blockLengths
        // Who asks why sees every key, as from the database, which does not know the lengths.
        if case .why = purpose { lengths = .max }
        let match = search.run(caller, exactIsDone: exactIsDone, blockLengths: lengths) { key in
            index.holders(of: key)
        } note: {
            if case .why = purpose { steps.append($0) }
        }
        self.init(caller, purpose, match, steps) { index.record(of: $0)?.summary }
    }

    private init(
        _ caller: Caller, _ purpose: Purpose, _ match: CallerMatch, _ steps: [CallerSearch.Step],
        _ extensions: [CustomerID: [String]] = [:], summary: (CustomerID) -> Summary?
    ) {
        self.caller = caller
        self.purpose = purpose
        self.steps = steps
        hits = match.holders.sorted { $0.customer < $1.customer }.compactMap { holder in
            summary(holder.customer).map {
                Hit(
                    number: holder.number, summary: $0,
                    extensions: extensions[holder.customer] ?? [])
            }
        }
        tier = hits.isEmpty ? nil : match.tier
    }

    /// Whether only the database can say more: which of several customers has which extension.
    var needExtensions: Bool {
        guard hits.count > 1 else { return false }
        return purpose.isForEverybody || caller.extensionDigits != nil
    }

    /// The number to name: as read, or the one it was found by.
    public var number: PhoneNumber? { caller.number ?? hits.first?.number }

    /// The values of the line that answers a lookup.
    public func result(_ sources: LoadedSources) -> LookupResult {
        guard let tier, let number else {
            return caller.number.map { .nobody($0) }
                ?? .noNumber(.unreadable(caller.problem ?? .notANumber))
        }
        if hits.count == 1 { return .found(number, FoundCustomer(hits[0], sources), tier) }
        var common = CommonFigures(sources)
        for hit in hits { common.add(hit.summary.figures) }
        return .shared(number, common, tier)
    }
}

extension CallerIndex {
    /// Every customer that has what `key` names; allocates nothing while nobody has it.
    func holders(of key: NumberKey) -> [NumberHolder] {
        var holders: [NumberHolder] = []
        if let number = key.number {
            forEach(number) { record in
                holders.append(NumberHolder(record.id, number, record.role(of: number)))
            }
        } else {
            forEach(suffix: key.digits) { record, number in
                holders.append(NumberHolder(record.id, number.number, number.role))
            }
        }
        return holders
    }
}
