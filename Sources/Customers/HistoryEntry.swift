/// One thing that happened with a customer, whichever department noted it.
public struct HistoryEntry: Equatable, Sendable {
    /// Which table told it.
    public enum Kind: UInt8, Worded, Sendable {
        case contact, note, complaint, referral, interruption, invoice, engagement, call

        @inlinable public var word: StaticString {
            switch self {
            case .contact: "contact"
            case .note: "note"
            case .complaint: "complaint"
            case .referral: "referral"
            case .interruption: "interruption"
            case .invoice: "invoice"
            case .engagement: "engagement"
            case .call: "call"
            }
        }
    }

    /// What happened. An agent's name is empty where nobody is named.
    public enum Event: Equatable, Sendable {
        case contact(PastContact)
        case note(agent: String, text: String)
        /// - Parameter isUpheld: `nil`: not decided, or not told.
        case complaint(Complaint.Status, isUpheld: Bool?, subject: String, resolution: String)
        /// - Parameter account: as it is stored; empty when the party is no customer.
        case referral(party: String, account: String, isQualified: Bool)
        /// - Parameter endedAt: `nil`: under way.
        case interruption(service: String, endedAt: Moment?, isPlanned: Bool, cause: String)
        /// - Parameter paidOn: `nil`: not paid.
        case invoice(Money, paidOn: CalendarDay?)
        /// - Parameter score: `nil`: none was given.
        case engagement(EngagementKind, isAnswered: Bool, score: Int?)
        case call(agent: String, isAnswered: Bool)
    }

    /// What was put to the customer.
    public enum EngagementKind: UInt8, Worded, Sendable {
        case survey, promotion, reference

        public var word: StaticString {
            switch self {
            case .survey: "survey"
            case .promotion: "promotion"
            case .reference: "reference"
            }
        }
    }

    /// `nil`: not known, which only a referral may have.
    public var at: Moment?
    public var reference: String
    public var event: Event

    public init(at: Moment?, reference: String, _ event: Event) {
        self.at = at
        self.reference = reference
        self.event = event
    }

    public var kind: Kind {
        switch event {
        case .contact: .contact
        case .note: .note
        case .complaint: .complaint
        case .referral: .referral
        case .interruption: .interruption
        case .invoice: .invoice
        case .engagement: .engagement
        case .call: .call
        }
    }
}

/// A conversation with a customer that somebody has stored.
public struct PastContact: Equatable, Sendable {
    public var channel: String
    public var direction: ContactTold.Direction
    /// May be empty: nobody is named.
    public var agent: String
    public var outcome: String
    public var subject: String
    public var detail: String

    public init(
        channel: String, direction: ContactTold.Direction, agent: String = "",
        outcome: String = "", subject: String = "", detail: String = ""
    ) {
        self.channel = channel
        self.direction = direction
        self.agent = agent
        self.outcome = outcome
        self.subject = subject
        self.detail = detail
    }
}

/// What a customer's history and reminders have under one reference.
public struct NamedEntries: Equatable, Sendable {
    /// At most one of each kind, latest first.
    public var entries: [HistoryEntry]
    /// What is to be done, or was.
    public var reminder: Reminder?

    public init(entries: [HistoryEntry], reminder: Reminder?) {
        self.entries = entries
        self.reminder = reminder
    }

    public var count: Int { entries.count + (reminder == nil ? 0 : 1) }
}
