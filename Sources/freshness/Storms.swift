import EventLoop
import Foundation
import Histogram
import LoadGenerator
import ReplyReading
import ScreenPopClient

typealias Latencies = Histogram<UInt64>

/// Outages that touch many customers at once, and how long lookups take meanwhile. A quiet second
/// before each is what they are compared with: the machine has hours of its own.
struct Storms {
    private let client: Client
    private let load: LookupLoad
    private let touched: Int
    private var quiet = Windows()
    private var written = Windows()
    private var followed = Windows()
    private var told = Windows()

    init(_ client: Client, _ load: LookupLoad, touched: Int) {
        self.client = client
        self.load = load
        self.touched = touched
    }

    /// One commit of another program; over when the index knows the last customer as it is now.
    mutating func follow(_ name: String, _ commit: () throws -> Void) throws {
        try waitQuietly()
        let updatesBefore = try updates()
        try load.takeLatencies()
        let begun = Loop.monotonicNanoseconds
        try commit()
        let committed = Loop.monotonicNanoseconds
        let whileWritten = try load.takeLatencies()
        while try updates() < updatesBefore + touched {
            // STATS tells no event; asking without pause would be a load of its own.
            Thread.sleep(forTimeInterval: 0.01)
        }
        let ended = Loop.monotonicNanoseconds
        let whileFollowed = try load.takeLatencies()
        written.add(whileWritten)
        followed.add(whileFollowed)
        Output.say(
            "\(name): \(touched) customers, commit \(Output.milliseconds(committed - begun)) ms, "
                + "all current after \(Output.milliseconds(ended - committed)) ms")
        Output.say("  lookups while it is written: \(Output.text(whileWritten))")
        Output.say("  lookups while it is followed: \(Output.text(whileFollowed))")
    }

    /// One outage told through the protocol; over when the last request is acknowledged, which
    /// says that the index knows it.
    mutating func hear(_ name: String, _ tell: () throws -> Void) throws {
        try waitQuietly()
        let begun = Loop.monotonicNanoseconds
        try tell()
        let ended = Loop.monotonicNanoseconds
        let seen = try load.takeLatencies()
        told.add(seen)
        Output.say(
            "\(name): \(touched) customers, acknowledged "
                + "after \(Output.milliseconds(ended - begun)) ms")
        Output.say("  lookups meanwhile: \(Output.text(seen))")
    }

    /// All lookups of each kind together: a storm is a second long, and what stops the machine
    /// once in some seconds makes the p99 of one storm and not of another.
    func tellLookups() {
        Output.say("lookups in the quiet seconds: \(Output.text(quiet.all))")
        tell("while a storm is written", written)
        tell("while a storm is followed", followed)
        tell("while a storm is told", told)
    }

    /// The second before the measured one belongs to what went before.
    private mutating func waitQuietly() throws {
        for isMeasured in [false, true] {
            // The time itself is what is wanted: nothing happens in it but lookups.
            Thread.sleep(forTimeInterval: 1)
            let seen = try load.takeLatencies()
            if isMeasured { quiet.add(seen) }
        }
    }

    private func updates() throws -> Int {
        let index = try client.request("STATS").lines.first { $0.word == "index" }
        return index?.fields["updates"].flatMap { Int($0) } ?? 0
    }

    private func tell(_ name: String, _ windows: Windows) {
        let usual = quiet.all.valueAtPercentile(99)
        Output.say("lookups \(name): \(Output.text(windows.all))")
        let p99s = windows.p99s.sorted()
        let (middle, last) = (p99s[p99s.count / 2], p99s[p99s.count - 1])
        let ratios = [windows.all.valueAtPercentile(99), middle, p99s[0], last].map {
            String(format: "%.2f", Double($0) / Double(max(1, usual)))
        }
        Output.say(
            "p99 \(name): against quiet \(ratios[0]), storm by storm \(ratios[1]) "
                + "(\(ratios[2])-\(ratios[3]))")
    }
}

/// Lookups of several windows of time.
private struct Windows {
    private(set) var all = LoadReport.emptyHistogram()
    private(set) var p99s: [UInt64] = []

    mutating func add(_ seen: Latencies) {
        all.add(seen)
        p99s.append(seen.valueAtPercentile(99))
    }
}
