import ArgumentParser
import EventLoop
import Foundation
import GRDB
import Histogram
import LoadGenerator
import Processor
import Replies
import ScreenPopClient

/// How long after another program's commit a lookup shows it, while others look up, too.
@main
struct Freshness: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures how fresh the answers of a running daemon are.",
        discussion: "Writes into the database: use a sample. Tools/freshness makes one.")

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

    func validate() throws {
        guard CallingThread.usableCores.count > 1 else {
            throw ValidationError("It takes two cores: one for the lookups, one for all others.")
        }
    }

    func run() throws {
        var cores = CallingThread.usableCores
        let core = cores.removeLast()
        CallingThread.stay(on: cores)
        let endpoint = try Endpoint(parsing: server)
        let other = try OtherProgram(database, touched: touched)
        let load = try LookupLoad(endpoint, rate: rate, numbers: other.numbers, core: core)
        let client = try Client(endpoint, patience: .seconds(60))
        load.start()
        defer { load.stop() }
        wait(seconds: 2)
        try load.takeLatencies()
        wait(seconds: 5)
        let quiet = try load.takeLatencies()
        report("lookups, quiet", quiet)
        report("commit to answer", try commitsToAnswers(other, client))
        try storm("outage begins", other.beginOutage, "interruptions=", other, client, load, quiet)
        try storm("outage ends", other.endOutage, "down=-", other, client, load, quiet)
        try storm("outage removed", other.removeOutage, "", other, client, load, quiet)
    }

    /// One row changed by another program, over and over.
    private func commitsToAnswers(_ other: OtherProgram, _ client: Client) throws -> Histogram<
        UInt64
    > {
        var taken = LoadReport.emptyHistogram()
        for round in 0..<commits {
            let number = try other.rename(round)
            let committed = Loop.monotonicNanoseconds
            while try client.request("LOOKUP +\(number)").fields["name"] != "Fresh \(round)" {}
            taken.record(Loop.monotonicNanoseconds - committed)
        }
        return taken
    }

    /// One commit that touches many; over when the last of them is answered as it is now.
    private func storm(
        _ name: String, _ write: () throws -> Void, _ mark: String, _ other: OtherProgram,
        _ client: Client, _ load: LookupLoad, _ quiet: Histogram<UInt64>
    ) throws {
        let updatesBefore = try updates(client)
        try load.takeLatencies()
        let started = Loop.monotonicNanoseconds
        try write()
        let committed = Loop.monotonicNanoseconds
        let whileWritten = try load.takeLatencies()
        while try updates(client) < updatesBefore + touched { wait(seconds: 0.01) }
        let ended = Loop.monotonicNanoseconds
        let whileFollowed = try load.takeLatencies()
        let differences = try client.request("VERIFY").fields["differences"] ?? "?"
        Self.say(
            "\(name): \(touched) customers, commit \(milliseconds(committed - started)) ms, "
                + "all current after \(milliseconds(ended - committed)) ms, "
                + "differences \(differences)")
        for (what, latencies) in [("written", whileWritten), ("followed", whileFollowed)] {
            report("lookups while it is \(what)", latencies)
            let ratio =
                Double(latencies.valueAtPercentile(99))
                / Double(max(1, quiet.valueAtPercentile(99)))
            Self.say("  p99 against quiet: \(String(format: "%.2f", ratio))")
        }
    }

    private func updates(_ client: Client) throws -> Int {
        let index = try client.request("STATS").lines.first { $0.word == "index" }
        return index?.fields["updates"].flatMap { Int($0) } ?? 0
    }

    /// The pace of the measurement, and of asking STATS, which tells no event.
    private func wait(seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

    private func report(_ name: String, _ seen: Histogram<UInt64>) {
        let values = [50, 90, 99, 100].map { percent in
            "\(percent == 100 ? "max" : "p\(percent)") "
                + milliseconds(seen.valueAtPercentile(Double(percent)))
        }
        Self.say("\(name): \(seen.totalCount), \(values.joined(separator: ", ")) ms")
    }

    private static func say(_ text: String) {
        // Nobody is left to tell when the terminal itself is gone.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    private func milliseconds(_ nanoseconds: UInt64) -> String {
        String(format: "%.2f", Double(nanoseconds) / 1e6)
    }
}
