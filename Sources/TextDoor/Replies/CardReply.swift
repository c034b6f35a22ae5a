import Access
import Customers
import WireProtocol

/// The block that answers `CARD`. Shape: `Protocol/README.md`, "CARD".
extension ReplyWriter {
    mutating func card(_ card: Card, _ sources: LoadedSources, hidden: Sight) {
        beginBlock()
        subject(card.summary.account)
        self.hidden(hidden)
        identity(card)
        figures(card, sources, hidden)
        for phone in card.phones { line(phone) }
        for complaint in card.openComplaints { line(complaint, asOf: card.asOf) }
        for interruption in card.interruptionsUnderWay { line(interruption, asOf: card.asOf) }
        if let overdue = card.overdue { line(overdue, card.details.currency) }
        for reminder in card.reminders { line(reminder) }
        for entry in card.lastContacts { line(entry) }
        endBlock()
    }

    private mutating func identity(_ card: Card) {
        let (summary, details) = (card.summary, card.details)
        line("customer")
        field("id", Int(summary.id.value))
        field("kind", word: summary.kind.word)
        field("state", word: summary.state.word)
        field("since", details.since)
        count("tenure_months", details.tenureMonths(on: card.asOf.day))
        if summary.state == .left {
            field("left_on", details.leftOn)
            text("left_reason", details.leftReason)
        }
        if let parent = details.parent { field("parent", word: parent.text) }
        text("types", details.types)
        if details.objectsToProfiling { field("profiling", word: "objected") }
        field("name", quoted: summary.name)
        section(
            "address",
            [
                ("address", details.address), ("city", details.city),
                ("region", details.region), ("postcode", details.postcode),
                ("country", details.country), ("email", details.email),
            ])
        preferences(details)
    }

    private mutating func preferences(_ details: CustomerDetails) {
        let texts = [details.language, details.preferredChannel, details.currency]
        let hasMore = details.creditLimit != nil || details.birthday != nil
        guard hasMore || texts.contains(where: { !$0.isEmpty }) else { return }
        line("preference")
        text("language", details.language)
        text("channel", details.preferredChannel)
        text("currency", details.currency)
        if let limit = details.creditLimit { field("credit_limit", word: limit.description) }
        if let birthday = details.birthday { field("birthday", birthday) }
    }

    /// A line of texts; left out when all of them are empty.
    private mutating func section(_ word: StaticString, _ fields: [(StaticString, String)]) {
        guard fields.contains(where: { !$0.1.isEmpty }) else { return }
        line(word)
        for (key, value) in fields { text(key, value) }
    }

    /// Says which kinds of fields and lines are left out, where any are.
    mutating func hidden(_ kinds: Sight) {
        let words = kinds.list
        if !words.isEmpty { field("hidden", word: words) }
    }

    private mutating func figures(_ card: Card, _ sources: LoadedSources, _ hidden: Sight) {
        let figures = card.summary.figures
        line("figures")
        count("value", figures.value.map { Int($0.grade) })
        let complaintsKnown = sources.contains(.complaints)
        count("complaints", complaintsKnown ? figures.complaints : nil)
        count("open", complaintsKnown ? figures.openComplaints : nil)
        field("oldest_open", card.oldestOpenComplaint)
        let referralsKnown = sources.contains(.referrals)
        count("referrals", referralsKnown ? figures.referrals : nil)
        count("pending", referralsKnown ? card.pendingReferrals : nil)
        let interruptionsKnown = sources.contains(.interruptions)
        count("interruptions", interruptionsKnown ? figures.interruptions : nil)
        if !hidden.contains(.operations) {
            count("minutes", interruptionsKnown ? Int(card.interruptedSeconds / 60) : nil)
            field("down", figures.interruptedSince)
        }
        field("as_of", card.asOf)
    }

    private mutating func line(_ phone: StoredPhone) {
        line("phone")
        if let number = phone.number {
            field("number", word: number.description)
        } else {
            field(unknown: "number")
        }
        text("extension", phone.extensionDigits)
        field("role", word: phone.role.word)
        text("label", phone.label)
        if let link = phone.link {
            field("link", word: link.confirmedAt == nil ? "provisional" : "confirmed")
            text("linked_by", link.agent)
            field("linked", link.at)
        }
        field("entered", quoted: phone.entered)
    }

    private mutating func line(_ complaint: Complaint, asOf now: Moment) {
        line("complaint")
        field("reference", quoted: complaint.reference)
        field("received", complaint.receivedAt)
        field("days", Int((now - complaint.receivedAt) / 86_400))
        field("subject", quoted: complaint.subject)
    }

    private mutating func line(_ interruption: Interruption, asOf now: Moment) {
        line("interruption")
        field("reference", quoted: interruption.reference)
        field("service", quoted: interruption.service)
        field("began", interruption.beganAt)
        field("minutes", Int((now - interruption.beganAt) / 60))
        field("expected_end", interruption.expectedEndAt)
        field("planned", interruption.isPlanned ? 1 : 0)
        field("cause", quoted: interruption.cause)
    }

    private mutating func line(_ overdue: Overdue, _ currency: String) {
        line("overdue")
        field("invoices", overdue.invoiceCount)
        field("amount", word: overdue.amount.description)
        text("currency", currency)
        field("since", overdue.since)
    }

    mutating func line(_ reminder: Reminder) {
        line("reminder")
        field("reference", quoted: reminder.reference)
        field("due", reminder.dueAt)
        text("agent", reminder.agent)
        field("text", quoted: reminder.text)
    }

    /// A text that is left out when it is empty.
    mutating func text(_ key: StaticString, _ value: String) {
        if !value.isEmpty { field(key, quoted: value) }
    }
}
