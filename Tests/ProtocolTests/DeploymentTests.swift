import Foundation
import Glibc
import TestSupport
import Testing

/// The page on deployment, carried out on machines of its own.
@Suite struct DeploymentTests {
    private static let mayMakeMachines =
        geteuid() == 0 && Program.installed("ip") != nil && Program.installed("unshare") != nil

    @Test(
        .enabled(if: mayMakeMachines, "network namespaces need root"), .timeLimit(.minutes(10)))
    func everybodyWhoMayGetsInAndNobodyElse() throws {
        let programs = URL(filePath: Program.built("screenpopd")).deletingLastPathComponent().path
        let outcome = try Program.run(
            Repository.url("Tools/rehearse").path, ["--programs", programs])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaints)")
        #expect(outcome.output.hasSuffix("everybody who may gets in, and nobody else\n"))
    }

    /// The firewall's filter matches the line that the daemon writes, and finds the address.
    @Test func theFilterFindsWhoGuesses() throws {
        let filter = try Repository.text("Tools/fail2ban/screenpop.conf")
        let line = try #require(filter.firstMatch(of: #/(?m)^failregex = (.+)$/#)).1
        let pattern = try Regex(String(line).replacing("<ADDR>", with: #"([0-9a-f.:]+)"#))
        let says = "Nov 27 19:37:30 host screenpopd[7]: 2026-11-27T19:37:30Z warning screenpopd: "
        let guess = "\(says)from=10.99.0.66 [ScreenPopServer] sign-in failed"
        #expect(guess.firstMatch(of: pattern)?.output[1].substring == "10.99.0.66")
        for other in ["loopback [ScreenPopServer] sign-in failed", "10.0.0.1 [X] sign-in done"] {
            #expect("\(says)from=\(other)".firstMatch(of: pattern) == nil)
        }
        // As `AccessProgramTests` and Tools/rehearse see it of the real daemon.
        let source = try Repository.text("Sources/ScreenPopServer/Server+Access.swift")
        #expect(source.contains(#"warning("sign-in failed", metadata: ["from": "\(host)"])"#))
    }
}
