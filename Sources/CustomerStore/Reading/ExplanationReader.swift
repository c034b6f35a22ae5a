public import Customers
import GRDB
public import Scoring

/// How one customer's figures came about.
public struct CustomerExplanation: Sendable {
    public var account: Account
    public var explanation: Explanation
    /// Which sources are known at all.
    public var sources: LoadedSources
    /// In which money was compared.
    public var currency: String
    /// Names of the customers that were referred, by row.
    public var referredAccounts: [CustomerID: Account]
    public var storedValue: OverallValue?
}

extension CustomerReading {
    /// - Returns: `nil` when there is no such customer.
    public func explanation(
        of customer: CustomerID, now: Moment
    ) throws(StoreError) -> CustomerExplanation? {
        let sources = try loadedSources()
        return try read { database in
            try ExplanationReader(database, now: now, settings: scoring)
                .explanation(of: customer, sources)
        }
    }
}

/// Reads everything that matters to one customer's figures.
struct ExplanationReader {
    private let database: Database
    private let now: Moment
    private let settings: ScoringSettings

    init(_ database: Database, now: Moment, settings: ScoringSettings) {
        self.database = database
        self.now = now
        self.settings = settings
    }

    func explanation(
        of customer: CustomerID, _ sources: LoadedSources
    ) throws -> CustomerExplanation? {
        let version = try ScoreVersion.inForce(database)
        let currency = version?.currency ?? settings.currency ?? ""
        let reader = try ScoringReader(
            database, now: now, settings: settings, currency: currency)
        let account = try String.fetchOne(
            database, sql: "SELECT account FROM customers WHERE id = ?",
            arguments: [Int64(customer.value)])
        guard let account = account.flatMap({ Account($0) }),
            let (history, stored) = try reader.history(of: customer)
        else { return nil }
        let facts = try facts(customer, history, stored)
        return CustomerExplanation(
            account: account,
            explanation: Explanation(
                facts, thresholds: version?.thresholds, at: now, rules: settings.rules),
            sources: sources, currency: currency,
            referredAccounts: try accounts(of: facts.referrals), storedValue: stored)
    }

    private func facts(
        _ customer: CustomerID, _ history: CustomerHistory, _ stored: OverallValue?
    ) throws -> CustomerFacts {
        let id = Int64(customer.value)
        let cards = CardReader(database, now: now, rules: settings.rules.counts, rowLimit: 0)
        return CustomerFacts(
            id: customer, complaints: try cards.complaints(id),
            referrals: try referrals(customer), interruptions: try cards.interruptions(id),
            history: history, override: try override(id), storedValue: stored)
    }

    private func referrals(_ customer: CustomerID) throws -> [Referral] {
        let groups = try CompanyGroups(database)
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT reference, referred_id, referred_name, referred_at, qualified_at
                FROM referrals WHERE referrer_id = ? ORDER BY coalesce(referred_at, 0), id
                LIMIT ?
                """, arguments: [Int64(customer.value), CardReader.countedRows])
        return try rows.compactMap { row in
            let referred = row.integer(1).flatMap { CustomerID(row: $0) }
            if !row.isNull(4), row.moment(4) == nil { return nil }
            return Referral(
                reference: row.text(0), referred: referred, referredName: row.text(2),
                referredAt: row.moment(3), qualifiedAt: row.moment(4),
                isWithinGroup: try referred.map { try groups.areRelated(customer, $0) } ?? false)
        }
    }

    private func accounts(of referrals: [Referral]) throws -> [CustomerID: Account] {
        var accounts: [CustomerID: Account] = [:]
        for referred in referrals.compactMap(\.referred) where accounts[referred] == nil {
            let account = try String.fetchOne(
                database.cachedStatement(sql: "SELECT account FROM customers WHERE id = ?"),
                arguments: [Int64(referred.value)])
            accounts[referred] = account.flatMap { Account($0) }
        }
        return accounts
    }

    private func override(_ id: Int64) throws -> ValueOverride? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT value, reason, author, set_at, expires_at FROM value_overrides
                WHERE customer_id = ?
                """, arguments: [id])
        guard let row, let value = OverallValue(Int(row.integer(0) ?? 0)),
            row.isNull(4) || row.moment(4) != nil
        else { return nil }
        return ValueOverride(
            value: value, reason: row.text(1), author: row.text(2),
            setAt: row.moment(3) ?? now, expiresAt: row.moment(4))
    }
}
