import ProtocolWords
import ReplyReading

/// Lists of lines, and lines that are opened in full.
extension Console {
    mutating func showHistory() {
        guard let customer = shown?.customer else { return say("no card is open") }
        overlay = .listing(
            Listing(title: "HISTORY of \(customer.title)", customer: customer))
        ask(.history(key: customer.key))
    }

    /// The card line by line.
    mutating func showLines() {
        guard let key = shown?.customer?.key, let card = cards[key] else {
            return say("no card is open")
        }
        overlay = .listing(card.listing)
    }

    mutating func take(_ key: Key, in listing: Listing) {
        var listing = listing
        switch key {
        case .down, .letter("j"): listing.move(by: 1)
        case .up, .letter("k"): listing.move(by: -1)
        case .pageDown, .letter(" "): listing.move(by: 15)
        case .pageUp: listing.move(by: -15)
        case .home: listing.move(by: -listing.lines.count)
        case .end: listing.move(by: listing.lines.count)
        case .enter, .lineFeed, .right: return open(listing)
        default: return overlay = nil
        }
        overlay = .listing(listing)
    }

    private mutating func open(_ listing: Listing) {
        guard listing.selected < listing.lines.count else { return }
        let line = listing.lines[listing.selected]
        var opened = Opened(customer: listing.customer, line: line, texts: line.texts)
        if case .entry(let entry) = line, !opened.texts.isEmpty {
            opened.note = "the whole text is on its way"
            ask(.entry(key: listing.customer.key, kind: entry.kind, reference: entry.reference))
        }
        overlay = .opened(opened, listing)
    }

    mutating func take(_ key: Key, in opened: Opened, _ listing: Listing) {
        var opened = opened
        switch key {
        case .down, .letter("j"): opened.top += 1
        case .up, .letter("k"): opened.top -= 1
        case .pageDown, .letter(" "): opened.top += 15
        case .pageUp: opened.top -= 15
        case .home: opened.top = 0
        default: return overlay = .listing(listing)
        }
        // Up to the last line at the top; rows depend on the screen, which is not known here.
        let lines = opened.texts.reduce(0) { $0 + 1 + $1.text.utf8.count / 20 }
        opened.top = min(max(0, opened.top), lines)
        overlay = .opened(opened, listing)
    }

    mutating func takeHistory(_ reply: Reply, _ key: String) {
        guard case .listing(var listing) = overlay, listing.customer.key == key,
            listing.content == .onItsWay
        else { return }
        if reply.isForNow { return askAgain.append(.history(key: key)) }
        if reply.meaning == .block {
            let entries = reply.lines.map { Card.Entry(anyKind: $0) }
            listing.content = .lines(
                Card.Entry.grouped(entries).map { .entry($0) }, total: entries.count,
                isAll: entries.count < Self.historyEntries)
        } else {
            listing.content = .refused(reply.words)
        }
        overlay = .listing(listing)
    }

    mutating func takeEntry(_ reply: Reply, kind: String, reference: String) {
        guard case .opened(var opened, let listing) = overlay, case .entry(let entry) = opened.line,
            entry.kind == kind, entry.reference == reference
        else { return }
        if reply.isForNow {
            return askAgain.append(
                .entry(key: opened.customer.key, kind: kind, reference: reference))
        }
        if let whole = WholeTexts(reply, kind: kind, reference: reference) {
            opened.texts = whole.texts
            opened.note = whole.note
        } else {
            opened.note = "this may be only the beginning: \(reply.words)"
        }
        overlay = .opened(opened, listing)
    }
}

/// The texts of one entry, put together from the lines of a reply.
///
/// - Source: `Protocol/README.md`, "HISTORY".
struct WholeTexts {
    private(set) var texts: [Listing.Text] = []
    private(set) var note = ""

    /// - Returns: `nil` where the reply does not have the entry.
    init?(_ reply: Reply, kind: String, reference: String) {
        let start = reply.lines.firstIndex {
            $0.word == kind && $0.fields[named: "reference"] == reference
        }
        guard reply.meaning == .block, let start else { return nil }
        var text = ""
        var name: String?
        var isInLine = false
        func end() { if let name { texts.append(Listing.Text(name: name, text: text)) } }
        for line in reply.lines[(start + 1)...] {
            guard line.word == "text" || line.word == "cut" else { break }
            guard line.word == "text" else {
                note = "only the beginning: the whole has \(line.fields["bytes"] ?? "more") bytes"
                continue
            }
            if line.fields["of"] != name {
                end()
                (name, text) = (line.fields["of"], "")
            } else if !isInLine {
                text += "\n"
            }
            text += line.fields[named: "text"] ?? ""
            isInLine = line.fields["more"] == "1"
        }
        end()
    }
}
