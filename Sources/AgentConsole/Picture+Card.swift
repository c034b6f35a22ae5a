import Customers
import ReplyReading

/// The call and the customer.
extension Picture {
    mutating func drawCard(_ call: PhoneCall, _ area: inout Area) {
        let card = call.customer.flatMap { console.cards[$0.key] }
        put(callLine(call), &area)
        put(title(call, card, area.columns), &area)
        if let card {
            put([Words(address(card), .quiet)], &area)
        } else if let customer = call.customer {
            let problem = console.cardProblems[customer.key]
            put(
                problem.map { [Words("!! no card: \($0)", .alarm)] }
                    ?? [Words("the card is on its way", .quiet)], &area)
        }
        if call.customer != nil || call.caller.isShared {
            let isShared = call.customer == nil
            let isObjecting = card?.identity["profiling"] != nil
            drawFigures(
                figures(call, card),
                unrated: isShared ? noValue(of: call) : isObjecting ? "objects" : nil, &area)
        }
        if call.customer == nil { return drawQuestion(call, &area) }
        if let card { drawSections(card, &area) }
    }

    /// Why those who share a number have no one value: the server says the same of two reasons.
    private func noValue(of call: PhoneCall) -> String {
        if call.candidates.isEmpty { return "not known yet" }
        return call.candidates.contains { $0.figures.value != nil } ? "differs" : "not rated"
    }

    /// `Acme Ltd  A1042  company, active, since 2019-03-04, broadband`: a long name gives way.
    private func title(_ call: PhoneCall, _ card: Card?, _ columns: Int) -> [Words] {
        let name = call.customer.map { $0.name.isEmpty ? $0.account : $0.name }
        var rest: [String] = []
        if let customer = call.customer { rest.append("  \(customer.account)") }
        if let card { rest.append("  \(Self.identity(card))") }
        // Of the services, too, some are seen.
        if let types = card?.identity["types"] { rest.append(", " + cut(types, to: columns / 3)) }
        let taken = rest.reduce(0) { $0 + DisplayWidth.of($1) }
        let shown = cut(name ?? call.caller.title, to: max(16, columns - taken))
        return [Words(shown, .bold), Words(rest.joined())]
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
            words.append(Words(" after \(LocalTime.duration(ended - answered))", .quiet))
        }
        let caller = call.caller
        if let sign = caller.sign { words.append(Words("  \(sign)", .bold)) }
        if call.chosen != nil { words.append(Words("  chosen by you", .quiet)) }
        if call.chosen == nil, caller.customer != nil, let match = caller.match, match != "exact" {
            let stored = caller.stored.map { " \($0)" } ?? ""
            words.append(Words("  ! found by \(match)\(stored)", .caution))
        }
        if call.chosen == nil, caller.isProvisional {
            words.append(Words("  ! provisional link: y confirms, w corrects", .caution))
        }
        if caller.role == "third-party" {
            words.append(Words("  ! a third party's number", .caution))
        }
        if let reason = caller.reason { words.append(Words("  \(reason)", .quiet)) }
        return words
    }

    /// `company, active, since 2021-11-22, left 2026-06-30: moved abroad`, without the services.
    private static func identity(_ card: Card) -> String {
        let fields = card.identity
        var parts = [fields["kind"], fields["state"]].compactMap { $0 }
        if let since = fields["since"] { parts.append("since \(since)") }
        if let left = fields["left_on"] {
            parts.append("left \(left)" + (fields["left_reason"].map { ": \($0)" } ?? ""))
        }
        if let parent = fields["parent"] { parts.append("part of \(parent)") }
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
            (call.caller.number == nil
                ? [("w", "say who it is, for this call")]
                : [
                    ("l", "link this number to an account, from now on"),
                    ("w", "say who it is, for this call only"),
                ])
            + [("n", "write now, and say who it was before it is stored")]
        put(heading: "WHO IS IT?", &area)
        for (key, does) in help { put([Words(" \(key)", .key), Words("  \(does)")], &area) }
    }

    private mutating func drawCandidates(_ call: PhoneCall, _ area: inout Area) {
        let (all, top) = (call.candidates, console.candidateTop)
        var heading = "WHO IS IT? Ask, then press the digit"
        if all.count > 9 {
            let last = min(all.count, top + 9)
            heading += "; \(top + 1) to \(last) of \(all.count), PgUp PgDn"
        }
        if let count = call.caller.customers, count > all.count, !all.isEmpty {
            heading += "; \(count) share it"
        }
        put(heading: heading, &area)
        for (index, candidate) in all.dropFirst(top).prefix(9).enumerated() {
            put(line(candidate, digit: index + 1, area.columns), &area)
        }
        if all.isEmpty { put([Words("they are on their way", .quiet)], &area) }
    }

    /// `1  Jane Bloggs (A1043)  person, active  ! a third party's number  value 4`
    private func line(_ candidate: Candidate, digit: Int, _ columns: Int) -> [Words] {
        let isUrgent = (candidate.figures.open ?? 0) > 0 || candidate.figures.down != nil
        let account = candidate.customer.name.isEmpty ? "" : " (\(candidate.customer.account))"
        var rest = [Words("\(account)  \(candidate.kind), \(candidate.state)  ")]
        if candidate.role == "third-party" {
            rest += [Words("! a third party's number", .caution), Words("  ")]
        }
        rest.append(Words(Self.briefly(candidate.figures), isUrgent ? .alarm : .normal))
        let taken = 4 + rest.reduce(0) { $0 + DisplayWidth.of($1.text) }
        let name =
            candidate.customer.name.isEmpty
            ? candidate.customer.account : candidate.customer.name
        return [
            Words(" \(digit)", .key), Words("  "), Words(cut(name, to: columns - taken), .bold),
        ] + rest
    }
}
