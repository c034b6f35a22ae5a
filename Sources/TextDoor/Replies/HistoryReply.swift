import Customers
import WireProtocol

/// The block that answers `HISTORY`, whose lines a card shows too. Shape: `Protocol/README.md`,
/// "HISTORY".
extension ReplyWriter {
    /// The first line.
    mutating func history(_ account: Account, entries: Int) {
        beginBlock()
        subject(account)
        field("entries", entries)
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
            let end = endedAt.map { "\(($0 - entry.at) / 60)-minutes" } ?? "under-way"
            outcome = end + (isPlanned ? "/planned" : "")
            (channel, subject) = (service, cause)
        case .invoice(let amount, let paidOn):
            outcome = paidOn.map { "paid-\($0)" } ?? "unpaid"
            subject = amount.description
        case .engagement(let kind, let isAnswered, let score):
            channel = "\(kind.word)"
            outcome = isAnswered ? "answered" : "not-answered"
            subject = score.map { "score \($0)" } ?? ""
        case .call(let agent, let isAnswered):
            (self.agent, outcome) = (agent, isAnswered ? "answered" : "not-answered")
        }
    }
}
