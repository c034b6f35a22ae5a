import Customers
import ReplyReading

/// Lines of which each can be opened in full: a history, or what stands on a card.
struct Listing: Equatable {
    enum Line: Equatable {
        /// Whose texts the server is asked for when it is opened.
        case entry(Card.Entry)
        /// What is there already: a word that says what it is, and its texts by name.
        case fact(String, [Text])
    }

    struct Text: Equatable {
        let name: String
        let text: String
    }

    enum Content: Equatable {
        case onItsWay
        /// The server does not tell: words for the agent.
        case refused(String)
        /// - Parameters:
        ///   - total: what they stand for, where one line stands for several.
        ///   - isAll: whether there is surely nothing else.
        case lines([Line], total: Int, isAll: Bool)
    }

    let title: String
    let customer: Customer
    var content = Content.onItsWay
    /// The line that opens with Enter.
    var selected = 0

    var lines: [Line] { if case .lines(let lines, _, _) = content { lines } else { [] } }

    mutating func move(by step: Int) {
        selected = min(max(0, selected + step), max(0, lines.count - 1))
    }

    /// `312 entries`, `the latest 500, there may be more`
    var count: String {
        switch content {
        case .onItsWay: "on its way"
        case .refused(let words): "not shown: \(words)"
        case .lines(_, let total, isAll: false): "the latest \(total), there may be more"
        case .lines(_, total: 1, _): "1 entry"
        case .lines(_, let total, _): "\(total) entries"
        }
    }
}

/// One line, opened: every line of its texts.
struct Opened: Equatable {
    let customer: Customer
    let line: Listing.Line
    var texts: [Listing.Text]
    /// What the agent should know of the texts: that they are on their way, or cut.
    var note = ""
    /// First row that is shown.
    var top = 0
}

extension Listing.Line {
    /// What is there of an entry before the server is asked.
    var texts: [Listing.Text] {
        switch self {
        case .fact(_, let texts): texts
        case .entry(let entry):
            [
                Listing.Text(name: "subject", text: entry.subject),
                Listing.Text(name: "detail", text: entry.detail),
            ].filter { !$0.text.isEmpty }
        }
    }
}

extension Card {
    /// Everything that stands on the card, each with all that the server has said of it.
    var listing: Listing {
        var lines: [Listing.Line] = [fact("customer", identity)]
        if let address { lines.append(fact("address", address)) }
        if let preference { lines.append(fact("preference", preference)) }
        lines += interruptions.map { .entry(Entry(interruption: $0)) }
        lines += complaints.map { .entry(Entry($0)) }
        if let overdue { lines.append(fact("overdue", overdue)) }
        lines += reminders.map { .entry(Entry(reminder: $0)) }
        lines += Entry.grouped(entries).map { .entry($0) }
        lines += phones.map { fact("number", $0) }
        var listing = Listing(title: "CARD of \(customer.title)", customer: customer)
        listing.content = .lines(lines, total: lines.count, isAll: true)
        return listing
    }

    private func fact(_ word: String, _ fields: Fields) -> Listing.Line {
        .fact(
            word,
            fields.pairs.filter { $0.key != "id" }.map {
                Listing.Text(name: $0.key.replacing("_", with: " "), text: $0.value)
            })
    }
}

extension Card.Entry {
    fileprivate init(_ complaint: Card.Complaint) {
        self.init(
            kind: "complaint", reference: complaint.reference, at: complaint.received,
            channel: "", agent: "", outcome: "open", subject: complaint.subject, detail: "",
            attempts: 1)
    }

    fileprivate init(reminder fields: Fields) {
        self.init(
            kind: "reminder", reference: fields[named: "reference"] ?? "",
            at: fields["due"].flatMap { Moment(iso8601: $0) }, channel: "",
            agent: fields["agent"] ?? "", outcome: "", subject: "",
            detail: fields[named: "text"] ?? "", attempts: 1)
    }

    fileprivate init(interruption fields: Fields) {
        self.init(
            kind: "interruption", reference: fields["reference"] ?? "",
            at: fields["began"].flatMap { Moment(iso8601: $0) }, channel: fields["service"] ?? "",
            agent: "", outcome: "under-way", subject: fields["cause"] ?? "", detail: "",
            attempts: 1)
    }
}
