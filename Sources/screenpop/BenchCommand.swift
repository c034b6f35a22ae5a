import ArgumentParser
import EventLoop
import Foundation
import Histogram
import LoadGenerator

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Asks a running server as fast as it can, or at a rate, and tells how long it took.",
        discussion: """
            Only asks LOOKUP: nothing is written. Every reply is checked: it must be one, and \
            repeat its number where that is spelled + and digits. With --rate a request is due \
            at its time whatever the server does, and its latency runs from then, so a stall is \
            charged to every request that it delays; without, the next is sent when a reply has \
            come. Run it on another core than the server's, for example with taskset. Exit code \
            0: every request was answered; 2: an error.

              screenpop bench --database customers.db --clients 50 --pipeline 16
              screenpop bench --keys numbers.txt --rate 20000 --seconds 60 --json
            """)

    @OptionGroup var place: ServerPlace

    @Option(help: ArgumentHelp("Numbers to ask for, one a line, in this order.", valueName: "file"))
    var keys: String?

    @Option(
        help: ArgumentHelp(
            "Or: the server's SQLite file; its numbers at random.", valueName: "file"))
    var database: String?

    @Option(help: "Connections.")
    var clients = 50

    @Option(help: "Requests under way on each connection at most.")
    var pipeline = 1

    @Option(help: "Requests a second, all connections together; as many as can be unless told.")
    var rate: Int?

    @Option(help: "How long; 10 unless told.")
    var seconds: Double?

    @Option(help: "How many requests instead.")
    var requests: Int?

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var peer: BenchPeer

    func validate() throws {
        guard (keys == nil) != (database == nil) else {
            throw ValidationError("Name the numbers: either --keys FILE or --database FILE.")
        }
        guard seconds == nil || requests == nil else {
            throw ValidationError("Give --seconds or --requests, not both.")
        }
        guard (0.1...86_400).contains(seconds ?? 1) else {
            throw ValidationError("--seconds must be from 0.1 to 86400.")
        }
        guard (0...60).contains(peer.warmUp), peer.warmUp == 0 || requests == nil else {
            throw ValidationError("--warm-up must be from 0 to 60, and goes with --seconds.")
        }
        guard peer.sources == nil || (pipeline == 1 && rate == nil) else {
            throw ValidationError("--sources goes with --pipeline 1 and without --rate.")
        }
        guard peer.sources == nil || !place.server.hasSuffix(",tls") else {
            throw ValidationError("--sources goes without TLS.")
        }
        do throws(LoadError) { _ = try plan() } catch { throw ValidationError("--\(error).") }
    }

    func run() throws {
        do {
            let address = try place.address()
            let tape = try BenchNumbers.tape(
                keys: keys, database: database, peer.language)
            let hasCores = ProcessInfo.processInfo.activeProcessorCount > 1
            let generator = try LoadGenerator(
                address, plan(), tape, isPolling: peer.polling || (hasCores && rate != nil))
            let progress = BenchProgress()
            let report = try generator.run { progress.show($0.report) }
            progress.clear()
            Terminal.say(
                json ? try BenchText.json(report, plan: plan()) : BenchText.text(report))
            if let complaint = BenchText.complaint(report) {
                Terminal.complain("screenpop bench: \(complaint)")
                throw ExitCode(2)
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.complain("screenpop bench: \(error)")
            throw ExitCode(2)
        }
    }

    private func plan() throws(LoadError) -> LoadPlan {
        let length = Duration.milliseconds(Int64((seconds ?? 10) * 1000))
        return try LoadPlan(
            clients: clients, pipeline: pipeline, rate: rate,
            end: requests.map { .requests($0) } ?? .after(length),
            warmUp: .milliseconds(Int64(peer.warmUp * 1000)), sources: peer.sources)
    }
}

/// One line on the terminal, drawn anew each second.
final class BenchProgress {
    private var secondsShown: UInt64 = 0
    private var repliesBefore = 0

    func show(_ report: LoadReport) {
        let second = report.nanoseconds / 1_000_000_000
        guard second > secondsShown else { return }
        let perSecond = (report.replies - repliesBefore) / Int(second - secondsShown)
        repliesBefore = report.replies
        secondsShown = second
        let p99 = BenchText.microseconds(report.latency.valueAtPercentile(99))
        let text = "\(second) s: \(perSecond) a second, p99 \(p99) us, wrong \(report.wrong)"
        Terminal.draw("\r\u{1B}[K" + text)
    }

    func clear() {
        if secondsShown > 0 { Terminal.draw("\r\u{1B}[K") }
    }
}
