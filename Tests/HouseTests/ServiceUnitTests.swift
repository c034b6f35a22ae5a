import Foundation
import Testing

/// The example configuration and the unit fit the daemon.
@Suite struct ServiceUnitTests {
    private static let example = "Tools/systemd/screenpopd.toml"

    @Test func theDaemonTakesTheExampleAndReadsItAgain() throws {
        let database = try Repository.scratchFolder().appending(path: "customers.db").path
        let daemon = try RunningDaemon(["--config", Self.example, "--database", database])
        #expect(daemon.reload()?.contains("configuration read again") == true)
        #expect(daemon.stop() == 0)
    }

    @Test func theExampleHasEverySetting() throws {
        let help = try Program.run(Program.built("screenpopd"), ["--help"]).output
        let flags = Set(help.matches(of: #/(?m)^  --([\w-]+) </#).map { String($0.1) })
        let settings = try Repository.text(Self.example).matches(of: #/(?m)^([\w-]+) = /#)
        #expect(Set(settings.map { String($0.1) }) == flags.subtracting(["config"]))
    }

    @Test func theUnitStartsTheDaemonWithTheExample() throws {
        let unit = try Repository.text("Tools/systemd/screenpopd.service")
        #expect(unit.contains("ExecStart=/usr/local/bin/screenpopd --config "))
        #expect(unit.contains("install -D -m 644 \(Self.example)"))
    }
}
