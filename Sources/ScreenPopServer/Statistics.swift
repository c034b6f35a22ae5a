import CustomerStore
import Customers
import Histogram
import Numbering

/// What `STATS` tells, counted since the start.
struct Statistics {
    /// The longest latency told apart, in nanoseconds: a minute.
    private static let longestNanoseconds: UInt64 = 60_000_000_000

    var connectionCount = 0
    var refusedConnectionCount = 0
    var refusedRequestCount = 0
    var found = 0
    var shared = 0
    var nobody = 0
    /// Hits of the tiers behind `exact`, in their order.
    private var laterTiers = InlineArray<5, Int>(repeating: 0)
    var withheld = 0
    var notASubscriber = 0
    var unreadable = 0
    var slowClientCount = 0
    var storedWriteCount = 0
    var repeatedWriteCount = 0
    var refusedWriteCount = 0
    var failedWriteCount = 0
    /// Why the latest write failed; `nil` since one has succeeded.
    var writeTrouble: StoreError?
    /// Calls that were not shown because a limit was reached.
    var lostCallCount = 0
    /// Facts about calls that are in no history.
    var lostFactCount = 0
    var pushCount = 0
    /// FastAGI connections.
    var gatewayCount = 0
    /// Those that were one too many.
    var busyGatewayCount = 0
    /// Those that a deadline has ended.
    var lateGatewayCount = 0
    /// From the end of the environment to the answer's being handed to the kernel.
    private(set) var gatewayLatency = Histogram<UInt64>(
        highestTrackableValue: Self.longestNanoseconds, numberOfSignificantValueDigits: .two)
    /// From the arrival of the bytes of a lookup to its reply's being handed to the kernel.
    private(set) var latency = Histogram<UInt64>(
        highestTrackableValue: Self.longestNanoseconds, numberOfSignificantValueDigits: .two)

    /// Lookups whose latency is known, or is none of ours.
    private var timedLookupCount = 0

    var lookupCount: Int { found + shared + nobody + withheld + notASubscriber + unreadable }

    mutating func count(_ outcome: WriteOutcome) {
        switch outcome {
        case .written, .linked:
            storedWriteCount += 1
            writeTrouble = nil
        case .repeated, .unchanged: repeatedWriteCount += 1
        case .noCustomer, .noMember, .noReference, .noLink, .referenceTaken:
            refusedWriteCount += 1
        case .failed(let error):
            failedWriteCount += 1
            writeTrouble = error
        }
    }

    mutating func count(_ tier: MatchTier) { laterTiers[Int(tier.rawValue)] += 1 }

    /// Counts a search by its outcome.
    mutating func count(_ findings: Findings) {
        if let tier = findings.tier {
            count(tier)
            if findings.hits.count == 1 { found += 1 } else { shared += 1 }
        } else if findings.caller.number != nil {
            nobody += 1
        } else {
            unreadable += 1
        }
    }

    /// Counts a string that is no number to look up.
    mutating func count(_ reading: Reading) {
        switch reading {
        case .number: preconditionFailure("a number is looked up")
        case .withheld: withheld += 1
        case .shortCode, .internalExtension: notASubscriber += 1
        case .unreadable: unreadable += 1
        }
    }

    /// Lookups that a tier answered, be it with one customer or with several.
    func hits(of tier: MatchTier) -> Int {
        guard tier == .exact else { return laterTiers[Int(tier.rawValue)] }
        return MatchTier.allCases.dropFirst().reduce(found + shared) {
            $0 - laterTiers[Int($1.rawValue)]
        }
    }

    mutating func recordGatewayLatency(_ nanoseconds: UInt64) {
        gatewayLatency.record(min(nanoseconds, Self.longestNanoseconds), count: 1)
    }

    /// The lookups counted since the last call have just been answered.
    ///
    /// - Parameter since: when their bytes arrived.
    mutating func noteLatency(since: UInt64, now: UInt64) {
        let lookups = lookupCount - timedLookupCount
        guard lookups > 0 else { return }
        latency.record(min(now - since, Self.longestNanoseconds), count: UInt64(lookups))
        timedLookupCount += lookups
    }

    /// The lookups counted since the last call were answered by the database, or to Asterisk.
    mutating func leaveUntimed() { timedLookupCount = lookupCount }
}
