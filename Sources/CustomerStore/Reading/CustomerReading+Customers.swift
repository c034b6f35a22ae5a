public import Customers
import GRDB
import Scoring

extension CustomerReading {
    /// The customer behind an account or a row; `nil` when there is none.
    public func customer(account: Account) throws(StoreError) -> CustomerID? {
        try read { try CustomerStore.customer(account, in: $0) }
    }

    /// - Parameter rowLimit: rows of one kind that the card shows.
    public func card(of customer: CustomerID, now: Moment, rowLimit: Int) throws(StoreError)
        -> Card?
    {
        try read { database in
            try CardReader(
                database, now: now, rules: rules, rowLimit: rowLimit, unreadable: unreadable
            ).card(of: customer)
        }
    }

    /// What happened with a customer, latest first; `nil` when there is no such customer.
    public func history(of customer: CustomerID, limit: Int) throws(StoreError)
        -> (account: Account, entries: [HistoryEntry])?
    {
        try read { database in
            guard let account = try Self.account(of: customer, in: database) else { return nil }
            let reader = HistoryReader(database, unreadable)
            return (account, try reader.entries(of: customer, limit: limit))
        }
    }

    /// What has that name, at most one of each kind; `nil` when there is no such customer.
    public func named(_ reference: String, of customer: CustomerID, limit: Int)
        throws(StoreError) -> (account: Account, entries: NamedEntries)?
    {
        try read { database in
            guard let account = try Self.account(of: customer, in: database) else { return nil }
            let reader = HistoryReader(database, unreadable)
            let entries = try reader.entries(of: customer, named: reference)
            let reminder = try reader.reminder(of: customer, named: reference)
            return (
                account,
                NamedEntries(
                    entries: Array(entries.prefix(limit)),
                    reminder: entries.count < limit ? reminder : nil)
            )
        }
    }

    private static func account(of customer: CustomerID, in database: Database) throws -> Account? {
        let account = try String.fetchOne(
            database.cachedStatement(sql: "SELECT account FROM customers WHERE id = ?"),
            arguments: [Int64(customer.value)])
        return account.flatMap { Account($0) }
    }

    /// Which sources have been loaded: named in `sources`, or with at least one row.
    public func loadedSources() throws(StoreError) -> LoadedSources {
        try read { database in
            var loaded: LoadedSources = []
            for (table, source) in [
                ("complaints", LoadedSources.complaints), ("referrals", .referrals),
                ("interruptions", .interruptions),
            ] {
                if try KnownSources.isLoaded(table, database) { loaded.insert(source) }
            }
            return loaded
        }
    }

}

extension CustomerStore {
    static func customer(_ account: Account, in database: Database) throws -> CustomerID? {
        let id = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT id FROM customers WHERE account = ?"),
            arguments: [account.text])
        return id.flatMap { CustomerID(row: $0) }
    }
}
