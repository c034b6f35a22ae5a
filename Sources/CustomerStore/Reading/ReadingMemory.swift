import Customers
import GRDB
import Scoring

/// What a reading of many customers remembers from one step to the next.
///
/// What is changed in the meantime is in the log, and whom it concerns is read again.
final class ReadingMemory {
    /// Customers with a parent that are remembered; 4 bytes each, and room in the set.
    static let childrenLimit: Int64 = 2_000_000
    /// Interruptions remembered at once; 48 bytes each.
    private static let interruptionLimit = 16_384
    /// Names of services remembered from one reading to the next.
    private static let serviceLimit = 16_384

    private var interruptions: [Int64: InterruptionEvent] = [:]
    private var services: [String: UInt32] = [:]
    /// Who has a parent; `nil`: not known, or too many.
    private let children: Set<CustomerID>?

    /// - Parameter children: who has a parent, which few have: a reading of everything need not
    ///   look then. `nil`: not known.
    init(children: Set<CustomerID>? = nil) { self.children = children }

    /// All who have a parent; `nil` where they are more than `limit`.
    static func children(
        _ database: Database, limit: Int64 = childrenLimit
    ) throws -> Set<CustomerID>? {
        let count = try Int64.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM
                    (SELECT 1 FROM customers WHERE parent_id IS NOT NULL LIMIT ?)
                """, arguments: [limit + 1])
        guard let count, count <= limit else { return nil }
        var children = Set<CustomerID>(minimumCapacity: Int(count))
        try RawStatement(database, sql: "SELECT id FROM customers WHERE parent_id IS NOT NULL")
            .forEach { row in
                if let child = row.customer(0) { children.insert(child) }
            }
        return children
    }

    /// Makes room before customers are read; not in between, because the number that stands for a
    /// service must stay the same for all that happened to one customer.
    func makeRoom() {
        guard services.count >= Self.serviceLimit else { return }
        services.removeAll(keepingCapacity: true)
        forgetInterruptions()
    }

    /// After something was written about them.
    func forgetInterruptions() { interruptions.removeAll(keepingCapacity: true) }

    /// `true` also where it is not known.
    func mayHaveParent(_ customer: CustomerID) -> Bool { children?.contains(customer) ?? true }

    func interruption(_ id: Int64) -> InterruptionEvent? { interruptions[id] }

    /// Few interruptions touch many customers, so each is read once and remembered.
    ///
    /// - Parameter row: `began_at, ended_at, planned, service`.
    /// - Returns: `nil` when it cannot be read.
    func remember(_ id: Int64, _ row: StoredRow) -> InterruptionEvent? {
        guard let beganAt = row.moment(0), !row.isNoMoment(1) else { return nil }
        let service = row.text(3)
        let number = services[service] ?? UInt32(services.count)
        services[service] = number
        let event = InterruptionEvent(
            service: number, beganAt: beganAt, endedAt: row.moment(1),
            isPlanned: row.integer(2) != 0)
        if interruptions.count == Self.interruptionLimit {
            interruptions.removeAll(keepingCapacity: true)
        }
        interruptions[id] = event
        return event
    }
}
