import Customers
import Testing

@testable import Scoring

/// The counts are right at every moment, and say themselves until when they stay so.
///
/// Re-run one failure with `arguments: [seed]`.
@Suite struct MovingClockTests {
    private let rules = CountRules.standard

    @Test(arguments: 0..<400 as Range<UInt64>)
    func countsAgreeWithTheOracleAtEveryEdge(seed: UInt64) {
        var story = Story(seed: seed)
        let facts = story.facts()
        for now in Story.edges(of: facts) + (0..<20).map({ _ in story.moment() }) {
            expectTheOracle(facts, at: now)
        }
    }

    @Test(arguments: 400..<800 as Range<UInt64>)
    func figuresStayUntilTheyChange(seed: UInt64) {
        var story = Story(seed: seed)
        let facts = story.facts()
        var now = Story.now - 3 * Story.year
        let edges = Story.edges(of: facts)
        var changes = 0
        while let next = facts.figures(at: now, rules: rules).nextChange {
            #expect(next > now)
            let before = facts.figures(at: now, rules: rules)
            for edge in edges where edge > now && edge < next {
                #expect(facts.figures(at: edge, rules: rules) == before)
            }
            #expect(facts.figures(at: next - 1, rules: rules) == before)
            now = next
            expectTheOracle(facts, at: now)
            changes += 1
        }
        let last = facts.figures(at: now, rules: rules)
        for edge in edges where edge > now {
            #expect(facts.figures(at: edge, rules: rules) == last)
        }
        #expect(changes <= edges.count)
    }

    @Test(arguments: 800..<900 as Range<UInt64>)
    func theOrderOfFactsDoesNotMatter(seed: UInt64) {
        var story = Story(seed: seed)
        let facts = story.facts()
        var shuffled = facts
        shuffled.complaints.shuffle(using: &story.random)
        shuffled.referrals.shuffle(using: &story.random)
        shuffled.interruptions.shuffle(using: &story.random)
        for _ in 0..<20 {
            let now = story.moment()
            #expect(
                facts.figures(at: now, rules: rules) == shuffled.figures(at: now, rules: rules))
        }
    }

    @Test(arguments: 900..<1000 as Range<UInt64>)
    func asManyVerdictsCountAsTheFigureSays(seed: UInt64) {
        var story = Story(seed: seed)
        let facts = story.facts()
        for _ in 0..<20 {
            let told = Explanation(facts, thresholds: nil, at: story.moment(), rules: .standard)
            #expect(told.complaints.count { $0.verdict.counts } == told.figures.complaints.count)
            #expect(told.referrals.count { $0.verdict.counts } == told.figures.referrals.count)
            #expect(
                told.interruptions.count { $0.verdict.counts } == told.figures.interruptions.count)
        }
    }

    /// A database may hold any 64-bit number.
    @Test func hostileMomentsDoNotOverflow() {
        let moments = [Int64.min, Int64.min + 1, -1, 0, Int64.max - 1, Int64.max]
            .map(Moment.init(secondsSince1970:))
        var facts = CustomerFacts(id: CustomerID(1), history: CustomerHistory(state: .active))
        for began in moments {
            facts.complaints.append(Complaint(reference: "", receivedAt: began, status: .closed))
            facts.referrals.append(Referral(reference: "", referred: nil, qualifiedAt: began))
            for ended in moments.map(Optional.some) + [nil] {
                facts.interruptions.append(
                    Interruption(reference: "", service: "", beganAt: began, endedAt: ended))
            }
        }
        let figures = facts.figures(at: Story.now, rules: rules)
        #expect(figures.complaints.lifetime == 4)
        #expect(figures.referrals.count == 4)
        #expect(figures.interruptions.count == 1)
    }

    private func expectTheOracle(
        _ facts: CustomerFacts, at now: Moment, _ location: SourceLocation = #_sourceLocation
    ) {
        let figures = facts.figures(at: now, rules: rules)
        let (complaints, referrals) = (figures.complaints, figures.referrals)
        #expect(
            Oracle.complaints(facts.complaints, at: now)
                == Oracle.Complaints(
                    count: complaints.count, open: complaints.open,
                    oldestOpen: complaints.oldestOpen, upheld: complaints.upheld,
                    lifetime: complaints.lifetime), "at \(now)", sourceLocation: location)
        #expect(
            Oracle.referrals(facts.referrals, by: facts.id, at: now)
                == Oracle.Referrals(count: referrals.count, pending: referrals.pending),
            "at \(now)", sourceLocation: location)
        let losses = figures.interruptions
        #expect(
            Oracle.interruptions(facts.interruptions, at: now)
                == Oracle.Interruptions(
                    count: losses.count, underWaySince: losses.underWaySince,
                    planned: losses.planned, momentary: losses.momentary,
                    lostSeconds: losses.lostSeconds(at: now),
                    longestSeconds: losses.longestSeconds(at: now)),
            "at \(now)", sourceLocation: location)
    }
}
