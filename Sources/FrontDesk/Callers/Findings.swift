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
        /// Of its numbers this one may be the only one named.
        public let summary: Summary
        /// The extensions that the customer has behind the number, if the database was asked.
        public var extensions: [String] = []

        /// What the number is to the customer.
        public var holding: Summary.Number {
            summary.numbers.first { $0.number == number } ?? Summary.Number(number, .direct)
        }
    }

    /// Customers that are kept with all that is known of them: as many as are ever listed.
    public static let hitLimit = 500
    /// The same where nobody is listed.
    private static let unlistedLimit = 20
    /// Customers on whose changes a call's screen depends.
    private static let concernedLimit = 256
    /// The same of very many: the number tells of the others.
    static let concernedOfCrowd = 32

    public let caller: Caller
    public let purpose: Purpose
    /// `nil`: nobody was found.
    public let tier: MatchTier?
    /// The first customers, by ascending row; `customerCount` counts all.
    public let hits: [Hit]
    public let customerCount: Int
    /// Customers whose changes matter; of very many only some, whose number tells of the others.
    let concerned: [CustomerID]
    /// What all have alike.
    private let common: CommonFigures
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
        var common = CommonFigures(.all)
        for holder in match.holders {
            if let summary = byCustomer[holder.customer] { common.add(summary.figures) }
        }
        self.init(caller, purpose, match, steps, common, extensions) { byCustomer[$0.customer] }
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
        var common = CommonFigures(.all)
        if match.holders.count > 1 {
            for holder in match.holders {
                if let record = index.record(of: holder.customer) { common.add(record) }
            }
        }
        self.init(caller, purpose, match, steps, common) { holder in
            index.record(of: holder.customer).map { record in
                record.summary(with: [record.holding(of: holder.number)])
            }
        }
    }

    /// Very many customers who have the number as it stands: nobody is picked.
    init(_ caller: Caller, shared common: CommonFigures, concerned: [CustomerID]) {
        self.caller = caller
        purpose = .lookup
        tier = .exact
        hits = []
        customerCount = common.customerCount
        self.concerned = concerned
        self.common = common
    }

    private init(
        _ caller: Caller, _ purpose: Purpose, _ match: CallerMatch, _ steps: [CallerSearch.Step],
        _ common: CommonFigures, _ extensions: [CustomerID: [String]] = [:],
        summary: (NumberHolder) -> Summary?
    ) {
        self.caller = caller
        self.purpose = purpose
        self.steps = steps
        self.common = common
        let limit = if case .lookup = purpose { Self.unlistedLimit } else { Self.hitLimit }
        hits = Self.first(limit, of: match.holders).compactMap { holder in
            summary(holder).map {
                Hit(
                    number: holder.number, summary: $0,
                    extensions: extensions[holder.customer] ?? [])
            }
        }
        customerCount = max(hits.count, common.customerCount)
        concerned = match.holders.prefix(Self.concernedLimit).map(\.customer)
        tier = hits.isEmpty ? nil : match.tier
    }

    /// Whether only the database can say more: which of several customers has which extension.
    var needExtensions: Bool {
        guard customerCount > 1 else { return false }
        return purpose.isForEverybody || caller.extensionDigits != nil
    }

    /// Those with the lowest rows, in their order. Sorting all would cost more than looking for
    /// them where thousands share a number.
    private static func first(_ count: Int, of holders: [NumberHolder]) -> [NumberHolder] {
        var first: [NumberHolder] = []
        for holder in holders {
            if first.count == count, let last = first.last, holder.customer >= last.customer {
                continue
            }
            let place = first.firstIndex { holder.customer < $0.customer } ?? first.count
            first.insert(holder, at: place)
            if first.count > count { first.removeLast() }
        }
        return first
    }

    /// The number to name: as read, or the one it was found by.
    public var number: PhoneNumber? { caller.number ?? hits.first?.number }

    /// The values of the line that answers a lookup.
    public func result(_ sources: LoadedSources) -> LookupResult {
        guard let tier, let number else {
            return caller.number.map { .nobody($0) }
                ?? .noNumber(.unreadable(caller.problem ?? .notANumber))
        }
        if customerCount == 1 { return .found(number, FoundCustomer(hits[0], sources), tier) }
        return .shared(number, common.known(by: sources), tier)
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
