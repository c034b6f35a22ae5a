public import Histogram

/// What a load has seen so far.
public struct LoadReport: Sendable {
    /// A reply that does not answer its request, for people.
    public struct Mismatch: Equatable, Sendable {
        public let number: String
        public let line: String
    }

    /// Longer ones count as this: an hour.
    private static let latencyLimit: UInt64 = 3_600_000_000_000

    /// Replies that name a customer.
    public private(set) var found = 0
    /// Replies that there is none.
    public private(set) var notFound = 0
    /// Replies that the server could not look it up.
    public private(set) var errors = 0
    /// Replies that do not answer their request.
    public private(set) var wrong = 0
    public private(set) var firstError: Mismatch?
    public private(set) var firstWrong: Mismatch?
    /// Nanoseconds from the moment when a request was sent, or was due, to its reply.
    public private(set) var latency = Self.emptyHistogram()
    /// Nanoseconds by which requests were sent later than due: our own delay, part of `latency`.
    public private(set) var lateness = Self.emptyHistogram()
    /// From the first request to the last reply, or until now.
    public internal(set) var nanoseconds: UInt64 = 0
    /// Requests that were due before the end and not sent: nobody knows how late they would be.
    public internal(set) var unsent = 0
    /// Why it ended early.
    public internal(set) var failure: LoadError?

    /// Requests that were sent, those of the warming up included.
    public internal(set) var requests = 0

    public var replies: Int { found + notFound + errors + wrong }

    public var repliesPerSecond: Double {
        nanoseconds == 0 ? 0 : Double(replies) * 1e9 / Double(nanoseconds)
    }

    /// A histogram for nanoseconds, three digits of which count.
    public static func emptyHistogram() -> Histogram<UInt64> {
        Histogram<UInt64>(
            highestTrackableValue: latencyLimit, numberOfSignificantValueDigits: .three)
    }

    mutating func noteLatency(_ nanoseconds: UInt64, count: Int) {
        if count > 0 { latency.record(min(nanoseconds, Self.latencyLimit), count: UInt64(count)) }
    }

    mutating func noteLateness(_ nanoseconds: UInt64) {
        lateness.record(min(nanoseconds, Self.latencyLimit))
    }

    mutating func note(found: Int, notFound: Int) {
        self.found += found
        self.notFound += notFound
    }

    mutating func noteError(_ mismatch: Mismatch) {
        errors += 1
        if firstError == nil { firstError = mismatch }
    }

    mutating func noteWrong(_ mismatch: Mismatch) {
        wrong += 1
        if firstWrong == nil { firstWrong = mismatch }
    }

    mutating func forgetLatencies() { latency.reset() }
}
