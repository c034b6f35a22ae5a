import ArgumentParser
import CustomerStore
import Customers
import Foundation
import Scoring
import Settings

struct ScoreCustomers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Computes the thresholds of the value, then every customer's value.",
        discussion: """
            May run while the daemon serves; the daemon takes the values over. With --dry-run \
            nothing is stored, and a table tells how many customers would move from which \
            value to which. What the daemon's environment says of the four figures, such as \
            SCREENPOP_SCORING_WEIGHTS, counts here too. Exit code 0: done; 2: an error.
            """)

    @Option(help: ArgumentHelp("The SQLite file.", valueName: "file"))
    var database: String

    @Option(
        help: ArgumentHelp(
            "The daemon's configuration file: its [scoring] is used.", valueName: "file"))
    var config: String?

    @Option(
        name: [.customLong("weights"), .customLong(Setting.weights.flag)],
        help: ArgumentHelp(
            "Other weights, such as money=50,loyalty=50; together 100.", valueName: "weights"))
    var weights: String?

    @Flag(help: "Store nothing; tell who would move.")
    var dryRun = false

    func run() throws {
        do {
            let store = try CustomerStore(path: database, scoring: settings())
            var run = ScoringRun(isDry: dryRun)
            while try run.step(store, now: .now) {}
            Terminal.say(MovementTable.summary(run.report))
            if dryRun { Terminal.say(MovementTable.text(run.report.movement)) }
        } catch {
            Terminal.complain("screenpop score: \(error)")
            throw ExitCode(2)
        }
    }

    /// As the daemon reads them, but that fewer flags are known.
    private func settings() throws -> ScoringSettings {
        let flags = [Setting.config: config, .weights: weights]
        return try ScoringSettings(
            GivenSettings(
                flags: flags.compactMap { setting, text in text.map { GivenWord(setting, $0) } },
                environment: ProcessInfo.processInfo.environment))
    }
}

/// How many customers would move, for people.
enum MovementTable {
    static func summary(_ report: ScoringRun.Report) -> String {
        let base = report.isSmallBase ? "too few to rank: fixed thresholds" : "ranked"
        guard let version = report.version else {
            let movement = report.movement
            return """
                \(report.activeCustomers) active customers, \(base); nothing was stored
                \(movement.moved) of \(movement.total) would get another value: \
                \(movement.raised) higher, \(movement.lowered) lower, \
                \(movement.newlyRated) newly rated, \(movement.noLongerRated) no longer rated
                """
        }
        return "version \(version): \(report.activeCustomers) active customers, \(base); "
            + "\(report.changed) values are other ones than before"
    }

    /// A row for each value before, a column for each value after.
    static func text(_ movement: Movement) -> String {
        let values = [nil] + (1...5).map { OverallValue($0) }
        let header = ["from \\ to"] + values.map(name)
        let rows = values.map { before in
            [name(before)] + values.map { "\(movement[before, $0])" }
        }
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([header] + rows).map { row in
            zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
                .joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static func name(_ value: OverallValue?) -> String {
        value.map { "\($0.grade)" } ?? "-"
    }
}
