import Customers
import GRDB
import Scoring

/// The referrals of many customers, taken off referrer by referrer.
struct ReferralCursor: ~Copyable {
    private var rows: EventCursor
    private let groups: CompanyGroups
    private var events: [ReferralEvent]
    /// Rows of the latest referrer that could not be read.
    private(set) var unreadable = 0

    /// - Parameter hasTexts: whether names are read; without, each party has none.
    init(
        _ database: Database, _ set: CustomerSet, _ memory: ReadingMemory, hasTexts: Bool = true
    ) throws {
        let groups = try CompanyGroups(database, memory)
        let reader = try RawStatement(
            database,
            sql: """
                SELECT referrer_id, referred_id, qualified_at, \(hasTexts ? "referred_name" : "''")
                FROM referrals
                WHERE \(set.condition("referrer_id")) ORDER BY referrer_id
                """)
        rows = EventCursor(reader, of: set)
        self.groups = groups
        events = []
    }

    mutating func figure(of referrer: CustomerID, at now: Moment) throws -> ReferralFigure {
        unreadable = 0
        guard let first = try rows.next(of: referrer) else { return ReferralFigure() }
        events.removeAll(keepingCapacity: true)
        var names: [String: UInt32] = [:]
        try append(first, by: referrer, &names)
        while let row = try rows.next(of: referrer) { try append(row, by: referrer, &names) }
        return ReferralFigure(events, at: now)
    }

    private mutating func append(
        _ row: StoredRow, by referrer: CustomerID, _ names: inout [String: UInt32]
    ) throws {
        if row.isNoMoment(2) {
            unreadable += 1
        } else {
            events.append(try event(row, by: referrer, &names))
        }
    }

    private func event(
        _ row: StoredRow, by referrer: CustomerID, _ names: inout [String: UInt32]
    ) throws -> ReferralEvent {
        guard let referred = row.customer(1) else { return Self.named(row, referrer, &names) }
        return ReferralEvent(
            to: .customer(referred), by: referrer, qualifiedAt: row.moment(2),
            isWithinGroup: try groups.areRelated(referrer, referred))
    }

    /// Nobody's record: the name tells one party from another, without it each is its own.
    private static func named(
        _ row: StoredRow, _ referrer: CustomerID, _ names: inout [String: UInt32]
    ) -> ReferralEvent {
        let name = ReferralEvent.partyName(row.text(3))
        let next = UInt32(names.count)
        let number = name.isEmpty ? next : names[name] ?? next
        names[name.isEmpty ? "\u{0}\(number)" : name] = number
        return ReferralEvent(
            to: name.isEmpty ? .unknown(number) : .name(number), by: referrer,
            qualifiedAt: row.moment(2))
    }
}
