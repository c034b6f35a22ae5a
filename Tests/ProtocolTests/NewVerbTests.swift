import Foundation
import TestSupport
import Testing
import WireProtocol

/// What it takes to add a verb, shown with those that were added last and that are smallest.
///
/// In code: a case and a row of the table (`Verb`, `VerbEntry`), one parse case, one case of
/// `Request` (what is asked), and one case where that is answered. In `Protocol/`: a row of
/// `verbs.json`, a section, a rule and two mentions in the grammar, a transcript, and its lines in
/// `help.txt`. The other tests of this folder say which of them is missing.
@Suite struct NewVerbTests {
    /// Where a verb's name stands in the code, as file and line.
    private static let places: [Verb: [String]] = [
        .ping: [
            "Request.swift: case ping", "RequestParser.swift: case .ping: .ping",
            "Verb.swift: case ping = \"PING\"",
            "VerbEntry.swift: case .ping: VerbEntry(\"answers 200 pong\", .bare)",
            "where it is answered",
        ],
        .version: [
            "Request.swift: case version", "RequestParser.swift: case .version: .version",
            "Verb.swift: case version = \"VERSION\"",
            "VerbEntry.swift: case .version: "
                + "VerbEntry(\"the server's and the protocol's version\", .bare)",
            "where it is answered",
        ],
        .hello: [
            "Request.swift: case hello(client: String?)",
            "RequestParser.swift: case .hello: try hello(&arguments)",
            "Verb.swift: case hello = \"HELLO\"", "VerbEntry.swift: case .hello:",
            "where it is answered",
        ],
    ]

    @Test(arguments: [Verb.ping, .version, .hello])
    func aVerbIsNamedInFivePlacesOfTheCode(_ verb: Verb) throws {
        let name = try Regex("^case \\.?\(verb)\\b")
        let found = try Self.sources().flatMap { file, text in
            text.split(separator: "\n").map { $0.drop { $0 == " " } }
                .filter { $0.firstMatch(of: name) != nil }
                .map { Self.place(file, $0) }
        }
        #expect(found.sorted() == Self.places[verb])
    }

    /// The word that clients send stands once: whatever else shows it takes it from there.
    @Test(arguments: Verb.allCases)
    func theWordStandsInOnePlaceOfTheParser(_ verb: Verb) throws {
        let pattern = try Regex("\"\(verb.rawValue)[ \"]")
        let found = try Self.sources().filter { file, text in
            file.hasPrefix("WireProtocol/") && text.firstMatch(of: pattern) != nil
        }
        #expect(found.map(\.0) == ["WireProtocol/Verb.swift"])
    }

    /// In `Protocol/`, every verb has the same places.
    @Test(arguments: Verb.allCases)
    func theFolderNamesAVerbInTheSamePlaces(_ verb: Verb) throws {
        let (word, rule) = (verb.rawValue, verb.rawValue.lowercased())
        for (file, pattern, count) in [
            ("verbs.json", "\"verb\": \"\(word)\"", 1), ("README.md", "\n## \(word)\n", 1),
            ("grammar.abnf", "\n\(rule) +=", 1), ("grammar.abnf", "[(/] \(rule)(?![a-z-])", 1),
            ("transcripts/help.txt", "shape=\"\(word)\\b", 2),
        ] {
            let found = try Repository.text("Protocol/\(file)").matches(of: try Regex(pattern))
                .count
            #expect(found == count, "\(file): \(pattern)")
        }
        #expect(Transcript.all.contains { $0.sentLines.contains { $0.hasPrefix(word) } })
    }

    /// Path below `Sources/` and text of each file of the daemon.
    private static func sources() throws -> [(String, String)] {
        let folder = Repository.root.appending(path: "Sources")
        let doors = ["WireProtocol", "ScreenPopServer", "FrontDesk", "TextDoor"]
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
            .filter { path in
                path.hasSuffix(".swift") && doors.contains { path.hasPrefix("\($0)/") }
            }
            .map { path in
                (path, try String(contentsOf: folder.appending(path: path), encoding: .utf8))
            }
    }

    /// How a line is named: outside of the parser it does not matter what it says.
    private static func place(_ file: String, _ line: Substring) -> String {
        guard file.hasPrefix("WireProtocol/") else { return "where it is answered" }
        return "\(file.dropFirst("WireProtocol/".count)): \(line)"
    }
}
