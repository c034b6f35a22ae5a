import Foundation
import TestSupport
import Testing

/// The newest version of the CHANGELOG is the one that the programs tell.
@Suite struct ReleaseTests {
    @Test func theChangelogAndTheProgramsAgree() throws {
        let heads = try Repository.text("CHANGELOG.md").matches(of: #/(?m)^## (.+)$/#)
            .map { String($0.1) }
        #expect(heads.first == "Unreleased")
        let newest = try #require(heads.dropFirst().first)
        let version = try #require(
            newest.wholeMatch(of: #/(\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)/#), "\(newest)")
        let told = try Program.output(of: [Program.built("screenpopd"), "--version"])
        #expect(told.hasPrefix("\(version.1)\n"))
    }
}
