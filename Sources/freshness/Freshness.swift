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
        discussion: """
            Writes into the database: use a sample. Tools/freshness makes one. The lookups have \
            the last core for themselves; keep the daemon on the others.
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

    @Option(help: "How often the outage begins, ends and is removed.")
    var rounds = 4

    func validate() throws {
        guard CallingThread.usableCores.count > 1 else {
            throw ValidationError("It takes two cores: the last for the lookups, one for others.")
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
        let quiet = try quietWindows(load)
        Self.say("commit to answer: \(text(try commitsToAnswers(other, client)))")
        var storms: [Storm] = []
        for _ in 0..<rounds {
            storms.append(try storm("outage begins", other.beginOutage, other, client, load))
            storms.append(try storm("outage ends", other.endOutage, other, client, load))
            storms.append(try storm("outage removed", other.removeOutage, other, client, load))
            let differences = try client.request("VERIFY").fields["differences"] ?? "?"
            Self.say("verified: differences \(differences)")
        }
        let usual = Self.middle(quiet)
        tell("lookups p99, quiet seconds", quiet, usual)
        tell("lookups p99, while a storm is written", storms.map(\.p99WhileWritten), usual)
        tell("lookups p99, while a storm is followed", storms.map(\.p99WhileFollowed), usual)
    }

    /// The p99 of lookups, second for second: the machine has stalls of its own, and storms are
    /// as short as that.
    private func quietWindows(_ load: LookupLoad) throws -> [UInt64] {
        var windows: [UInt64] = []
        try load.takeLatencies()
        for _ in 0..<Self.quietSeconds {
            wait(seconds: 1)
            let seen = try load.takeLatencies()
            Self.say("quiet second: \(text(seen))")
            windows.append(seen.valueAtPercentile(99))
        }
        return windows
    }

    private static let quietSeconds = 12

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

    private struct Storm {
        let p99WhileWritten: UInt64
        let p99WhileFollowed: UInt64
    }

    /// One commit that touches many; over when the last of them is answered as it is now.
    private func storm(
        _ name: String, _ write: () throws -> Void, _ other: OtherProgram, _ client: Client,
        _ load: LookupLoad
    ) throws -> Storm {
        let updatesBefore = try updates(client)
        try load.takeLatencies()
        let started = Loop.monotonicNanoseconds
        try write()
        let committed = Loop.monotonicNanoseconds
        let whileWritten = try load.takeLatencies()
        while try updates(client) < updatesBefore + touched { wait(seconds: 0.01) }
        let ended = Loop.monotonicNanoseconds
        let whileFollowed = try load.takeLatencies()
        Self.say(
            "\(name): \(touched) customers, commit \(milliseconds(committed - started)) ms, "
                + "all current after \(milliseconds(ended - committed)) ms")
        Self.say("  lookups while it is written: \(text(whileWritten))")
        Self.say("  lookups while it is followed: \(text(whileFollowed))")
        return Storm(
            p99WhileWritten: whileWritten.valueAtPercentile(99),
            p99WhileFollowed: whileFollowed.valueAtPercentile(99))
    }

    private func updates(_ client: Client) throws -> Int {
        let index = try client.request("STATS").lines.first { $0.word == "index" }
        return index?.fields["updates"].flatMap { Int($0) } ?? 0
    }

    /// The pace of the measurement, and of asking STATS, which tells no event.
    private func wait(seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

    private func text(_ seen: Histogram<UInt64>) -> String {
        let values = [50, 90, 99, 100].map { percent in
            "\(percent == 100 ? "max" : "p\(percent)") "
                + milliseconds(seen.valueAtPercentile(Double(percent)))
        }
        return "\(seen.totalCount), \(values.joined(separator: ", ")) ms"
    }

    /// Median, lowest and highest, against what is usual.
    private func tell(_ name: String, _ values: [UInt64], _ usual: UInt64) {
        let ratios = [Self.middle(values), values.min() ?? 0, values.max() ?? 0].map {
            String(format: "%.2f", Double($0) / Double(max(1, usual)))
        }
        Self.say("\(name): against quiet \(ratios[0]) (\(ratios[1])-\(ratios[2]))")
    }

    private static func middle(_ values: [UInt64]) -> UInt64 {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    private static func say(_ text: String) {
        // Nobody is left to tell when the terminal itself is gone.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    private func milliseconds(_ nanoseconds: UInt64) -> String {
        String(format: "%.2f", Double(nanoseconds) / 1e6)
    }
}
