public import Customers
import GRDB
public import Scoring

/// Computes the thresholds over all customers, then every customer's value, in short steps.
///
///     measuring ──> ranking ──> storing the thresholds ──> scoring ──> in force
///
/// Between the steps the store is free for others. Until the end the old thresholds are in
/// force; a run that was broken off is taken up again at `scoring`.
public struct ScoringRun {
    /// Customers of one step: about 5 ms.
    static let customersPerStep = 500
    /// Customers among whom the most frequent currency is looked for.
    private static let currencySample = 100_000

    /// What a run has come to.
    public struct Report: Equatable, Sendable {
        /// `nil`: nothing was stored.
        public var version: Int64?
        public var activeCustomers = 0
        public var customers = 0
        /// Values that are other than before.
        public var changed = 0
        public var movement = Movement()
        public var isSmallBase = false
    }

    private enum Phase {
        case starting
        case measuring(ThresholdBuilder, after: Int64)
        case ranking(CompositeBuilder, after: Int64)
        case scoring(ScoreVersion, after: Int64)
    }

    private let isDry: Bool
    private var phase = Phase.starting
    private var currency = ""
    public private(set) var report = Report()

    /// - Parameter isDry: store nothing, tell how many customers would move.
    public init(isDry: Bool = false) { self.isDry = isDry }

    /// Scores all customers against thresholds that are there already.
    public init(against version: ScoreVersion) {
        isDry = false
        currency = version.currency
        phase = .scoring(version, after: 0)
    }

    /// Does the next step.
    ///
    /// - Returns: whether there is another one.
    public mutating func step(_ store: CustomerStore, now: Moment) throws(StoreError) -> Bool {
        switch phase {
        case .starting:
            if let fixed = store.scoring.currency {
                currency = fixed
            } else {
                currency = try store.read { try Self.mostFrequent($0) }
            }
            phase = .measuring(ThresholdBuilder(rules: store.scoring.rules.grades), after: 0)
        case .measuring(var builder, let last):
            guard let slice = try slice(after: last, store, now) else {
                phase = .ranking(builder.secondPass(), after: 0)
                return true
            }
            phase = .starting  // So that the builder has one owner and grows in place.
            for customer in slice.customers where customer.isInActiveBase {
                builder.add(customer.raw)
            }
            phase = .measuring(builder, after: slice.end)
        case .ranking(var builder, let last):
            guard let slice = try slice(after: last, store, now) else {
                try begin(builder.thresholds(version: 0, computedAt: now), store)
                return true
            }
            phase = .starting
            for customer in slice.customers where customer.isInActiveBase {
                builder.add(customer.raw)
            }
            phase = .ranking(builder, after: slice.end)
        case .scoring(let version, let last):
            return try score(version, after: last, store, now)
        }
        return true
    }

    private mutating func begin(
        _ thresholds: Thresholds, _ store: CustomerStore
    ) throws(StoreError) {
        let currency = currency
        report.activeCustomers = thresholds.activeCount
        report.isSmallBase = thresholds.isSmallBase
        let version =
            isDry
            ? ScoreVersion(thresholds: thresholds, currency: currency, isComplete: false)
            : try store.write { try ScoreVersion.begin(thresholds, currency: currency, in: $0) }
        phase = .scoring(version, after: 0)
    }

    private mutating func score(
        _ version: ScoreVersion, after last: Int64, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> Bool {
        guard let rows = try store.read({ try Self.rows(after: last, $0) }) else {
            try finish(version, store, now)
            return false
        }
        if isDry {
            try compare(version, rows, store, now)
        } else {
            let numbers = try store.read { try ScoreVersion.numbers($0) }
            // Somebody else's newer run scores everybody; this one is of no use any more.
            guard numbers.newest == version.thresholds.version else { return false }
            let changed = try store.score(rows: rows, against: version, numbers, now: now)
            guard let changed else { return true }
            report.changed += changed
        }
        phase = .scoring(version, after: rows.upperBound)
        return true
    }

    private mutating func compare(
        _ version: ScoreVersion, _ rows: ClosedRange<Int64>, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) {
        for customer in try customers(.range(rows), store, now) {
            let score = Score(customer.raw, against: version.thresholds)
            report.customers += 1
            report.movement.add(from: customer.stored, to: score.value)
            if score.value != customer.stored { report.changed += 1 }
        }
    }

    private mutating func finish(
        _ version: ScoreVersion, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) {
        guard !isDry else { return }
        if !version.isComplete {
            try store.write { try version.complete(at: now, in: $0) }
        }
        report.version = version.thresholds.version
        report.activeCustomers = version.thresholds.activeCount
        report.isSmallBase = version.thresholds.isSmallBase
    }
}

/// What a step reads.
extension ScoringRun {
    private func slice(
        after last: Int64, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> (customers: [ValuedCustomer], end: Int64)? {
        guard let rows = try store.read({ try Self.rows(after: last, $0) }) else { return nil }
        return (try customers(.range(rows), store, now), rows.upperBound)
    }

    private func customers(
        _ set: CustomerSet, _ store: CustomerStore, _ now: Moment
    ) throws(StoreError) -> [ValuedCustomer] {
        try store.read { database in
            try ScoringReader(database, now: now, settings: store.scoring, currency: currency)
                .customers(of: set)
        }
    }

    private static func rows(after last: Int64, _ database: Database) throws -> ClosedRange<Int64>?
    {
        try CustomerSet.rows(after: last, limit: customersPerStep, database)
    }

    /// The currency that most active customers have; empty when nobody names one.
    private static func mostFrequent(_ database: Database) throws -> String {
        try String.fetchOne(
            database,
            sql: """
                SELECT currency FROM
                    (SELECT currency FROM customers WHERE state = 'active' ORDER BY id LIMIT ?)
                WHERE currency <> '' GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1
                """, arguments: [currencySample]) ?? ""
    }
}
