import ArgumentParser
import EventLoop
import Foundation
import Histogram
import LoadGenerator
import Processor
import ReplyReading
import ScreenPopClient

/// How long after a commit a lookup shows it, while others look up, too.
@main
struct Freshness: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures how fresh the answers of a running daemon are.",
        discussion: """
            Writes into the database: use a sample. Tools/freshness makes one.
            """)

    @Option(help: ArgumentHelp("The daemon.", valueName: "address"))
    var server = "127.0.0.1:7373"

    @Option(help: ArgumentHelp("Its SQLite file.", valueName: "file"))
    var database: String

    @Option(help: "Lookups a second, over 50 connections.")
    var rate = 20_000

    @Option(help: "Commits whose way to the answer is timed.")
    var commits = 300

    @Option(help: "Customers whom the outage touches.")
    var touched = 100_000

    @Option(help: "How often an outage begins, ends and is removed, by each of two ways.")
    var rounds = 4

    @Flag(
        help: """
            Lookups have the last core for themselves and keep it busy, so that what is late is \
            the daemon's; keep the daemon on the others.
            """)
    var apart = false

    func validate() throws {
        guard !apart || CallingThread.usableCores.count > 1 else {
            throw ValidationError("It takes two cores: the last for the lookups, one for others.")
        }
    }

    func run() throws {
        var cores = CallingThread.usableCores
        let core = apart ? cores.removeLast() : nil
        CallingThread.stay(on: cores)
        let endpoint = try Endpoint(parsing: server)
        let other = try OtherProgram(database, touched: touched)
        let load = try LookupLoad(endpoint, rate: rate, numbers: other.numbers, core: core)
        let client = try Client(endpoint, patience: .seconds(60))
        load.start()
        defer { load.stop() }
        // Comes back when the load is under way.
        try load.takeLatencies()
        Output.say("commit to answer: \(Output.text(try commitsToAnswers(other, client)))")
        var storms = Storms(client, load, touched: touched)
        for round in 0..<rounds {
            try storms.follow("outage begins", other.beginOutage)
            try storms.follow("outage ends", other.endOutage)
            try storms.follow("outage removed", other.removeOutage)
            let reporter = OutageReporter(client, "freshness-\(round)", other.customers)
            try storms.hear("outage told", reporter.begin)
            try storms.hear("end of it told", reporter.end)
            try storms.follow("outage removed", other.removeOutage)
            let differences = try client.request("VERIFY").fields["differences"] ?? "?"
            Output.say("verified: differences \(differences)")
        }
        storms.tellLookups()
    }

    /// One row changed by another program, over and over.
    private func commitsToAnswers(
        _ other: OtherProgram, _ client: Client
    ) throws -> Latencies {
        var taken = LoadReport.emptyHistogram()
        for round in 0..<commits {
            let number = try other.rename(round)
            let committed = Loop.monotonicNanoseconds
            while try client.request("LOOKUP +\(number)").fields["name"] != "Fresh \(round)" {}
            taken.record(Loop.monotonicNanoseconds - committed)
        }
        return taken
    }
}
