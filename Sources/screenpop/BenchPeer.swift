import ArgumentParser
import LoadGenerator

/// What `Tools/bench` needs to compare servers: other protocols and other loads.
struct BenchPeer: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A request of another protocol, with {key}, {len}, \\r and \\n.",
            visibility: .hidden))
    var template: String?

    @Option(
        help: ArgumentHelp("How its replies end: line, resp, memcache.", visibility: .hidden),
        transform: Self.framing)
    var framing = LoadLanguage.Framing.line

    @Option(
        help: ArgumentHelp(
            "What its replies begin with; they must also have their key.", visibility: .hidden))
    var expect = ""

    @Option(help: ArgumentHelp("Seconds before what is measured.", visibility: .hidden))
    var warmUp = 0.0

    @Option(
        help: ArgumentHelp(
            "A connection for each request, from so many addresses.", visibility: .hidden))
    var sources: Int?

    @Flag(help: ArgumentHelp("Never sleep.", visibility: .hidden))
    var polling = false

    var language: LoadLanguage {
        template.map { LoadLanguage(template: $0, framing: framing, prefix: expect) } ?? .screenpop
    }

    private static func framing(_ word: String) throws -> LoadLanguage.Framing {
        if let framing = LoadLanguage.Framing(rawValue: word) { return framing }
        throw ValidationError("--framing must be line, resp or memcache.")
    }
}
