import Customers
import GRDB
import Scoring

/// The losses of service of many customers, taken off customer by customer.
struct LossCursor: ~Copyable {
    private var members: EventCursor
    private let interruptions: RawStatement
    private let memory: ReadingMemory
    private var events: [InterruptionEvent]
    /// Rows of the latest customer that could not be read.
    private(set) var unreadable = 0

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
        unreadable = 0
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

    /// - Returns: `nil` also where there is none, which is another program's slip.

    private mutating func read(_ id: Int64) throws -> InterruptionEvent? {
        var event: InterruptionEvent?
        do {
            try interruptions.forEach(id) { row in
                event = memory.remember(id, row)
                if event == nil { unreadable += 1 }
            }
        } catch let error as DatabaseError where error.meaning == .tooLong {
            unreadable += 1
        }
        return event
    }
}
