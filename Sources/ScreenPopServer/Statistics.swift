import CustomerStore
import Customers
import Histogram

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
    /// From the arrival of the bytes of a lookup to its reply's being handed to the kernel.
    private(set) var latency = Histogram<UInt64>(
        highestTrackableValue: Self.longestNanoseconds, numberOfSignificantValueDigits: .two)

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

    /// Lookups that a tier answered, be it with one customer or with several.
    func hits(of tier: MatchTier) -> Int {
        guard tier == .exact else { return laterTiers[Int(tier.rawValue)] }
        return MatchTier.allCases.dropFirst().reduce(found + shared) {
            $0 - laterTiers[Int($1.rawValue)]
        }
    }

    mutating func recordLatency(_ nanoseconds: UInt64, lookups: Int) {
        latency.record(min(nanoseconds, Self.longestNanoseconds), count: UInt64(lookups))
    }
}
