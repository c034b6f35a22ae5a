import Foundation
import Testing
import TestSupport

/// The pictures of the console on the pages are what a reader sees with the sample.
///
/// `Tools/pictures` sets `TEST_PICTURES` and so writes them anew.
@Suite(.timeLimit(.minutes(30))) struct PictureTests {
    private static let writesThem =
        ProcessInfo.processInfo.environment["TEST_PICTURES"] != nil

    @Test func thePicturesAreUpToDate() throws {
        let workplace = try Workplace(database: Self.sample())
        let console = try workplace.console(agent: "1001")
        try Self.calls(workplace, console)
        try Self.compare(console.screen, with: "README.md", picture: 0)
        try console.press("c")
        try console.type("Phone dead since yesterday evening")
        try console.press("Enter")
        try console.type("Outage in the core network; will be called when it is over")
        try console.press("Up", "Up", "o")
        try console.shows("Outcome <open>", "when it is over")
        try Self.compare(console.screen, with: "Tools/console/README.md", picture: 0)
        try console.press("Escape", "k", "Tab")
        try console.shows("WHO IS IT?")
        try workplace.say("RING c4 +12065550124 1001")
        try console.press("Tab")
        try console.shows("WHO IS IT? Ask", " 2  ")
        try Self.compare(console.screen, with: "Tools/console/README.md", picture: 1)
    }

    /// An unknown caller was missed, one has hung up, one speaks, one rings.
    private static func calls(_ workplace: Workplace, _ console: Terminal) throws {
        for line in [
            "RING c0 +442079460999 1001", "HANGUP c0", "RING c1 +441144960883 1001",
            "ANSWER c1 1001", "HANGUP c1", "RING c2 +441614960019 1001", "ANSWER c2 1001",
            "RING c3 +441632960999 1001",
        ] {
            try workplace.say(line)
        }
        try console.shows("SPEAKING", "LAST CONTACTS", "+441632960999")
    }

    /// The sample that `Tools/run` makes.
    private static func sample() throws -> String {
        let folder = try Repository.scratchFolder()
        let (files, database) = (folder.path + "/sample", folder.path + "/customers.db")
        let client = Program.built("screenpop")
        try Program.output(of: [client, "sample", "--customers", "10000", "--seed", "1", files])
        try Program.output(of: [client, "import", "--database", database, files])
        try Program.output(of: [client, "score", "--database", database])
        return database
    }

    /// Holds a picture against the page; with `TEST_PICTURES`, puts it there.
    private static func compare(
        _ screen: [String], with page: String, picture index: Int,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let url = Repository.root.appending(path: page)
        var text = try String(contentsOf: url, encoding: .utf8)
        let block = #/```text\n( screenpop  agent .*?)```/#.dotMatchesNewlines()
        let pictures = text.matches(of: block)
        try #require(pictures.count > index, "\(page) has no such picture")
        let seen = screen.joined(separator: "\n").trimmingCharacters(in: .newlines)
        let shown = String(pictures[index].1)
        if writesThem {
            let title = seen.replacing(/127\.0\.0\.1:\d+ */, maxReplacements: 1) { match in
                "127.0.0.1:7373".padding(
                    toLength: max(match.0.count, 15), withPad: " ", startingAt: 0)
            }
            text.replaceSubrange(pictures[index].range, with: "```text\n\(title)\n```")
            try text.write(to: url, atomically: true, encoding: .utf8)
        } else {
            let (now, then) = (unvarying(seen), unvarying(shown))
            let isSame = now.count == then.count && zip(now, then).allSatisfy(isSame)
            #expect(isSame, "run Tools/pictures; seen:\n\(seen)", sourceLocation: location)
        }
    }

    /// Without what depends on the day on which the sample is made, and without the ranks.
    private static func unvarying(_ picture: String) -> [String] {
        picture.split(separator: "\n").map { line in
            line.replacing(/127\.0\.0\.1:\d+/, with: "HERE")
                .replacing(/\d{4}-\d\d-\d\d|\d\d [A-Z][a-z]{2}\b|\d+:\d\d(:\d\d)?/, with: "WHEN")
                .replacing(/\d+ days|\d+ h \d+ min|\d+ min/, with: "LONG")
                .replacing(/lowest|low|middle|highest|high|not rated/, with: "SO")
                .replacing(/[Vv](?:alue|ALUE) [1-5-]/, with: "value N")
                .replacing(/[█▀▄]+( [█▀▄]+)*/, with: "N").split(separator: " ")
                .joined(separator: " ")
        }
    }

    /// Where a row is cut depends on how long the days and spans in it are.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        guard left.hasSuffix("…") || right.hasSuffix("…") else { return left == right }
        let (left, right) = (left.split(separator: "…")[0], right.split(separator: "…")[0])
        return left.hasPrefix(right) || right.hasPrefix(left)
    }
}
