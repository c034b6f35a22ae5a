public import Customers
import GRDB

/// Callers looked up in the database, while the index is not complete.
extension CustomerReading {
    /// Every customer with this number.
    public func holders(of number: PhoneNumber) throws(StoreError) -> [NumberHolder] {
        try holders("number = ?1", Int64(number.digits))
    }

    /// Every customer with a number of more than `digits` digits that ends in `suffix`.
    public func holders(ofSuffix suffix: UInt64, digits: Int) throws(StoreError) -> [NumberHolder] {
        let power = CustomerStore.power(digits)
        return try holders(
            "number % \(power) = ?1 AND number >= \(power)", Int64(clamping: suffix))
    }

    /// The summaries of these customers by ascending customer; those that are gone are left out.
    public func summaries(
        of customers: [CustomerID], now: Moment
    ) throws(StoreError) -> [Summary] {
        guard !customers.isEmpty else { return [] }
        return try read { database in
            try SummaryReader(database, now: now, rules: rules)
                .summaries(of: CustomerSet.want(customers, in: database))
        }
    }

    /// The extensions behind the number of each holder, where they have any, in their order.
    public func extensions(
        of holders: [NumberHolder]
    ) throws(StoreError) -> [CustomerID: [String]] {
        guard holders.count > 1 else { return [:] }
        let customers = Dictionary(holders.map { ($0.customer, $0.number) }) { first, _ in first }
        return try read { database in
            var extensions: [CustomerID: [String]] = [:]
            let statement = try RawStatement(
                database,
                sql: """
                    SELECT customer_id, extension FROM phones
                    WHERE number = ?1 AND extension <> '' ORDER BY customer_id, extension
                    """)
            for number in Set(holders.map(\.number)) {
                try statement.forEach(Int64(number.digits)) { row in
                    guard let customer = row.customer(0), customers[customer] == number
                    else { return }
                    extensions[customer, default: []].append(row.text(1))
                }
            }
            return extensions
        }
    }

    private func holders(
        _ condition: String, _ argument: Int64
    ) throws(StoreError) -> [NumberHolder] {
        try read { database in
            var holders: [NumberHolder] = []
            try RawStatement(
                database,
                sql: """
                    SELECT customer_id, number, role FROM phones
                    WHERE \(condition) AND number IS NOT NULL
                    ORDER BY customer_id, number, linked_at IS NOT NULL AND confirmed_at IS NULL, id
                    """
            ).forEach(argument) { row in
                guard let number = PhoneNumber(digits: UInt64(clamping: row.integer(1))),
                    let customer = row.customer(0)
                else { return }
                // The same number entered twice counts once, as in the index.
                if let last = holders.last, last.customer == customer, last.number == number {
                    return
                }
                holders.append(
                    NumberHolder(customer, number, row.word(2, default: .direct)))
            }
            return holders
        }
    }
}

extension CustomerStore {
    /// Makes or removes what `holders(ofSuffix:digits:)` needs to be quick.
    ///
    /// - Parameter digits: 0 where nobody will ask.
    public func prepareSuffixes(digits: Int) throws(StoreError) {
        let name = "phones_suffix_\(digits)"
        try write(within: nil) { database in
            let known = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND name GLOB ?",
                arguments: ["phones_suffix_*"])
            for other in known where other != name {
                try database.execute(sql: "DROP INDEX \(other)")
            }
            guard digits > 0, !known.contains(name) else { return }
            try database.execute(
                sql: """
                    CREATE INDEX \(name) ON phones (number % \(Self.power(digits)))
                    WHERE number IS NOT NULL
                    """)
        }
    }

    fileprivate static func power(_ exponent: Int) -> Int64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
