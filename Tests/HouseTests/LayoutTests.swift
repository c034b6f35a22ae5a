import Foundation
import Testing
import TestSupport

/// What lies where, and that every link leads somewhere.
@Suite struct LayoutTests {
    private static let top = [
        "CHANGELOG.md", "LICENSE", "Package.swift", "Protocol", "README.md", "Sources", "Tests",
        "Tools",
    ]
    /// Made by tools and kept out of git, or known to none of our readers.
    private static let made = ["Package.resolved"]

    @Test func theTopLevelHoldsWhatTheReaderExpects() throws {
        let names = try Repository.names(in: ".").filter { !Self.made.contains($0) }
        #expect(names == Self.top)
    }

    private static let pages =
        ["README.md", "CHANGELOG.md"]
        + Repository.files(
            in: [".github", "Sources", "Tests", "Tools", "Protocol"], endings: [".md"])

    @Test(arguments: pages)
    func everyLinkOfAPageLeadsSomewhere(_ page: String) throws {
        let text = try Repository.text(page)
        let folder = page.split(separator: "/").dropLast().joined(separator: "/")
        for link in text.matches(of: #/\]\(([^)\s]+)\)/#) {
            let target = link.1.split(separator: "#", omittingEmptySubsequences: false)
            if target[0].contains("://") || target[0].hasPrefix("mailto:") { continue }
            let path = target[0].isEmpty ? page : "\(folder)/\(target[0])"
            #expect(Repository.exists(path), "\(page) links to \(link.1)")
            guard target.count > 1, path.hasSuffix(".md"), Repository.exists(path) else { continue }
            let anchors = Self.anchors(try Repository.text(path))
            #expect(anchors.contains(String(target[1])), "\(page) links to \(link.1)")
        }
    }

    /// Names of this workplace's files that a page in words promises: `Tools/run` and so on.
    @Test(arguments: pages)
    func everyFileThatAPageNamesIsThere(_ page: String) throws {
        let names = #/`((?:Sources|Tests|Tools|Protocol)/[\w+./-]+)`/#
        for name in try Repository.text(page).matches(of: names) {
            #expect(Repository.exists(String(name.1)), "\(page) names \(name.1)")
        }
    }

    /// `Limits.swift` or `Protocol/schema.md`: who reads a comment can open what it cites.
    @Test func everyFileThatACommentNamesIsThere() {
        let name = #/[\w+.\/-]*\w\.(?:md|swift|tsv|abnf|sql|toml|json|service|py)\b/#
        let folders = [".github", "Protocol", "Sources", "Tests", "Tools"]
        let files = Repository.files(in: folders, endings: [""]) + Self.top
        for file in Repository.swiftFiles {
            for (index, line) in file.comments.enumerated() {
                for match in line.matches(of: name).map(\.0) where !match.hasPrefix("/") {
                    let isThere = files.contains { $0 == match || $0.hasSuffix("/\(match)") }
                    #expect(isThere, "\(file.place(index)) cites \(match)")
                }
            }
        }
    }

    /// `Feed/IndexFeeder.swift` is a file, and each word of `FrontDesk.ask(_:)` is in the code.
    @Test func whatTheTourNamesIsInTheCode() throws {
        let tour = try Repository.text("Sources/README.md")
        let files = Repository.swiftFiles(in: "Sources")
        for name in tour.matches(of: #/`([\w+\/]+\.swift)`/#) {
            let isThere =
                files.contains { $0.path.hasSuffix("/\(name.1)") }
                || Repository.exists(String(name.1))
            #expect(isThere, "the tour names \(name.1)")
        }
        let code = files.flatMap(\.code).joined(separator: "\n")
        for name in tour.matches(of: #/`([A-Z]\w+)\.(\w+)(?:\([\w:]*\))?`/#)
        where name.2 != "swift" && name.2 != "md" {
            #expect(code.contains(name.1) && code.contains(name.2), "the tour names \(name.0)")
        }
    }

    /// Headings as the usual web views of a repository name them.
    private static func anchors(_ text: String) -> Set<String> {
        Set(
            text.matches(of: #/(?m)^#+ (.+)$/#).map { heading in
                heading.1.lowercased().replacing(#/[^\p{L}\p{N} _-]/#, with: "")
                    .replacing(" ", with: "-")
            })
    }
}
