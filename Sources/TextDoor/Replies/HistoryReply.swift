import Access
import Customers
import WireProtocol

/// The block that answers `HISTORY`, whose lines a card shows too. Shape: `Protocol/README.md`,
/// "HISTORY".
extension ReplyWriter {
    /// The first line.
    mutating func history(_ account: Account, entries: Int, hidden: Sight) {
        beginBlock()
        subject(account)
        self.hidden(hidden)
        field("entries", entries)
    }

    /// Entries with their whole texts behind each.
    mutating func whole(_ account: Account, _ named: NamedEntries, hidden: Sight) {
        beginBlock()
        subject(account)
        self.hidden(hidden)
        field("entries", named.count)
        for entry in named.entries {
            line(entry)
            let words = HistoryWords(entry)
            whole("subject", words.subject)
            whole("detail", words.detail)
        }
        if let reminder = named.reminder {
            line(reminder)
            whole("text", reminder.text)
        }
        endBlock()
    }

    /// A text of any length: each of its lines, in pieces of what a field may hold.
    private mutating func whole(_ name: StaticString, _ text: String) {
        if text.isEmpty { return }
        let pieces = TextPieces(text)
        for piece in pieces.pieces {
            line("text")
            field("of", word: name)
            field("more", piece.goesOn ? 1 : 0)
            field("text", quoted: piece.text)
        }
        guard pieces.isCut else { return }
        line("cut")
        field("of", word: name)
        field("bytes", text.utf8.count)
    }

    mutating func line(_ entry: HistoryEntry) {
        let words = HistoryWords(entry)
        line(entry.kind.word)
        field("at", entry.at)
        field("reference", quoted: entry.reference)
        text("channel", words.channel)
        text("agent", words.agent)
        text("outcome", words.outcome)
        text("subject", words.subject)
        text("detail", words.detail)
        if case .call(_, _, let attempts) = entry.event, attempts > 1 {
            field("attempts", attempts)
        }
    }
}

/// What a line of the history says of an entry of any kind; what is empty is left out.
private struct HistoryWords {
    /// Where it took place or what it is of: a channel, a service, the kind of engagement.
    var channel = ""
    var agent = ""
    /// Where it stands: a status, an outcome, an end.
    var outcome = ""
    var subject = ""
    var detail = ""

    init(_ entry: HistoryEntry) {
        switch entry.event {
        case .contact(let contact):
            channel = "\(contact.channel)/\(contact.direction.word)"
            (agent, outcome) = (contact.agent, contact.outcome)
            (subject, detail) = (contact.subject, contact.detail)
        case .note(let agent, let text): (self.agent, detail) = (agent, text)
        case .complaint(let status, let isUpheld, let subject, let resolution):
            outcome = "\(status.word)" + (isUpheld.map { $0 ? "/upheld" : "/not-upheld" } ?? "")
            (self.subject, detail) = (subject, resolution)
        case .referral(let party, let account, let isQualified):
            outcome = isQualified ? "qualified" : "pending"
            (subject, detail) = (party, account)
        case .interruption(let service, let endedAt, let isPlanned, let cause):
            let end = endedAt.map { "\(($0 - (entry.at ?? $0)) / 60)-minutes" } ?? "under-way"
            outcome = end + (isPlanned ? "/planned" : "")
            (channel, subject) = (service, cause)
        case .invoice(let amount, let paidOn):
            outcome = paidOn.map { "paid-\($0)" } ?? "unpaid"
            subject = amount.description
        case .engagement(let kind, let isAnswered, let score):
            channel = "\(kind.word)"
            outcome = isAnswered ? "answered" : "not-answered"
            subject = score.map { "score \($0)" } ?? ""
        case .call(let agent, let isAnswered, _):
            (self.agent, outcome) = (agent, isAnswered ? "answered" : "not-answered")
        }
    }
}
