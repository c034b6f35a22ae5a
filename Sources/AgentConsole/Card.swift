import Customers
import ProtocolWords
import ReplyReading

/// Everything an agent wants to see of a customer at a glance: the reply to `CARD`.
struct Card: Equatable {
    /// A complaint that is open.
    struct Complaint: Equatable {
        let reference: String
        let received: Moment?
        let days: Int?
        let subject: String
    }

    /// A contact, note or call of the past.
    struct Entry: Equatable {
        let kind: String
        let reference: String
        let at: Moment?
        let channel: String
        let agent: String
        let outcome: String
        let subject: String
        let detail: String
        /// Calls of which this line is the latest, where it stands for several.
        let attempts: Int
    }

    let customer: Customer
    let figures: Figures
    /// The line `customer`.
    let identity: Fields
    let address: Fields?
    let preference: Fields?
    let phones: [Fields]
    let complaints: [Complaint]
    let interruptions: [Fields]
    let overdue: Fields?
    let reminders: [Fields]
    let entries: [Entry]

    /// - Returns: `nil` for a reply that is no card.
    init?(_ reply: Reply) {
        func fields(_ word: String) -> [Fields] {
            reply.lines.filter { $0.word == word }.map(\.fields)
        }
        // `MATCHES` has lines of customers, too, but none of figures.
        guard reply.meaning == .block, let identity = fields("customer").first,
            let id = identity["id"], let line = fields("figures").first
        else { return nil }
        self.identity = identity
        customer = Customer(
            key: "#\(id)", account: reply.subject, name: identity["name"] ?? "")
        figures = Figures(line)
        address = fields("address").first
        preference = fields("preference").first
        phones = fields("phone")
        complaints = fields("complaint").map(Complaint.init)
        interruptions = fields("interruption")
        overdue = fields("overdue").first
        reminders = fields("reminder")
        entries = reply.lines.compactMap(Entry.init)
    }
}

extension Card.Complaint {
    init(_ fields: Fields) {
        reference = fields["reference"] ?? ""
        received = fields["received"].flatMap { Moment(iso8601: $0) }
        days = fields["days"].flatMap { Int($0) }
        subject = fields["subject"] ?? ""
    }
}

extension Card.Entry {
    /// What `CARD` tells of the last contacts; `HISTORY` has more kinds.
    private static let kinds: Set = ["contact", "note", "call"]

    /// - Returns: `nil` for another line of a card.
    init?(_ line: Reply.Line) {
        guard Self.kinds.contains(line.word) else { return nil }
        self.init(anyKind: line)
    }

    /// A line of `HISTORY`.
    init(anyKind line: Reply.Line) {
        let fields = line.fields
        kind = line.word
        reference = fields["reference"] ?? ""
        at = fields["at"].flatMap { Moment(iso8601: $0) }
        channel = fields["channel"] ?? ""
        agent = fields["agent"] ?? ""
        outcome = fields["outcome"] ?? ""
        subject = fields["subject"] ?? ""
        detail = fields["detail"] ?? ""
        attempts = max(1, fields["attempts"].flatMap { Int($0) } ?? 1)
    }

    /// Whether somebody called and nobody spoke with them.
    var isAttempt: Bool { kind == "call" && outcome == "not-answered" }

    /// Attempts one after the other are one entry with a count: what people said gets the room.
    static func grouped(_ entries: [Card.Entry]) -> [Card.Entry] {
        var grouped: [Card.Entry] = []
        for entry in entries {
            if entry.isAttempt, let last = grouped.last, last.isAttempt {
                let count = last.attempts + entry.attempts
                grouped[grouped.count - 1] = Card.Entry(last, attempts: count)
            } else {
                grouped.append(entry)
            }
        }
        return grouped
    }

    private init(_ entry: Card.Entry, attempts: Int) {
        kind = entry.kind
        reference = entry.reference
        at = entry.at
        channel = entry.channel
        agent = entry.agent
        outcome = entry.outcome
        subject = entry.subject
        detail = entry.detail
        self.attempts = attempts
    }
}
