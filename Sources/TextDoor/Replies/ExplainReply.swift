import Access
import CustomerStore
import Customers
import ProtocolWords
import Scoring
import WireProtocol

/// The facts that `EXPLAIN` lists, of each kind the latest.
struct ExplainedLines {
    private let told: CustomerExplanation
    private let complaints: ArraySlice<Judged<Complaint, ComplaintVerdict>>
    private let referrals: ArraySlice<Judged<Referral, ReferralVerdict>>
    private let interruptions: ArraySlice<Judged<Interruption, InterruptionVerdict>>

    init(_ told: CustomerExplanation, hidden: Sight) {
        self.told = told
        complaints = told.explanation.complaints.suffix(Limits.explainedEntries)
        referrals = told.explanation.referrals.suffix(Limits.explainedEntries)
        interruptions =
            hidden.contains(.operations)
            ? [] : told.explanation.interruptions.suffix(Limits.explainedEntries)
    }

    var count: Int { complaints.count + referrals.count + interruptions.count }

    /// Bytes of memory that it keeps, about: all facts, those that are not listed, too.
    var byteCount: Int {
        let explanation = told.explanation
        let texts = explanation.complaints.reduce(0) {
            $0 + $1.fact.subject.utf8.count + $1.fact.resolution.utf8.count
        }
        let facts =
            explanation.complaints.count + explanation.referrals.count
            + explanation.interruptions.count
        return texts + facts * 256
    }

    fileprivate func write(_ place: Int, to writer: inout ReplyWriter) {
        var place = place
        if place < complaints.count {
            return writer.line(complaints[complaints.startIndex + place])
        }
        place -= complaints.count
        if place < referrals.count {
            return writer.line(referrals[referrals.startIndex + place], told)
        }
        place -= referrals.count
        writer.line(interruptions[interruptions.startIndex + place], told)
    }
}

/// The block that answers `EXPLAIN`. Shape: `Protocol/README.md`, "EXPLAIN".
extension ReplyWriter {
    /// The lines before the facts.
    mutating func explanation(_ told: CustomerExplanation, hidden: Sight) {
        let explanation = told.explanation
        beginBlock()
        subject(told.account)
        self.hidden(hidden)
        field("as_of", explanation.asOf)
        figures(told, hidden)
        value(told)
        if let override = explanation.override { line(override, at: explanation.asOf) }
        for part in explanation.value?.components ?? []
        where !hidden.contains(.account) || !part.component.isOfMoney { line(part) }
    }

    /// One fact.
    mutating func line(_ lines: ExplainedLines, _ place: Int) {
        lines.write(place, to: &self)
    }

    private mutating func figures(_ told: CustomerExplanation, _ hidden: Sight) {
        let (figures, rules) = (told.explanation.figures, told.explanation.rules)
        line("figures")
        count("value", figures.value.value.map { Int($0.grade) })
        let knowsComplaints = told.sources.contains(.complaints)
        count("complaints", knowsComplaints ? figures.complaints.count : nil)
        count("open", knowsComplaints ? figures.complaints.open : nil)
        let knowsReferrals = told.sources.contains(.referrals)
        count("referrals", knowsReferrals ? figures.referrals.count : nil)
        count("pending", knowsReferrals ? figures.referrals.pending : nil)
        let knowsInterruptions = told.sources.contains(.interruptions)
        count("interruptions", knowsInterruptions ? figures.interruptions.count : nil)
        if !hidden.contains(.operations) { field("down", figures.interruptions.underWaySince) }
        field("complaint_days", rules.complaintWindowDays)
        field("interruption_days", rules.interruptionWindowDays)
        field("longer_than_seconds", rules.interruptionMinimumSeconds)
        field("next_change", figures.nextChange)
    }

    private mutating func value(_ told: CustomerExplanation) {
        let figures = told.explanation.figures
        line("value")
        field("origin", word: figures.value.origin.word)
        count("shown", figures.value.value.map { Int($0.grade) })
        count("stored", told.storedValue.map { Int($0.grade) })
        guard let value = told.explanation.value else { return field(unknown: "version") }
        count("computed", value.score.value.map { Int($0.grade) })
        field("composite", value.score.composite, digits: 4)
        field("known_weight", value.score.grading.knownWeight)
        field("needed_weight", value.thresholds.grading.knownWeightMinimum)
        field("in_base", value.isInActiveBase ? 1 : 0)
        field("version", Int(value.thresholds.version))
        field("computed_at", value.thresholds.computedAt)
        field("active", value.thresholds.activeCount)
        field("base", word: value.thresholds.isSmallBase ? "small" : "ranked")
        if !told.currency.isEmpty { field("currency", word: told.currency) }
        scale(value.thresholds.composite)
    }

    private mutating func line(_ override: ValueOverride, at now: Moment) {
        line("override")
        field("value", Int(override.value.grade))
        field("in_force", override.isInForce(at: now) ? 1 : 0)
        field("set_at", override.setAt)
        field("expires", override.expiresAt)
        field("author", quoted: override.author)
        field("reason", quoted: override.reason)
    }

    private mutating func line(_ part: ComponentExplanation) {
        line("component")
        field("name", word: part.component.word)
        field("raw", part.raw, digits: part.component.unit == .customers ? 0 : 4)
        field("unit", word: part.component.unit.word)
        count("grade", part.grade)
        field("weight", part.weight)
        field("contribution", part.contribution, digits: 4)
        scale(part.scale)
    }

    /// From which figure on a grade is reached.
    private mutating func scale(_ scale: Scale) {
        field("scale", word: scale.isFixed ? "fixed" : "ranked")
        field("from2", scale.cutPoints.grade2, digits: 4)
        field("from3", scale.cutPoints.grade3, digits: 4)
        field("from4", scale.cutPoints.grade4, digits: 4)
        field("from5", scale.cutPoints.grade5, digits: 4)
    }

    /// A number with a dot; trailing zeros are left out.
    private mutating func field(_ key: StaticString, _ value: Double?, digits: Int) {
        guard let value else { return field(unknown: key) }
        field(key, word: DecimalText.of(value, digits: digits))
    }

    mutating func count(_ key: StaticString, _ value: Int?) {
        if let value { field(key, value) } else { field(unknown: key) }
    }
}

/// What counts, what does not, and why.
extension ReplyWriter {
    /// What stands before each fact.
    private mutating func line(
        _ word: StaticString, counts: Bool, why: StaticString, until: Moment?
    ) {
        line(word)
        field("counts", counts ? 1 : 0)
        field("why", word: why)
        field("until", until)
    }

    fileprivate mutating func line(_ judged: Judged<Complaint, ComplaintVerdict>) {
        let verdict = judged.verdict
        line("complaint", counts: verdict.counts, why: verdict.word, until: verdict.nextChange)
        field("reference", quoted: judged.fact.reference)
        field("received", judged.fact.receivedAt)
        field("status", word: judged.fact.status.word)
        field("subject", quoted: judged.fact.subject)
    }

    fileprivate mutating func line(
        _ judged: Judged<Referral, ReferralVerdict>, _ told: CustomerExplanation
    ) {
        let verdict = judged.verdict
        line("referral", counts: verdict.counts, why: verdict.word, until: verdict.nextChange)
        if case .duplicate(let position) = verdict {
            field("same_as", quoted: told.explanation.referrals[position].fact.reference)
        }
        field("reference", quoted: judged.fact.reference)
        if let account = judged.fact.referred.flatMap({ told.referredAccounts[$0] }) {
            field("referred", word: account.text)
        } else {
            field("referred_name", quoted: judged.fact.referredName)
        }
        field("referred_at", judged.fact.referredAt)
        field("qualified", judged.fact.qualifiedAt)
    }

    fileprivate mutating func line(
        _ judged: Judged<Interruption, InterruptionVerdict>, _ told: CustomerExplanation
    ) {
        let verdict = judged.verdict
        line("interruption", counts: verdict.counts, why: verdict.word, until: verdict.until)
        if case .sameIncident(let position) = verdict {
            field("same_as", quoted: told.explanation.interruptions[position].fact.reference)
        }
        field("reference", quoted: judged.fact.reference)
        field("service", quoted: judged.fact.service)
        field("began", judged.fact.beganAt)
        field("ended", judged.fact.endedAt)
        field("planned", judged.fact.isPlanned ? 1 : 0)
    }
}

extension Component {
    /// Whether it tells what the customer pays, owes or may owe.
    fileprivate var isOfMoney: Bool {
        switch self {
        case .money, .growth, .payment, .credit: true
        case .loyalty, .referrals, .collaboration: false
        }
    }
}
