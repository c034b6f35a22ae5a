import CustomerStore
import Foundation
import Scoring
import Settings
import Testing
import TestSupport

/// The example configuration and the unit fit the daemon.
@Suite struct ServiceUnitTests {
    private static let example = "Tools/systemd/screenpopd.toml"

    @Test func theDaemonTakesTheExampleAndReadsItAgain() throws {
        let database = try Repository.scratchFolder().appending(path: "customers.db").path
        let daemon = try Daemon([
            "--config", Self.example, "--database", database, "--fastagi", "127.0.0.1:0",
        ])
        #expect(try daemon.reload().contains("configuration read again"), "\(daemon.log)")
        #expect(daemon.stop() == 0)
    }

    /// Settings that have no value until told stand behind a `#`.
    @Test func theExampleHasEverySettingAndNothingElse() throws {
        var table = ""
        var keys: Set<String> = []
        for line in try Repository.text(Self.example).split(separator: "\n") {
            if let head = line.wholeMatch(of: #/\[([\w.-]+)\]/#) {
                table = "\(head.1)."
            } else if let key = line.firstMatch(of: #/^(?:# )?([\w-]+) = /#) {
                keys.insert(table == "scoring.rates." ? "scoring.rates" : "\(table)\(key.1)")
            }
        }
        #expect(keys == Set(Setting.all.filter(\.isInFile).map(\.key)))
    }

    @Test func everyDeclaredSettingIsInTheTable() throws {
        let texts = try Repository.files(in: ["Sources/Settings"], endings: [".swift"])
            .map(Repository.text).joined()
        let declared = texts.matches(of: #/\bSetting\(\s*"([\w.-]+)",/#).map { String($0.1) }
        let components = Set(Component.each.map { "scoring.thresholds.\($0.word)" })
        #expect(Set(declared).union(components) == Set(Setting.all.map(\.key)))
    }

    /// "These are the defaults", it says.
    @Test func theExamplesFiguresAreTheStandard() throws {
        let flags = [GivenWord(.config, Repository.url(Self.example).path)]
        let given = try GivenSettings(flags: flags, environment: [:])
        #expect(try ScoringSettings(given) == .standard)
    }

    @Test func everySettingHasAFlagThatSaysWhatItIs() throws {
        let help = try Program.run(Program.built("screenpopd"), ["--help"]).output
        let words = help.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for setting in Setting.all {
            let text = setting.help.split(separator: " ").joined(separator: " ")
            #expect(words.contains("--\(setting.flag) <\(setting.valueName)> \(text)"))
        }
        let flags = help.matches(of: #/(?m)^  --([\w-]+) </#).map { String($0.1) }
        #expect(Set(flags) == Set(Setting.all.map(\.flag)) && flags.count == Setting.all.count)
    }

    @Test func theUnitStartsTheDaemonWithTheExample() throws {
        let unit = try Repository.text("Tools/systemd/screenpopd.service")
        #expect(unit.contains("ExecStart=/usr/local/bin/screenpopd --config "))
        #expect(unit.contains("install -D -m 644 \(Self.example)"))
    }
}
