import Customers
import Testing

@testable import Scoring

/// What an operator may configure and what is refused.
@Suite struct RuleTests {
    @Test func weightsAreReadAndWritten() throws {
        let text = "money=35,loyalty=15,referrals=15,growth=10,payment=10,credit=10,collaboration=5"
        #expect(Weights.standard.description == text)
        #expect(try Weights(parsing: text) == .standard)
        #expect(try Weights(parsing: " growth = 40 , money=60")[.growth] == 40)
        #expect(try Weights(parsing: "money=100")[.loyalty] == 0)
    }

    @Test(arguments: [
        ("", RuleError.notAWeight("")),
        ("money", .notAWeight("money")),
        ("money=60=40", .notAWeight("money=60=40")),
        ("money=60,", .notAWeight("")),
        ("mony=100", .unknownComponent("mony")),
        ("money=50,money=50", .repeatedComponent(.money)),
        ("money=x", .notANumber(component: .money, text: "x")),
        ("money=-1,loyalty=101", .notANumber(component: .money, text: "-1")),
        (
            "money=99999999999999999999",
            .notANumber(component: .money, text: "99999999999999999999")
        ),
        ("money=60,loyalty=39", .weightsDoNotAddUp(sum: 99)),
    ])
    func wrongWeightsAreRefused(text: String, error: RuleError) {
        #expect(throws: error) { try Weights(parsing: text) }
        #expect(!error.description.isEmpty)
    }

    @Test func rulesOutOfRangeAreRefused() throws {
        #expect(throws: RuleError.self) { try CountRules(complaintWindowDays: 0) }
        #expect(throws: RuleError.self) { try CountRules(relossGapSeconds: -1) }
        #expect(throws: RuleError.self) { try RawRules(loyaltyPoints: (60, 40, 20)) }
        #expect(throws: RuleError.self) { try RawRules(growthFloor: .nan) }
        #expect(throws: RuleError.self) { try GradeRules(knownWeightMinimum: 101) }
        #expect(throws: RuleError.self) { try GradeRules(percentiles: CutPoints(0, 40, 60, 80)) }
        #expect(throws: RuleError.cutPointsOutOfOrder(name: "percentiles")) {
            try GradeRules(percentiles: CutPoints(20, 60, 40, 80))
        }
        var fixed = GradeRules.standardFixed
        fixed.payment = CutPoints(0, 3, 14, 30)
        #expect(throws: RuleError.cutPointsOutOfOrder(name: "payment")) {
            try GradeRules(fixed: fixed)
        }
        let message = RuleError.outOfRange(name: "a", value: "7", allowed: "0 to 5").description
        #expect(message == "a is 7; allowed is 0 to 5")
    }

    @Test func theStandardRulesAreThoseOfTheChecks() throws {
        #expect(try CountRules() == .standard)
        #expect(try RawRules() == .standard)
        #expect(try GradeRules() == .standard)
    }

    @Test func aShorterWindowIsObeyed() throws {
        let now = Story.now
        let rules = try CountRules(
            complaintWindowDays: 30, interruptionMinimumSeconds: 60, relossGapSeconds: 0)
        let complaint = Complaint(
            reference: "", receivedAt: now - 30 * Story.day, status: .closed)
        #expect(ComplaintFigure([complaint], at: now, rules: rules).count == 0)
        #expect(ComplaintFigure([complaint], at: now - 1, rules: rules).count == 1)
        let losses = [0, 62].map {
            Interruption(
                reference: "", service: "", beganAt: now - 500 + $0, endedAt: now - 439 + $0)
        }
        #expect(InterruptionFigure(losses, at: now, rules: rules).count == 2)
    }
}
