import CustomerStore
import Scoring
import Settings
import Testing

/// What is said of the four figures becomes the rules they are made by.
@Suite struct ScoringSettingsTests {
    @Test func nothingSaidIsTheStandard() throws {
        #expect(try ScoringSettings(GivenSettings(flags: [], environment: [:])) == .standard)
    }

    @Test func eachSettingOfTheFiguresMakesADifference() throws {
        var seen: Set<ScoringSettings> = [.standard]
        for setting in Setting.all where setting.key.hasPrefix("scoring.") {
            let text =
                switch setting.kind {
                case .text: setting == .weights ? "money=100" : "GBP"
                case .wholeNumber, .number: "77"
                case .cutPoints:
                    setting == .threshold(.payment) ? "9,8,7,6" : "1.5,2,3,4"
                case .table: "EUR=0.84"
                case .list, .addresses: ""
                }
            let given = try GivenSettings(flags: [], environment: [setting.variable: text])
            #expect(seen.insert(try ScoringSettings(given)).inserted, "\(setting.key)")
        }
        #expect(seen.count > 20)
    }

    @Test func aFilesTablesAreRead() throws {
        let path = try Scratch.file(
            """
            [scoring]
            weights = "money=60, loyalty=40"
            growth-floor = 50
            [scoring.rates]
            EUR = 0.84
            USD = 1
            [scoring.thresholds]
            growth = [-0.5, 0, 0.25, 1]
            """)
        let settings = try ScoringSettings(
            GivenSettings(flags: [GivenWord(.config, path)], environment: [:]))
        #expect(settings.rates == ["EUR": 0.84, "USD": 1])
        #expect(settings.rules.raw.growthFloor == 50)
        #expect(settings.rules.grades.weights[.loyalty] == 40)
        #expect(settings.rules.grades.fixed.growth == CutPoints(-0.5, 0, 0.25, 1))
        #expect(settings.rules.grades.fixed.money == GradeRules.standardFixed.money)
    }
}
