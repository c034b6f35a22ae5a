/// Everything an agent wants to see of a customer at a glance.
public struct Card: Equatable, Sendable {
    public var summary: Summary
    public var details: CustomerDetails
    /// When the oldest open complaint was received.
    public var oldestOpenComplaint: Moment?
    /// Distinct other parties named who have not qualified yet.
    public var pendingReferrals: Int
    /// Seconds without service in the interruptions that count.
    public var interruptedSeconds: Int64
    /// The customer's numbers as they were entered.
    public var phones: [StoredPhone]
    /// Cases not settled, oldest first.
    public var openComplaints: [Complaint]
    /// Losses of service under way, oldest first.
    public var interruptionsUnderWay: [Interruption]
    /// Not done, by due time.
    public var reminders: [Reminder]
    /// Invoices past their due date and not paid.
    public var overdue: Overdue?
    /// Latest first.
    public var lastContacts: [HistoryEntry]
    public var asOf: Moment

    public init(
        summary: Summary, details: CustomerDetails, oldestOpenComplaint: Moment?,
        pendingReferrals: Int, interruptedSeconds: Int64, phones: [StoredPhone],
        openComplaints: [Complaint], interruptionsUnderWay: [Interruption],
        reminders: [Reminder], overdue: Overdue?, lastContacts: [HistoryEntry], asOf: Moment
    ) {
        self.summary = summary
        self.details = details
        self.oldestOpenComplaint = oldestOpenComplaint
        self.pendingReferrals = pendingReferrals
        self.interruptedSeconds = interruptedSeconds
        self.phones = phones
        self.openComplaints = openComplaints
        self.interruptionsUnderWay = interruptionsUnderWay
        self.reminders = reminders
        self.overdue = overdue
        self.lastContacts = lastContacts
        self.asOf = asOf
    }
}

/// The parts of a customer's row that the summary leaves out; empty texts are not known.
///
/// As many stored properties as the row has columns.
public struct CustomerDetails: Equatable, Sendable {
    public var since: CalendarDay?
    public var leftOn: CalendarDay?
    public var leftReason = ""
    public var parent: Account?
    /// As in the exchange file, `;` between.
    public var types = ""
    public var address = ""
    public var city = ""
    public var region = ""
    public var postcode = ""
    public var country = ""
    public var email = ""
    public var birthday: CalendarDay?
    public var language = ""
    public var preferredChannel = ""
    public var currency = ""
    public var creditLimit: Money?
    public var objectsToProfiling = false

    public init() {}

    /// Whole months from `since` to `day`; `nil` when `since` is not known or later.
    public func tenureMonths(on day: CalendarDay) -> Int? {
        guard let since, since <= day else { return nil }
        let (from, to) = (since.dayOfMonth, day.dayOfMonth)
        return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0)
    }
}

/// A number as it stands in `phones`.
public struct StoredPhone: Equatable, Sendable {
    public var entered: String
    /// `nil`: could not be read.
    public var number: PhoneNumber?
    public var extensionDigits: String
    public var role: NumberRole
    public var label: String
    /// How an agent came to it; `nil`: it is from the customer's own list.
    public var link: NumberLink?

    public init(
        entered: String, number: PhoneNumber?, extensionDigits: String, role: NumberRole,
        label: String, link: NumberLink? = nil
    ) {
        self.entered = entered
        self.number = number
        self.extensionDigits = extensionDigits
        self.role = role
        self.label = label
        self.link = link
    }
}

/// Who has linked a number with a customer.
public struct NumberLink: Equatable, Sendable {
    /// May be empty: nobody has said.
    public var agent: String
    public var at: Moment
    /// `nil`: provisional.
    public var confirmedAt: Moment?

    public init(agent: String, at: Moment, confirmedAt: Moment?) {
        self.agent = agent
        self.at = at
        self.confirmedAt = confirmedAt
    }
}

/// Something an agent wants to be reminded of.
public struct Reminder: Equatable, Sendable {
    public var reference: String
    public var dueAt: Moment
    public var agent: String
    public var text: String

    public init(reference: String, dueAt: Moment, agent: String, text: String) {
        self.reference = reference
        self.dueAt = dueAt
        self.agent = agent
        self.text = text
    }
}

/// What a customer owes that is past its due date.
public struct Overdue: Equatable, Sendable {
    public var invoiceCount: Int
    public var amount: Money
    /// The earliest due date among them.
    public var since: CalendarDay

    public init(invoiceCount: Int, amount: Money, since: CalendarDay) {
        self.invoiceCount = invoiceCount
        self.amount = amount
        self.since = since
    }
}
