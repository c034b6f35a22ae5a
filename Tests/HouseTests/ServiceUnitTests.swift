import Foundation
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

    @Test func theExampleHasEverySetting() throws {
        let wrong = try Repository.scratchFolder().appending(path: "wrong.toml")
        try Data("colour = 'red'".utf8).write(to: wrong)
        let refusal = try Program.run(Program.built("screenpopd"), ["--config", wrong.path])
        let known = try #require(refusal.complaints.firstMatch(of: #/known: ([\w, -]+)/#)).1
        let example = try Repository.text(Self.example)
        let tables = example.matches(of: #/(?m)^\[([\w-]+)\]/#).map { String($0.1) }
        let top = example.components(separatedBy: "\n[")[0]
        let settings = top.matches(of: #/(?m)^([\w-]+) = /#).map { String($0.1) }
        #expect(
            (settings + tables).sorted()
                == known.split(separator: ", ").map(String.init).sorted())
    }

    @Test func theUnitStartsTheDaemonWithTheExample() throws {
        let unit = try Repository.text("Tools/systemd/screenpopd.service")
        #expect(unit.contains("ExecStart=/usr/local/bin/screenpopd --config "))
        #expect(unit.contains("install -D -m 644 \(Self.example)"))
    }
}
