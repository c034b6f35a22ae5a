import Customers
import ReplyReading

/// The call and the customer.
extension Picture {
    mutating func drawCard(_ call: PhoneCall, _ area: inout Area) {
        let card = call.customer.flatMap { console.cards[$0.key] }
        put(callLine(call), &area)
        let name = call.customer.map { $0.name.isEmpty ? $0.account : $0.name }
        var title = [Words(name ?? call.caller.title, .bold)]
        if let customer = call.customer { title.append(Words("  \(customer.account)")) }
        if let card { title += [Words("  "), Words(Self.identity(card))] }
        put(title, &area)
        if let card {
            put([Words(address(card), .dim)], &area)
        } else if call.customer != nil {
            put([Words("the card is on its way", .dim)], &area)
        }
        if call.customer != nil || call.caller.isShared {
            let isShared = call.customer == nil
            let isObjecting = card?.identity["profiling"] != nil
            drawFigures(
                figures(call, card), unrated: isShared ? "differs" : isObjecting ? "objects" : nil,
                &area)
        }
        if call.customer == nil { return drawQuestion(call, &area) }
        if let card { drawSections(card, &area) }
    }

    /// The latest there is: the pushed line comes before the card that was asked for because of it.
    private func figures(_ call: PhoneCall, _ card: Card?) -> Figures {
        let pushed = call.chosen == nil ? call.caller.figures : nil
        guard var figures = card?.figures else {
            let candidate = call.candidates.first { $0.customer == call.chosen }
            return pushed ?? candidate?.figures ?? Figures(Fields())
        }
        guard let key = call.customer?.key, console.cardsAsked.contains(key), let pushed else {
            return figures
        }
        figures.value = pushed.value
        figures.complaints = pushed.complaints
        figures.referrals = pushed.referrals
        figures.interruptions = pushed.interruptions
        figures.open = pushed.open
        figures.down = pushed.down
        return figures
    }

    /// `SPEAKING 02:13  +44 ...  found as +44 ... (variant)`
    private func callLine(_ call: PhoneCall) -> [Words] {
        let since: Moment? =
            switch call.stage {
            case .ringing: call.rangAt
            case .answered: call.answeredAt
            case .ended, .taken, .withdrawn, .passedOn: nil
            case .lookedUp: nil
            }
        var words = [Words(call.word, call.style)]
        if let since { words.append(Words(" \(LocalTime.duration(console.now - since))")) }
        if let answered = call.answeredAt, let ended = call.endedAt {
            words.append(Words(" after \(LocalTime.duration(ended - answered))", .dim))
        }
        let caller = call.caller
        if let number = caller.number { words.append(Words("  \(number)", .bold)) }
        if call.chosen != nil { words.append(Words("  chosen by you", .dim)) }
        if call.chosen == nil, let match = caller.match,
            !["exact", "none", "shared"].contains(match)
        {
            let stored = caller.stored.map { " \($0)" } ?? ""
            words.append(Words("  ! found by \(match)\(stored)", .caution))
        }
        if call.chosen == nil, caller.isProvisional {
            words.append(Words("  ! provisional link: y confirms, w corrects", .caution))
        }
        if caller.role == "third-party" {
            words.append(Words("  ! a third party's number", .caution))
        }
        if let reason = caller.reason { words.append(Words("  \(reason)", .dim)) }
        return words
    }

    /// `company, active, since 2021-11-22, left 2026-06-30: moved abroad`
    private static func identity(_ card: Card) -> String {
        let fields = card.identity
        var parts = [fields["kind"], fields["state"]].compactMap { $0 }
        if let since = fields["since"] { parts.append("since \(since)") }
        if let left = fields["left_on"] {
            parts.append("left \(left)" + (fields["left_reason"].map { ": \($0)" } ?? ""))
        }
        if let parent = fields["parent"] { parts.append("part of \(parent)") }
        if let types = fields["types"] { parts.append(types) }
        return parts.joined(separator: ", ")
    }

    private func address(_ card: Card) -> String {
        let place = ["address", "postcode", "city", "country"].compactMap { card.address?[$0] }
        var parts = [place.joined(separator: ", ")]
        if let language = card.preference?["language"] { parts.append("speaks \(language)") }
        if let channel = card.preference?["channel"] { parts.append("prefers \(channel)") }
        if let email = card.address?["email"] { parts.append(email) }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Nobody, several, or no number: what the agent can do.
    private mutating func drawQuestion(_ call: PhoneCall, _ area: inout Area) {
        _ = area.next()
        if call.caller.isShared || !call.candidates.isEmpty {
            return drawCandidates(call, &area)
        }
        let help: [(String, String)] =
            call.caller.number == nil
            ? [("w", "say who it is, for this call")]
            : [
                ("l", "link this number to an account, from now on"),
                ("w", "say who it is, for this call only"),
            ]
        put(heading: "WHO IS IT?", &area)
        for (key, does) in help { put([Words(" \(key)", .key), Words("  \(does)")], &area) }
    }

    private mutating func drawCandidates(_ call: PhoneCall, _ area: inout Area) {
        let (all, top) = (call.candidates, console.candidateTop)
        let more = all.count > 9 ? "; PgUp and PgDn show others of \(all.count)" : ""
        put(heading: "WHO IS IT? Ask, then press the digit\(more)", &area)
        for (index, candidate) in all.dropFirst(top).prefix(9).enumerated() {
            let severity: Severity =
                (candidate.figures.open ?? 0) > 0 || candidate.figures.down != nil
                ? .alarm : .normal
            put(
                [
                    Words(" \(index + 1)", .key), Words("  \(candidate.customer.title)", .bold),
                    Words("  \(candidate.kind), \(candidate.state)  ", .dim),
                    Words(Self.briefly(candidate.figures), severity),
                ], &area)
        }
        if all.isEmpty { put([Words("they are on their way", .dim)], &area) }
    }
}
