import CustomerStore
import Scoring
import Settings
import Testing

/// What is wrong is said with the place where it stands.
@Suite struct SettingErrorTests {
    @Test(arguments: [
        ("colour = 'red'", "unknown setting colour; known: database, listen, "),
        ("config = 'x'", "unknown setting config; known: "),
        ("[numbering]\nregion = 'GB'", "unknown setting numbering; known: "),
        ("[scoring]\nweight = 'money=100'", "unknown setting scoring.weight; known: weights, "),
        (
            "[scoring.thresholds]\nmony = [1, 2, 3, 4]",
            "unknown setting scoring.thresholds.mony; known: money, loyalty, "
        ),
        ("region = 44", "region must be a text in quotes"),
        ("listen = 7373", "listen must be a list of texts"),
        ("listen = [7373]", "listen must hold texts"),
        ("score-every = 'daily'", "score-every must be a whole number"),
        ("scoring = 'none'", "scoring must be a table"),
        ("[scoring]\ngrowth-floor = 'low'", "scoring.growth-floor must be a number"),
        ("[scoring]\npercentiles = [20, 40]", "scoring.percentiles must be a list of four numbers"),
        ("[scoring]\nrates = 0.84", "scoring.rates must be a table"),
        ("[scoring.rates]\nEUR = 'x'", "scoring.rates.EUR must be a number"),
    ])
    func aFileThatSaysNothingOfUseIsRefused(text: String, said: String) throws {
        let path = try Scratch.file(text)
        let error = #expect(throws: SettingError.self) {
            try GivenSettings(flags: [GivenWord(.config, path)], environment: [:])
        }
        let complaint = error?.description ?? ""
        #expect(complaint.hasPrefix("\(path): \(said)"), "\(complaint)")
    }

    @Test func aFileThatIsNoTOMLOrNotThereIsNamed() throws {
        for path in [try Scratch.file("region = = 'GB'"), "/no/such.toml"] {
            let error = #expect(throws: SettingError.self) {
                try GivenSettings(flags: [], environment: ["SCREENPOP_CONFIG": path])
            }
            let complaint = error?.description ?? ""
            #expect(complaint.hasPrefix("\(path): "), "\(complaint)")
        }
    }

    @Test func aMisspeltVariableIsAnErrorAndNamesWhatIsKnown() throws {
        let environment = ["SCREENPOP_REGOIN": "GB", "SCREENPOPD_PID": "7", "PATH": "/bin"]
        let error = #expect(throws: SettingError.self) {
            try GivenSettings(flags: [], environment: environment)
        }
        let said = error?.description ?? ""
        #expect(said.hasPrefix("unknown variable SCREENPOP_REGOIN; known: SCREENPOP_DATABASE, "))
        for setting in Setting.all { #expect(said.contains(setting.variable)) }
    }

    @Test(arguments: [
        "screenpop_log_level", "Screenpop_Listen", "SCREENPOP-LISTEN", "SCREENPOPD_LOG_LEVEL",
        "SCREENPOP_LOGLEVEL", "SCREENPOP_LISTEN_",
    ])
    func aSlipOfThePenIsAnError(variable: String) {
        #expect(throws: SettingError.self) {
            try GivenSettings(flags: [], environment: [variable: "debug"])
        }
    }

    private static let figures: [(Setting, String, String)] = [
        (.weights, "money=90", "the weights add up to 90, not to 100"),
        (.weights, "luck=100", "unknown component \"luck\"; known are money, "),
        (.complaintDays, "0", "0 is out of range; allowed is 1 to 36500"),
        (.relossSeconds, "-1", "-1 is out of range; allowed is 0 to 604800"),
        (.paymentInvoices, "a dozen", "\"a dozen\" is no whole number"),
        (.overdueDays, "9999", "9999 is out of range; allowed is "),
        (.growthFloor, "nan", "nan is out of range; allowed is "),
        (.growthFloor, "low", "\"low\" is no number"),
        (.knownWeight, "101", "101 is out of range; allowed is 1 to 100"),
        (.smallBase, "-5", "-5 is out of range; allowed is "),
        (.percentiles, "20,40,60", "\"20,40,60\" is not four numbers"),
        (.percentiles, "80,60,40,20", "the numbers must run from worse to better"),
        (.percentiles, "0,20,40,60", "0.0 is out of range; allowed is 0.1 to 99.9"),
        (.threshold(.money), "4,3,2,1", "the numbers must run from worse to better"),
        (.threshold(.payment), "1,2,3,4", "the numbers must run from worse to better"),
        (.compositeThreshold, "1,2,x,4", "\"1,2,x,4\" is not four numbers"),
        (.currency, "pound", "\"pound\" is not three capital letters, such as GBP"),
        (.rates, "EUR", "\"EUR\" is not of the form name=number"),
        (.rates, "EUR=0", "EUR must be a number above 0, not 0"),
        (.rates, "EUR=1,EUR=2", "EUR is named twice"),
    ]

    @Test(arguments: figures)
    func aRuleThatCannotBeIsNamedWithItsPlace(
        _ setting: Setting, _ text: String, _ said: String
    ) throws {
        for (given, place) in [
            (
                try GivenSettings(flags: [GivenWord(setting, text)], environment: [:]),
                "--\(setting.flag)"
            ),
            (
                try GivenSettings(flags: [], environment: [setting.variable: text]),
                setting.variable
            ),
        ] {
            let error = #expect(throws: SettingError.self) { try ScoringSettings(given) }
            #expect(
                error?.description.hasPrefix("\(place): \(said)") == true,
                "\(error?.description ?? "")")
        }
    }
}
