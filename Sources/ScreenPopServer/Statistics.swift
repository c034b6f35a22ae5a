import CustomerStore
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
        case .written:
            storedWriteCount += 1
            writeTrouble = nil
        case .repeated: repeatedWriteCount += 1
        case .noCustomer, .noMember, .noReference, .referenceTaken: refusedWriteCount += 1
        case .failed(let error):
            failedWriteCount += 1
            writeTrouble = error
        }
    }

    mutating func recordLatency(_ nanoseconds: UInt64, lookups: Int) {
        latency.record(min(nanoseconds, Self.longestNanoseconds), count: UInt64(lookups))
    }
}
