import CallerIndex
import CustomerRecords
import Customers
import Numbering
import ProtocolWords
import WireProtocol

/// The one line that answers `LOOKUP`. Shape: `Protocol/README.md`, "LOOKUP".
extension ReplyWriter {
    /// What a search has found.
    mutating func lookup(_ findings: Findings, _ sources: LoadedSources) {
        guard let tier = findings.tier, let number = findings.number else {
            if let number = findings.caller.number { return nobody(number) }
            return noNumber(
                .unreadableNumber, match: "none", reason: findings.caller.problem?.word)
        }
        if findings.hits.count == 1 {
            found(number, findings.hits[0], tier, sources)
        } else {
            shared(number, findings.common, tier, sources)
        }
    }

    /// A string that is no number to look up.
    mutating func noNumber(_ reading: Reading) {
        switch reading {
        case .number: preconditionFailure("a number is looked up")
        case .withheld: noNumber(.withheld, match: "withheld")
        case .shortCode: noNumber(.notASubscriber, match: "none", reason: "short-code")
        case .internalExtension: noNumber(.notASubscriber, match: "none", reason: "extension")
        case .unreadable(let problem):
            noNumber(.unreadableNumber, match: "none", reason: problem.reason.word)
        }
    }

    /// A number that exactly one customer has.
    mutating func found(
        _ number: PhoneNumber, _ record: CustomerRecord, _ sources: LoadedSources
    ) {
        begin(.done)
        self.number(number)
        record.withAccount { field("account", word: $0) }
        figures(
            value: record.valueGrade, complaints: record.complaints, referrals: record.referrals,
            interruptions: record.interruptions, sources)
        field("match", word: "exact" as StaticString)
        standing(
            open: record.openComplaints, down: record.interruptedSince, state: record.state,
            kind: record.kind, holding: record.holding(of: number), id: record.id, sources)
        record.withName { field("name", quoted: $0) }
        end()
    }

    /// The same for any tier; names the stored number where it is another one.
    mutating func found(
        _ number: PhoneNumber, _ hit: Findings.Hit, _ tier: MatchTier, _ sources: LoadedSources
    ) {
        begin(.done)
        self.number(number)
        account(hit.summary, sources)
        field("match", word: tier.word)
        if hit.number != number { field("stored", word: hit.number.description) }
        standing(hit, sources)
        end()
    }

    /// A line of a block about one customer: the fields of `found`, the stored number in any case.
    mutating func customer(_ hit: Findings.Hit, _ sources: LoadedSources) {
        account(hit.summary, sources)
        field("stored", word: hit.number.description)
        standing(hit, sources)
    }

    private mutating func account(_ summary: Summary, _ sources: LoadedSources) {
        let figures = summary.figures
        field("account", word: summary.account.text)
        self.figures(
            value: Int(figures.value?.grade ?? 0), complaints: figures.complaints,
            referrals: figures.referrals, interruptions: figures.interruptions, sources)
    }

    private mutating func standing(_ hit: Findings.Hit, _ sources: LoadedSources) {
        let (summary, figures) = (hit.summary, hit.summary.figures)
        standing(
            open: figures.openComplaints, down: figures.interruptedSince, state: summary.state,
            kind: summary.kind, holding: hit.holding, id: summary.id, sources)
        field("name", quoted: summary.name)
    }

    /// A number that several customers have: what they have in common, and nobody's name.
    mutating func shared(
        _ number: PhoneNumber, _ common: CommonFigures, _ tier: MatchTier,
        _ sources: LoadedSources
    ) {
        begin(.done)
        self.number(number)
        field("customers", common.customerCount)
        common.value.map { figure("value", $0, isKnown: $0 > 0) } ?? field(unknown: "value")
        commonFigure("complaints", common.complaints, sources.contains(.complaints))
        commonFigure("referrals", common.referrals, sources.contains(.referrals))
        commonFigure("interruptions", common.interruptions, sources.contains(.interruptions))
        field("match", word: "shared" as StaticString)
        if tier != .exact { field("via", word: tier.word) }
        end()
    }

    /// A number that nobody has.
    mutating func nobody(_ number: PhoneNumber) {
        begin(.nobody)
        self.number(number)
        field("match", word: "none" as StaticString)
        end()
    }

    /// No number to look up: withheld, not a subscriber's, or not readable.
    ///
    /// - Parameter reason: the word that says what it was.
    mutating func noNumber(_ code: ReplyCode, match: StaticString, reason: StaticString? = nil) {
        begin(code)
        if format == .json { say(code.text) }
        field("match", word: match)
        if let reason { field("reason", word: reason) }
        end()
    }

    @inline(__always)
    private mutating func figures(
        value: Int, complaints: Int, referrals: Int, interruptions: Int, _ sources: LoadedSources
    ) {
        figure("value", value, isKnown: value > 0)
        figure("complaints", complaints, isKnown: sources.contains(.complaints))
        figure("referrals", referrals, isKnown: sources.contains(.referrals))
        figure("interruptions", interruptions, isKnown: sources.contains(.interruptions))
    }

    @inline(__always)
    private mutating func standing(
        open: Int, down: Moment?, state: CustomerState, kind: CustomerKind,
        holding: Summary.Number, id: CustomerID, _ sources: LoadedSources
    ) {
        figure("open", open, isKnown: sources.contains(.complaints))
        field("down", down)
        field("state", word: state.word)
        field("kind", word: kind.word)
        field("role", word: holding.role.word)
        if holding.isProvisional { field("link", word: "provisional") }
        field("id", Int(id.value))
    }

    @inline(__always)
    private mutating func figure(_ key: StaticString, _ value: Int, isKnown: Bool) {
        if isKnown { field(key, value) } else { field(unknown: key) }
    }

    private mutating func commonFigure(_ key: StaticString, _ value: Int?, _ isKnown: Bool) {
        figure(key, value ?? 0, isKnown: isKnown && value != nil)
    }
}

/// The figures that all customers of one number have alike; `nil` where they differ.
struct CommonFigures {
    private(set) var customerCount = 0
    private(set) var value: Int?
    private(set) var complaints: Int?
    private(set) var referrals: Int?
    private(set) var interruptions: Int?

    mutating func add(value: Int, complaints: Int, referrals: Int, interruptions: Int) {
        self.value = common(self.value, value)
        self.complaints = common(self.complaints, complaints)
        self.referrals = common(self.referrals, referrals)
        self.interruptions = common(self.interruptions, interruptions)
        customerCount += 1
    }

    private func common(_ soFar: Int?, _ next: Int) -> Int? {
        customerCount == 0 || soFar == next ? next : nil
    }
}
