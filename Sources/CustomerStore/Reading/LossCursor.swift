import Customers
import GRDB
import Scoring

/// The losses of service of many customers, taken off customer by customer.
struct LossCursor: ~Copyable {
    private var members: EventCursor
    private let interruptions: RawStatement
    private let memory: ReadingMemory
    private var events: [InterruptionEvent]

    init(_ database: Database, _ set: CustomerSet, _ memory: ReadingMemory) throws {
        let interruptions = try RawStatement(
            database,
            sql: "SELECT began_at, ended_at, planned, service FROM interruptions WHERE id = ?1")
        let reader = try RawStatement(
            database,
            sql: """
                SELECT customer_id, interruption_id FROM interruption_customers
                WHERE \(set.condition("customer_id")) ORDER BY customer_id
                """)
        members = EventCursor(reader, of: set)
        self.interruptions = interruptions
        self.memory = memory
        events = []
    }

    mutating func figure(
        of customer: CustomerID, at now: Moment, rules: CountRules
    ) throws -> InterruptionFigure {
        guard let first = try members.next(of: customer) else { return InterruptionFigure() }
        events.removeAll(keepingCapacity: true)
        try append(first.integer(1))
        while let row = try members.next(of: customer) { try append(row.integer(1)) }
        // In place: sorted events need no memory of their own.
        if events.count > 1 { events.sort(by: InterruptionEvent.precedes) }
        return InterruptionFigure(events, at: now, rules: rules)
    }

    private mutating func append(_ id: Int64) throws {
        if let event = try memory.interruption(id) ?? read(id) { events.append(event) }
    }

    private func read(_ id: Int64) throws -> InterruptionEvent? {
        var event: InterruptionEvent?
        try interruptions.forEach(id) { event = memory.remember(id, $0) }
        return event
    }
}
