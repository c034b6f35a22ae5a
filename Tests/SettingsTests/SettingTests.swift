import Foundation
import Settings
import Testing

/// Every setting can be said in three forms, and flags go over the environment over the file.
@Suite struct SettingTests {
    /// Texts as a command line has them, and as a file has them.
    private struct Sample {
        let flag: String
        let file: String

        init(_ kind: Setting.Kind, _ digit: Int) {
            switch kind {
            case .text: (flag, file) = ("word \(digit)", "\"word \(digit)\"")
            case .wholeNumber: (flag, file) = ("\(digit)", "\(digit)")
            case .number: (flag, file) = ("\(digit).5", "\(digit).5")
            case .list: (flag, file) = ("a,b\(digit)", "[\"a\", \"b\(digit)\"]")
            case .addresses: (flag, file) = ("1\(digit),region=DE", "[\"1\(digit),region=DE\"]")
            case .cutPoints: (flag, file) = ("-1,2,3,\(digit)", "[-1, 2, 3, \(digit)]")
            case .table: (flag, file) = ("EUR=\(digit).5", "{ EUR=\(digit).5 }")
            }
        }
    }

    @Test(arguments: Setting.all.filter(\.isInFile))
    func eachOfThreeFormsIsReadAndTheNearerOneCounts(_ setting: Setting) throws {
        let (near, middle, far) = (
            Sample(setting.kind, 7), Sample(setting.kind, 8), Sample(setting.kind, 9)
        )
        let path = try Scratch.file("\(setting.key) = \(far.file)\n")
        let flags = [GivenWord(.config, path), GivenWord(setting, near.flag)]
        let environment = [setting.variable: middle.flag, "HOME": "/"]
        for (flags, environment, line) in [
            (flags, environment, "\(setting.key) = \(near.file)  # --\(setting.flag)"),
            ([flags[0]], environment, "\(setting.key) = \(middle.file)  # \(setting.variable)"),
            ([flags[0]], [:], "\(setting.key) = \(far.file)  # \(path): \(setting.key)"),
        ] {
            let given = try GivenSettings(flags: flags, environment: environment)
            #expect(given.description.split(separator: "\n").contains { $0 == line }, "\(given)")
        }
    }

    @Test func theFilesNameComesFromAFlagOrTheEnvironment() throws {
        let (near, far) = (try Scratch.file("region = 'GB'"), try Scratch.file("region = 'FR'"))
        let environment = ["SCREENPOP_CONFIG": far]
        #expect(try GivenSettings(flags: [], environment: environment).text(.region) == "FR")
        let flags = [GivenWord(.config, near)]
        #expect(try GivenSettings(flags: flags, environment: environment).text(.region) == "GB")
        #expect(try GivenSettings(flags: [], environment: [:]).text(.region) == nil)
    }

    /// Names as an operator writes them; the other forms follow from them by these rules.
    @Test func aSettingsThreeNamesFollowFromOne() {
        #expect(Setting.areaCodes.key == "area-codes")
        #expect(Setting.areaCodes.variable == "SCREENPOP_AREA_CODES")
        #expect(Setting.complaintDays.key == "scoring.complaint-days")
        #expect(Setting.complaintDays.flag == "scoring-complaint-days")
        #expect(Setting.complaintDays.variable == "SCREENPOP_SCORING_COMPLAINT_DAYS")
        #expect(Set(Setting.all.map(\.flag)).count == Setting.all.count)
    }

    @Test func aListHasCommasOrIsRepeatedAndAnEmptyVariableIsAnEmptyOne() throws {
        let words = ["FR", "DE, IT,"].map { GivenWord(.neighbours, $0) }
        let said = try GivenSettings(flags: words, environment: [:])
        #expect(said.list(.neighbours) == ["FR", "DE", "IT"])
        let path = try Scratch.file("neighbours = 'ES'")
        for (variable, list) in [(nil, ["ES"]), ("", []), ("FR, DE", ["FR", "DE"])] {
            var environment = ["SCREENPOP_CONFIG": path]
            environment["SCREENPOP_NEIGHBOURS"] = variable
            let given = try GivenSettings(flags: [], environment: environment)
            #expect(given.list(.neighbours) == list)
        }
    }

    @Test func anAddressKeepsItsOptions() throws {
        let text = "127.0.0.1:1,region=DE,numbers=e164, [::1]:2,one-shot,pbx=north,unix:/s"
        let addresses = [
            "127.0.0.1:1,region=DE,numbers=e164", "[::1]:2,one-shot,pbx=north", "unix:/s",
        ]
        let variable = [Setting.listen.variable: text]
        #expect(try GivenSettings(flags: [], environment: variable).list(.listen) == addresses)
        let flags = addresses.map { GivenWord(.listen, $0) }
        #expect(try GivenSettings(flags: flags, environment: [:]).list(.listen) == addresses)
    }

    /// What `--check` says is a file that says the same.
    @Test func whatIsGivenCanBeWrittenDownAndReadAgain() throws {
        let flags = Setting.all.filter(\.isInFile).map { setting in
            GivenWord(setting, Sample(setting.kind, 3).flag)
        }
        let quoted = GivenWord(.database, "a \"b\" \\ \u{1}ü")
        let given = try GivenSettings(flags: flags + [quoted], environment: [:])
        let path = try Scratch.file(given.description)
        let again = try GivenSettings(flags: [GivenWord(.config, path)], environment: [:])
        #expect(again.text(.database) == "a \"b\" \\ \u{1}ü")
        func values(_ given: GivenSettings) -> [String] {
            given.description.split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { String($0.prefix(upTo: $0.firstRange(of: "  # ")!.lowerBound)) }
        }
        #expect(values(again) == values(given) && values(given).count == flags.count)
    }
}
