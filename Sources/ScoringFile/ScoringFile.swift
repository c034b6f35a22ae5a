public import CustomerStore
import Foundation
import Scoring
public import TOMLKit

/// The part of the configuration file about the four figures, for daemon and client alike.
///
///     score-every = 24
///     [scoring]
///     weights = "money=35,loyalty=15,referrals=15,growth=10,payment=10,credit=10,collaboration=5"
///     [scoring.rates]
///     EUR = 0.84
///     [scoring.thresholds]
///     money = [100, 500, 2000, 10000]
public struct ScoringFile: Sendable {
    /// The settings that may stand in a file: a number and a table.
    public static let keys = ["score-every", "scoring"]

    public var settings = ScoringSettings.standard
    /// Hours from one computation of the thresholds to the next; 0: only by command; `nil`: the
    /// file does not say.
    public var scoreEveryHours: Int?

    /// Nothing said: everything as the design has it.
    public init() {}

    /// Reads the file at `path`, whatever else stands there.
    public init(path: String) throws {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try self.init(TOMLTable(string: text), in: path)
        } catch let error as ScoringFileError {
            throw error
        } catch let error as TOMLParseError {
            throw ScoringFileError(description: "\(path): \(error)")
        } catch {
            throw ScoringFileError(description: "\(path): the file cannot be read")
        }
    }

    /// - Parameter path: for messages.
    public init(_ table: TOMLTable, in path: String) throws {
        let top = TableReader(table, "", path)
        if let hours = try top.integer("score-every") {
            guard (0...8760).contains(hours) else {
                throw top.problem("score-every", "must be from 0 to 8760 hours")
            }
            scoreEveryHours = hours
        }
        guard let scoring = try top.table("scoring") else { return }
        do {
            try read(scoring)
        } catch let error as RuleError {
            throw ScoringFileError(description: "\(path): scoring: \(error)")
        }
    }

    private mutating func read(_ table: TableReader) throws {
        try table.check([
            "weights", "complaint-days", "interruption-days", "longer-than-seconds",
            "reloss-seconds", "purchase-days", "engagement-days", "overdue-days",
            "payment-invoices", "growth-floor", "known-weight", "small-base", "percentiles",
            "currency", "rates", "thresholds",
        ])
        settings.rules.counts = try CountRules(
            complaintWindowDays: table.integer("complaint-days") ?? 365,
            interruptionWindowDays: table.integer("interruption-days") ?? 365,
            interruptionMinimumSeconds: table.integer("longer-than-seconds") ?? 300,
            relossGapSeconds: table.integer("reloss-seconds") ?? 3600)
        settings.rules.raw = try RawRules(
            purchaseWindowDays: table.integer("purchase-days") ?? 365,
            growthFloor: table.number("growth-floor") ?? 100,
            paymentInvoiceCount: table.integer("payment-invoices") ?? 12,
            overdueDays: table.integer("overdue-days") ?? 60,
            engagementWindowDays: table.integer("engagement-days") ?? 365)
        settings.rules.grades = try grades(table)
        settings.currency = try table.currency("currency")
        settings.rates = try rates(table)
    }

    private func grades(_ table: TableReader) throws -> GradeRules {
        var fixed = GradeRules.standardFixed
        var composite = GradeRules.standardFixedComposite
        if let thresholds = try table.table("thresholds") {
            try thresholds.check(Component.each.map { "\($0.word)" } + ["composite"])
            for component in Component.each {
                if let cuts = try thresholds.cutPoints("\(component.word)") {
                    fixed[component] = cuts
                }
            }
            composite = try thresholds.cutPoints("composite") ?? composite
        }
        return try GradeRules(
            weights: try table.text("weights").map { try Weights(parsing: $0) } ?? .standard,
            knownWeightMinimum: table.integer("known-weight") ?? 50,
            smallBaseLimit: table.integer("small-base") ?? 200,
            percentiles: try table.cutPoints("percentiles") ?? GradeRules.quintiles,
            fixed: fixed, fixedComposite: composite)
    }

    private func rates(_ table: TableReader) throws -> [String: Double] {
        guard let rates = try table.table("rates") else { return [:] }
        var known: [String: Double] = [:]
        for currency in rates.keys {
            guard let rate = try rates.number(currency), rate > 0, rate.isFinite else {
                throw rates.problem(currency, "must be a number above 0")
            }
            known[currency] = rate
        }
        return known
    }
}

/// What is wrong with the file, for the person who wrote it.
public struct ScoringFileError: Error, CustomStringConvertible {
    public let description: String
}
