import Customers
import Testing

@testable import Scoring

/// The edges of the counts, to the second.
@Suite struct CountEdgeTests {
    private let rules = CountRules.standard

    private func moment(_ text: String) -> Moment { Moment(iso8601: text)! }

    private func loss(
        _ began: String, _ ended: String?, service: String = "tv", planned: Bool = false
    ) -> Interruption {
        Interruption(
            reference: began, service: service, beganAt: moment(began),
            endedAt: ended.map { moment($0) }, isPlanned: planned)
    }

    private func figure(_ losses: [Interruption], at now: String) -> InterruptionFigure {
        InterruptionFigure(losses, at: moment(now), rules: rules)
    }

    /// 2024 has a leap day in between, 2026 has not: the window is 365 days, not a calendar year.
    @Test(arguments: [
        ("2024-02-28T09:00:00Z", "2025-02-27T09:00:00Z"),
        ("2024-02-29T09:00:00Z", "2025-02-28T09:00:00Z"),
        ("2026-03-01T09:00:00Z", "2027-03-01T09:00:00Z"),
    ])
    func aComplaintLeavesTheWindowAtItsHour(received: String, leaves: String) {
        let complaint = Complaint(
            reference: "C1", receivedAt: moment(received), status: .closed, isUpheld: true)
        func figure(_ seconds: Int64) -> ComplaintFigure {
            ComplaintFigure([complaint], at: moment(leaves) + seconds, rules: rules)
        }
        #expect(figure(-1).count == 1)
        #expect(figure(-1).upheld == 1)
        #expect(figure(-1).nextChange == moment(leaves))
        #expect(figure(0).count == 0)
        #expect(figure(0).lifetime == 1)
        #expect(figure(0).nextChange == nil)
    }

    @Test func anOpenComplaintCountsWhateverItsAge() {
        let old = Complaint(reference: "C1", receivedAt: moment("2010-01-01T00:00Z"))
        let now = moment("2026-01-01T00:00Z")
        let figure = ComplaintFigure([old], at: now, rules: rules)
        #expect(figure.count == 1)
        #expect(figure.open == 1)
        #expect(figure.oldestOpen == old.receivedAt)
        #expect(figure.nextChange == nil)
    }

    @Test func aComplaintThatDoesNotCountSaysWhy() {
        let now = moment("2026-01-01T00:00Z")
        func verdict(_ received: Moment, _ status: Complaint.Status) -> ComplaintVerdict {
            ComplaintVerdict(
                ComplaintEvent(receivedAt: received, status: status), at: now, rules: rules)
        }
        #expect(verdict(now, .merged) == .merged)
        #expect(verdict(now, .error) == .loggedInError)
        #expect(verdict(now + 1, .open) == .notYetReceived(until: now + 1))
        #expect(verdict(now, .closed) == .countsAsRecent(until: now + Story.year))
        #expect(verdict(now - Story.year, .closed) == .leftWindow(at: now))
    }

    @Test func aLossCountsWhenItIsLongerThanFiveMinutes() {
        #expect(
            figure([loss("2026-01-01T10:00Z", "2026-01-01T10:05Z")], at: "2026-02-01T00:00Z")
                .momentary == 1)
        let longer = figure(
            [loss("2026-01-01T10:00Z", "2026-01-01T10:05:01Z")], at: "2026-02-01T00:00Z")
        #expect(longer.count == 1)
        #expect(longer.longestSeconds(at: moment("2026-02-01T00:00Z")) == 301)
    }

    @Test func aLossUnderWayIsShownAtOnceAndCountsAfterFiveMinutes() {
        let open = [loss("2026-01-01T10:00Z", nil)]
        let early = figure(open, at: "2026-01-01T10:05:00Z")
        #expect(early.underWaySince == moment("2026-01-01T10:00Z"))
        #expect(early.count == 0)
        #expect(early.nextChange == moment("2026-01-01T10:05:01Z"))
        let late = figure(open, at: "2026-01-01T10:05:01Z")
        #expect(late.count == 1)
        #expect(late.nextChange == nil)
        #expect(late.lostSeconds(at: moment("2026-01-01T11:00Z")) == 3600)
        #expect(figure(open, at: "2029-01-01T00:00Z").count == 1)
    }

    @Test func aReLossWithinSixtyMinutesIsTheSameIncident() {
        let first = loss("2026-01-01T10:00Z", "2026-01-01T10:10Z")
        let now = "2026-02-01T00:00Z"
        let within = loss("2026-01-01T11:10:00Z", "2026-01-01T11:20Z")
        let after = loss("2026-01-01T11:10:01Z", "2026-01-01T11:20Z")
        #expect(figure([within, first], at: now).count == 1)
        #expect(figure([within, first], at: now).lostSeconds(at: moment(now)) == 1200)
        #expect(figure([after, first], at: now).count == 2)
        let elsewhere = loss("2026-01-01T10:20Z", "2026-01-01T10:30Z", service: "internet")
        #expect(figure([first, elsewhere], at: now).count == 2)
    }

    /// Flapping: each loss is short, but together they are an interruption.
    @Test func shortLossesOfOneIncidentAddUp() {
        let flapping = (0..<3).map {
            loss("2026-01-01T1\($0):00:00Z", "2026-01-01T1\($0):02:00Z")
        }
        #expect(figure(Array(flapping.prefix(2)), at: "2026-02-01T00:00Z").momentary == 1)
        #expect(figure(flapping, at: "2026-02-01T00:00Z").count == 1)
        var running = flapping
        running[2].endedAt = nil
        let early = figure(running, at: "2026-01-01T12:00:30Z")
        #expect(early.underWaySince == moment("2026-01-01T12:00Z"))
        #expect(early.nextChange == moment("2026-01-01T12:01:01Z"))
    }

    @Test func eachLossSaysWhatBecameOfIt() {
        let losses = [
            loss("2026-01-01T10:30Z", "2026-01-01T10:40Z"),
            loss("2026-01-01T10:00Z", "2026-01-01T10:10Z"),
            loss("2026-01-01T10:00Z", "2026-01-01T10:40Z", planned: true),
            loss("2026-01-20T10:00Z", "2026-01-20T10:04Z"),
            loss("2024-01-20T10:00Z", "2024-01-20T11:00Z"),
            loss("2026-03-01T10:00Z", nil),
            loss("2026-01-31T23:56Z", nil),
        ]
        let verdicts = InterruptionVerdict.verdicts(
            on: InterruptionEvent.events(of: losses), at: moment("2026-02-01T00:00Z"), rules: rules)
        #expect(
            verdicts == [
                .sameIncident(as: 1), .countsAsRecent(until: moment("2027-01-01T10:00Z")),
                .planned, .momentary, .leftWindow(at: moment("2025-01-19T10:00Z")),
                .notYetBegun(until: moment("2026-03-01T10:00Z")),
                .notLongEnough(until: moment("2026-02-01T00:01:01Z")),
            ])
    }

    @Test func eachReferralSaysWhatBecameOfIt() {
        let now = moment("2026-02-01T00:00Z")
        let me = CustomerID(1)
        func referral(_ id: UInt32?, _ name: String, _ qualified: Int64?, group: Bool = false)
            -> Referral
        {
            Referral(
                reference: "R", referred: id.map(CustomerID.init), referredName: name,
                qualifiedAt: qualified.map { now + $0 }, isWithinGroup: group)
        }
        let referrals = [
            referral(2, "", 1), referral(2, "", -5), referral(1, "", -5), referral(3, "", 1),
            referral(4, "", -5, group: true), referral(nil, "Eve Hill", nil),
            referral(nil, "eve  HILL", -1), referral(nil, "", -9), referral(nil, "", -9),
        ]
        let verdicts = ReferralVerdict.verdicts(
            on: ReferralEvent.events(of: referrals, by: me), at: now)
        #expect(
            verdicts == [
                .duplicate(of: 1), .counts, .toSelf, .pending(until: now + 1), .withinGroup,
                .duplicate(of: 6), .counts, .counts, .counts,
            ])
        #expect(ReferralFigure(referrals, by: me, at: now).nextChange == now + 1)
        #expect(ReferralFigure(referrals, by: me, at: now + 1).count == 5)
    }

    @Test func anOverrideExpiresAndAnObjectionBeatsIt() {
        let now = moment("2026-02-01T00:00Z")
        let override = ValueOverride(
            value: OverallValue(5)!, reason: "friend", setAt: now + 60, expiresAt: now + 10)
        func standing(_ now: Moment, objects: Bool = false) -> ValueStanding {
            ValueStanding(
                computed: OverallValue(2), override: override, objectsToProfiling: objects, at: now)
        }
        #expect(standing(now).value == OverallValue(5))
        #expect(standing(now).nextChange == now + 10)
        #expect(standing(now + 9).origin == .overridden)
        #expect(standing(now + 10).value == OverallValue(2))
        #expect(standing(now + 10).nextChange == nil)
        #expect(standing(now, objects: true).value == nil)
        #expect(standing(now, objects: true).origin == .objection)
    }
}
