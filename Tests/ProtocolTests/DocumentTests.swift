import Foundation
import Numbering
import ProtocolWords
import Testing
import TestSupport
import WireProtocol

/// Holds `Protocol/README.md` against the code and the transcripts.
@Suite struct DocumentTests {
    // A static cannot throw; a file that is missing is to stop the tests.
    private static let text = try! Repository.text("Protocol/README.md")

    /// One section for each verb, in the order of `HELP`, which begins with its shape.
    @Test func everyVerbHasASection() {
        let headings = Self.text.matches(of: /\n## ([A-Z]+)\n\n    ([A-Z]+)\b/)
        #expect(headings.map { String($0.1) } == Verb.allCases.map(\.rawValue))
        #expect(headings.allSatisfy { $0.1 == $0.2 })
    }

    @Test func everyFieldIsExplained() {
        let quoted = Self.text.matches(of: /`([^`\n]+)`/).map(\.1)
        let explained = Set(quoted.flatMap { $0.matches(of: /\w+/).map { String($0.output) } })
        let used = Transcript.all.flatMap(\.received).flatMap { Self.keys(in: $0.description) }
        #expect(Set(used).subtracting(explained) == [])
    }

    @Test func everyReasonIsExplained() {
        for reason in Unreadable.Reason.allCases {
            #expect(Self.text.contains("| `\(reason.word)` |"), "\(reason.word)")
        }
    }

    @Test func everyCodeIsInTheAdvice() {
        let advice = Self.text.split(separator: "## What to do on a code")[1]
        for code in ReplyCode.allCases where code.rawValue >= 400 {
            let isNamed = advice.contains("\(code.rawValue)")
            #expect(isNamed || (501...502).contains(code.rawValue), "\(code)")
        }
    }

    @Test(arguments: Sessions.all, Cutting.allCases)
    func theSessionIsReal(_ session: Transcript, cutting: Cutting) throws {
        play(session, on: try MemoryStage(), cutting)
    }

    @Test func thereIsASession() { #expect(!Sessions.all.isEmpty) }

    /// The same with the real telnet program, letter for letter.
    @Test(
        .enabled(if: Program.installed("telnet") != nil), .timeLimit(.minutes(30)),
        arguments: Sessions.all)
    func telnetShowsTheSame(_ session: Transcript) throws {
        let server = try RunningServer()
        defer { server.stop() }
        let typed = session.sentLines.map { "\($0)\n" }.joined()
        let outcome = try Program.run(
            Program.installed("telnet")!, ["127.0.0.1", "\(server.port)"], input: typed,
            closesInput: false)
        let seen = outcome.output.split(separator: /\r?\n/).map(String.init)
            .filter { !Sessions.isTelnets($0) }
        #expect(seen == session.received.map(\.description), "\(outcome)")
    }

    /// The keys of a reply in text or JSON.
    private static func keys(in line: String) -> [String] {
        let bare = line.replacing(/"(?:[^"\\]|\\.)*"(?!:)/, with: "\"\"")
        return bare.matches(of: /([a-z0-9_]+)(?:=|":)/).map { String($0.1) }
    }
}
