import Foundation
import Histogram
import LoadGenerator

/// What a load has seen, for people and for programs.
enum BenchText {
    private static let percents: [(name: String, key: String, percent: Double)] = [
        ("p50", "p50", 50), ("p90", "p90", 90), ("p99", "p99", 99), ("p99.9", "p99_9", 99.9),
        ("max", "max", 100),
    ]
    /// Columns of the longest bar.
    private static let barWidth = 50.0

    static func text(_ report: LoadReport) -> String {
        let seconds = String(format: "%.2f", Double(report.nanoseconds) / 1e9)
        var lines = [
            "\(report.replies) replies in \(seconds) s: \(Int(report.repliesPerSecond)) a second",
            "found \(report.found), not found \(report.notFound), errors \(report.errors), "
                + "wrong \(report.wrong)",
        ]
        if report.replies > 0 { lines.append("latency in us: " + percentiles(report.latency)) }
        if report.lateness.totalCount > 0 {
            lines.append("of it sent late by us: " + percentiles(report.lateness))
        }
        if report.unsent > 0 {
            lines.append(
                "\(report.unsent) requests were due and not sent: the rate is more than the "
                    + "server or this program can do, and the latencies would be higher")
        }
        return (lines + bars(report.latency)).joined(separator: "\n")
    }

    /// What makes the result no result; `nil` when all is well.
    static func complaint(_ report: LoadReport) -> String? {
        if let wrong = report.firstWrong {
            return "\(report.wrong) replies do not answer their request; the first, to "
                + "\(wrong.number): \(wrong.line)"
        }
        if let failure = report.failure { return "\(failure)" }
        if let error = report.firstError {
            return "\(report.errors) requests were refused; the first, \(error.number): "
                + error.line
        }
        return nil
    }

    static func microseconds(_ nanoseconds: UInt64) -> String {
        String(format: nanoseconds < 100_000 ? "%.1f" : "%.0f", Double(nanoseconds) / 1000)
    }

    private static func percentiles(_ seen: Histogram<UInt64>) -> String {
        percents.map { "\($0.name) \(microseconds(seen.valueAtPercentile($0.percent)))" }
            .joined(separator: ", ")
    }

    /// One line for each doubling of the latency.
    private static func bars(_ seen: Histogram<UInt64>) -> [String] {
        let total = Double(seen.totalCount)
        return seen.logarithmicBucketValues(valueUnitsInFirstBucket: 1000, logBase: 2).compactMap {
            bucket in
            let share = Double(bucket.countAddedInThisIterationStep) / total
            guard share > 0 else { return nil }
            let bar = String(repeating: "#", count: Int((share * barWidth).rounded(.up)))
            let limit = microseconds(bucket.value + 1)
            let percent = String(format: "%7.3f %%", share * 100)
            return "  under \(padded(limit, 9)) us \(percent)  \(bar)"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// One object on one line.
extension BenchText {
    private struct Result: Encodable {
        let requests, replies, found, notFound, errors, wrong, unsent: Int
        let seconds, repliesPerSecond: Double
        let clients, pipeline: Int
        let rate: Int?
        let latencyMicroseconds: [String: Double]
        let latenessMicroseconds: [String: Double]?
        let failure: String?
    }

    static func json(_ report: LoadReport, plan: LoadPlan) throws -> String {
        let result = Result(
            requests: report.requests, replies: report.replies, found: report.found,
            notFound: report.notFound,
            errors: report.errors, wrong: report.wrong, unsent: report.unsent,
            seconds: Double(report.nanoseconds) / 1e9,
            repliesPerSecond: report.repliesPerSecond.rounded(), clients: plan.clients,
            pipeline: plan.pipeline, rate: plan.rate,
            latencyMicroseconds: byPercent(report.latency),
            latenessMicroseconds: plan.rate == nil ? nil : byPercent(report.lateness),
            failure: complaint(report))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(result), as: UTF8.self)
    }

    private static func byPercent(_ seen: Histogram<UInt64>) -> [String: Double] {
        Dictionary(
            uniqueKeysWithValues: percents.map {
                ($0.key, Double(seen.valueAtPercentile($0.percent)) / 1000)
            })
    }
}
