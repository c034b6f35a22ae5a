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
        /// `attempts`: how many calls that nobody answered this line stands for.
        case call(agent: String, isAnswered: Bool, attempts: Int = 1)
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

/// How much memory an entry takes that waits to be shown.
extension HistoryEntry {
    /// The same with its texts cut as they are shown, so that what waits takes no more.
    public var shortened: HistoryEntry {
        HistoryEntry(at: at, reference: Self.short(reference), event.shortened)
    }

    /// Bytes of memory, about.
    public var byteCount: Int {
        var count = 256 + reference.utf8.count
        event.forEachText { count += $0.utf8.count }
        return count
    }

    fileprivate static func short(_ text: String) -> String {
        DisplayText.clean(text, byteLimit: DisplayText.textBytes)
    }
}

extension HistoryEntry.Event {
    fileprivate func forEachText(_ body: (String) -> Void) {
        switch self {
        case .contact(let contact):
            for text in [contact.agent, contact.outcome, contact.subject, contact.detail] {
                body(text)
            }
        case .note(let agent, let text): for text in [agent, text] { body(text) }
        case .complaint(_, _, let subject, let resolution):
            for text in [subject, resolution] { body(text) }
        case .referral(let party, let account, _): for text in [party, account] { body(text) }
        case .interruption(let service, _, _, let cause):
            for text in [service, cause] { body(text) }
        case .call(let agent, _, _): body(agent)
        case .invoice, .engagement: break
        }
    }

    fileprivate var shortened: Self {
        func short(_ text: String) -> String { HistoryEntry.short(text) }
        switch self {
        case .contact(var contact):
            contact.channel = short(contact.channel)
            contact.agent = short(contact.agent)
            contact.outcome = short(contact.outcome)
            contact.subject = short(contact.subject)
            contact.detail = short(contact.detail)
            return .contact(contact)
        case .note(let agent, let text): return .note(agent: short(agent), text: short(text))
        case .complaint(let status, let isUpheld, let subject, let resolution):
            return .complaint(
                status, isUpheld: isUpheld, subject: short(subject), resolution: short(resolution))
        case .referral(let party, let account, let isQualified):
            return .referral(
                party: short(party), account: short(account), isQualified: isQualified)
        case .interruption(let service, let endedAt, let isPlanned, let cause):
            return .interruption(
                service: short(service), endedAt: endedAt, isPlanned: isPlanned,
                cause: short(cause))
        case .call(let agent, let isAnswered, let attempts):
            return .call(agent: short(agent), isAnswered: isAnswered, attempts: attempts)
        case .invoice, .engagement: return self
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
