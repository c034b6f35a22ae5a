import Customers
import ReplyReading

/// What is open, and the last contacts.
extension Picture {
    mutating func drawSections(_ card: Card, _ area: inout Area) {
        let items = openItems(card)
        let isTall = area.rows >= 20
        if isTall { _ = area.next() }
        // Where there is some room, two rows at least stay for the contacts.
        let room = max(2, area.rows - (card.entries.isEmpty || area.rows < 8 ? 0 : 3))
        if items.isEmpty {
            let figures = card.figures
            let isKnown = figures.open != nil && figures.interruptions != nil
            put(
                [
                    Words("OPEN NOW", .heading),
                    Words(isKnown ? " nothing" : " nothing that is known", .good),
                ], &area)
        } else {
            put(heading: items.count < room ? "OPEN NOW" : "OPEN NOW (\(items.count))", &area)
            for item in items.prefix(room - 1) { put(item, &area, indent: 1) }
        }
        if isTall { _ = area.next() }
        drawContacts(card, &area)
        guard area.rows > card.phones.count + 1, !card.phones.isEmpty else { return }
        if isTall { _ = area.next() }
        put(heading: "NUMBERS", &area)
        for phone in card.phones { put(self.phone(phone), &area, indent: 1) }
    }

    private mutating func drawContacts(_ card: Card, _ area: inout Area) {
        guard area.rows > 1 || card.entries.isEmpty else { return }
        // The call that is going on is no past contact, though the server has noted it already.
        let entries = Card.Entry.grouped(
            card.entries.filter {
                $0.kind != "call" || console.calls[$0.reference]?.isLive != true
            })
        guard !entries.isEmpty else {
            return put([Words("LAST CONTACTS", .heading), Words(" none", .quiet)], &area)
        }
        put(heading: "LAST CONTACTS", &area)
        // A second row for the detail where there is room for all.
        let isRoomy = area.rows >= 2 * entries.count
        for entry in entries { draw(entry, isRoomy: isRoomy, &area) }
    }

    /// `+442079460959 ext. 12  direct  accounts`
    private func phone(_ fields: Fields) -> [Words] {
        let number = fields["number"] ?? fields["entered"].map { "\($0) (unreadable)" } ?? "-"
        let place = fields["extension"].map { " ext. \($0)" } ?? ""
        var words = [Words((number + place).padded(to: 22)), Words(fields["role"] ?? "", .quiet)]
        if let label = fields["label"] { words.append(Words("  \(label)")) }
        if let link = fields["link"] {
            let by = fields["linked_by"].map { " by \($0)" } ?? ""
            words.append(
                Words("  linked\(by), \(link)", link == "provisional" ? .caution : .unknown))
        }
        return words
    }

    /// The most urgent first.
    private func openItems(_ card: Card) -> [[Words]] {
        var items: [[Words]] = card.interruptions.map(interruption)
        items += card.complaints.map { complaint in
            let days = complaint.days.map { ", \($0) days" } ?? ""
            return [
                Words("!! complaint", .alarm), Words("  " + complaint.reference + days + "  "),
                Words(complaint.subject, .bold),
            ]
        }
        if let overdue = card.overdue {
            let amount = [overdue["amount"], overdue["currency"]].compactMap { $0 }
            let since = overdue["since"].map { " since \($0)" } ?? ""
            let count = overdue["invoices"] ?? "?"
            items.append([
                Words("!  overdue", .caution), Words("    "),
                Words(amount.joined(separator: " "), .bold),
                Words("  \(count) \(count == "1" ? "invoice" : "invoices")\(since)"),
            ])
        }
        return items + card.reminders.map(reminder)
    }

    private func interruption(_ fields: Fields) -> [Words] {
        let time = console.time
        let isPlanned = fields["planned"] == "1"
        let began = fields["began"].flatMap { Moment(iso8601: $0) }
        let end = fields["expected_end"].flatMap { Moment(iso8601: $0) }
        let minutes = fields["minutes"].flatMap { Int($0) }
        let since = began.map { " since \(time.short($0))" } ?? ""
        let length = minutes.map { " (\(LocalTime.span(minutes: $0)))" } ?? ""
        let until = end.map { ", until \(time.short($0))" } ?? ", no end known"
        return [
            isPlanned ? Words("!  planned", .caution) : Words("!! outage", .alarm),
            Words(isPlanned ? "    " : "     "), Words(fields["service"] ?? "service", .bold),
            Words(since + length + until + "  "),
            Words(fields["cause"] ?? ""),
        ]
    }

    private func reminder(_ fields: Fields) -> [Words] {
        let due = fields["due"].flatMap { Moment(iso8601: $0) }
        let isDue = due.map { $0 <= console.now } ?? false
        return [
            Words(isDue ? "!  reminder" : "   reminder", isDue ? .caution : .normal), Words("   "),
            Words(due.map { console.time.full($0) } ?? ""),
            Words(fields["agent"].map { " \($0)" } ?? "", .quiet),
            Words("  \(fields["text"] ?? "")"),
        ]
    }

    /// `20 Nov  phone/in  jo  solved  Router drops: told to ...`
    mutating func draw(_ entry: Card.Entry, isRoomy: Bool, _ area: inout Area) {
        // A bill has a day and no time: a zone must not move it.
        let isDay = entry.kind == "invoice"
        let day = entry.at.map { isDay ? console.time.day($0) : console.time.short($0) } ?? "-"
        let what = entry.channel.isEmpty ? entry.kind : entry.channel
        var words = [Words(day.padded(to: 11), .quiet), Words(what.padded(to: 10))]
        let agent = entry.agent.isEmpty ? "-" : entry.agent
        words.append(Words(agent.padded(to: 8), entry.agent.isEmpty ? .quiet : .plain))
        if entry.attempts > 1 {
            words.append(Words("\(entry.attempts) attempts, nobody spoke with them", .caution))
        } else if !entry.outcome.isEmpty {
            let isOpen = ["open", "passed-on", "call-back"].contains(entry.outcome)
            words += [Words(entry.outcome, isOpen ? .caution : .unknown), Words("  ")]
        }
        if !entry.subject.isEmpty { words.append(Words(entry.subject, .bold)) }
        if isRoomy, !entry.detail.isEmpty, !entry.subject.isEmpty {
            put(words, &area, indent: 1)
            return put([Words(entry.detail)], &area, indent: 12)
        }
        if !entry.detail.isEmpty {
            words.append(Words(entry.subject.isEmpty ? entry.detail : ": \(entry.detail)"))
        }
        put(words, &area, indent: 1)
    }
}

extension String {
    /// With spaces behind it, so that it takes at least `width` cells and one more.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - DisplayWidth.of(self)))
    }
}
