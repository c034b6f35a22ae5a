import Customers
import GRDB

/// Complaints that end, referrals, and values set by hand.
extension Writer {
    /// Settles a complaint that is open; another one stays as it is.
    func close(
        _ reference: String, _ request: WriteRequest, _ isUpheld: Bool?, _ resolution: String
    ) throws -> WriteOutcome {
        let status = try String.fetchOne(
            database.cachedStatement(sql: "SELECT status FROM complaints WHERE reference = ?"),
            arguments: [reference])
        guard let status else { return .noReference }
        guard status == "open" else { return .repeated(reference: reference) }
        let statement = try database.cachedStatement(
            sql: """
                UPDATE complaints SET status = 'closed', closed_at = max(?, received_at),
                    upheld = coalesce(?, upheld), resolution = ? WHERE reference = ?
                """)
        try statement.execute(
            arguments: [time(of: request), isUpheld, resolution, reference])
        return .written(reference: reference)
    }

    func refer(
        _ request: WriteRequest, _ customer: CustomerReference, _ party: ReferredParty
    ) throws -> WriteOutcome {
        var values: Values = ["referred_at": time(of: request)]
        switch party {
        case .name(let name): values["referred_name"] = name
        case .customer(let referred):
            guard let id = try id(of: referred) else { return .noMember(referred) }
            values["referred_id"] = id
        }
        return try insert(
            request, Kind(table: "referrals", mark: "R", subject: "referrer_id"), of: customer,
            values)
    }

    func override(
        _ request: WriteRequest, _ customer: CustomerReference, _ value: OverallValue?,
        _ reason: String, _ expiresAt: Moment?
    ) throws -> WriteOutcome {
        guard let id = try id(of: customer) else { return .noCustomer }
        let account = try String.fetchOne(
            database.cachedStatement(sql: "SELECT account FROM customers WHERE id = ?"),
            arguments: [id])
        guard let account else { return .noCustomer }
        let changesBefore = database.totalChangesCount
        if let value {
            try set(value, of: id, request, reason, expiresAt)
        } else {
            try database.cachedStatement(sql: "DELETE FROM value_overrides WHERE customer_id = ?")
                .execute(arguments: [id])
        }
        return database.totalChangesCount > changesBefore
            ? .written(reference: account) : .repeated(reference: account)
    }

    private func set(
        _ value: OverallValue, of id: Int64, _ request: WriteRequest, _ reason: String,
        _ expiresAt: Moment?
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO value_overrides
                    (customer_id, value, reason, author, set_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (customer_id) DO UPDATE SET value = excluded.value,
                    reason = excluded.reason, author = excluded.author,
                    set_at = excluded.set_at, expires_at = excluded.expires_at
                WHERE (value, reason, author, expires_at) IS NOT
                    (excluded.value, excluded.reason, excluded.author, excluded.expires_at)
                """
        ).execute(
            arguments: [
                id, Int(value.grade), reason, request.agent, time(of: request),
                expiresAt?.secondsSince1970,
            ])
    }
}

/// Losses of service.
extension Writer {
    func begin(_ outage: OutageTold, _ request: WriteRequest) throws -> WriteOutcome {
        try insert(
            request.reference, Kind(table: "interruptions", mark: "O", subject: "service"),
            [
                "service": outage.service, "began_at": time(of: request),
                "planned": outage.isPlanned, "cause": outage.cause,
                "expected_end_at": outage.expectedEnd?.secondsSince1970,
            ])
    }

    /// Adds all of `customers`, or none when one of them is none.
    func add(_ customers: [CustomerReference], to reference: String) throws -> WriteOutcome {
        guard let outage = try interruption(reference) else { return .noReference }
        var members: [CustomerID] = []
        for customer in customers {
            switch customer {
            case .id(let id): members.append(id)
            case .account(let account):
                let id = try CustomerStore.customer(account, in: database)
                guard let id else { return .noMember(customer) }
                members.append(id)
            }
        }
        // One statement for all: for each that fires triggers SQLite copies the pages it changes.
        _ = try CustomerSet.want(members, in: database)
        if let stranger = try CustomerSet.wantedStranger(in: database) {
            return .noMember(.id(stranger))
        }
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO interruption_customers (interruption_id, customer_id)
                SELECT ?, id FROM temp.wanted
                """)
        try statement.execute(arguments: [outage])
        return database.changesCount > 0
            ? .written(reference: reference) : .repeated(reference: reference)
    }

    /// Ends an outage that is under way; one that is over stays as it is.
    func end(_ reference: String, _ request: WriteRequest) throws -> WriteOutcome {
        guard let outage = try interruption(reference) else { return .noReference }
        let time = time(of: request)
        let statement = try database.cachedStatement(
            sql: """
                UPDATE interruptions SET ended_at = max(?1, began_at)
                WHERE id = ?2 AND (ended_at IS NULL OR ended_at > ?3)
                """)
        try statement.execute(arguments: [time, outage, now.secondsSince1970])
        return database.changesCount > 0
            ? .written(reference: reference) : .repeated(reference: reference)
    }

    private func interruption(_ reference: String) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT id FROM interruptions WHERE reference = ?"),
            arguments: [reference])
    }
}
