public import CustomerStore
public import Customers
public import Histogram

/// How often what was asked, and how long the answers took, since the start.
public struct Statistics {
    /// The longest latency told apart, in nanoseconds: a minute.
    private static let longestNanoseconds: UInt64 = 60_000_000_000

    /// Lookups by what came of them.
    public private(set) var lookups = LookupCounts()
    /// Writes by what came of them.
    public private(set) var writes = WriteCounts()
    /// What Asterisk asked, counted by its door.
    public var gateway = GatewayCounts()
    /// From the arrival of the bytes of a lookup to its reply's being handed to the kernel.
    public private(set) var latency = Histogram<UInt64>(
        highestTrackableValue: Self.longestNanoseconds, numberOfSignificantValueDigits: .two)

    /// Lookups whose latency is known, or is none of ours.
    private var timedLookupCount = 0

    mutating func count(_ outcome: WriteOutcome) { writes.count(outcome) }

    mutating func noteTrial(_ failure: StoreError?) { writes.trouble = failure }

    /// Counts one lookup by its outcome.
    public mutating func count(_ result: LookupResult) { lookups.count(result) }

    /// Counts lookups that found exactly one customer by the number itself.
    mutating func count(found: Int) { lookups.found += found }

    /// The lookups counted since the last call have just been answered.
    ///
    /// - Parameter since: when their bytes arrived.
    mutating func noteLatency(since: UInt64, now: UInt64) {
        let count = lookups.total - timedLookupCount
        guard count > 0 else { return }
        latency.record(min(now - since, Self.longestNanoseconds), count: UInt64(count))
        timedLookupCount += count
    }

    /// The lookups counted since the last call were answered by the database, or to Asterisk.
    public mutating func leaveUntimed() { timedLookupCount = lookups.total }
}

/// Lookups by what came of them.
public struct LookupCounts {
    public internal(set) var found = 0
    public private(set) var shared = 0
    public private(set) var nobody = 0
    public private(set) var withheld = 0
    public private(set) var notASubscriber = 0
    public private(set) var unreadable = 0
    /// Hits of the tiers behind `exact`, in their order.
    private var laterTiers = InlineArray<6, Int>(repeating: 0)

    public var total: Int { found + shared + nobody + withheld + notASubscriber + unreadable }

    mutating func count(_ result: LookupResult) {
        switch result {
        case .found(_, _, let tier):
            found += 1
            laterTiers[Int(tier.rawValue)] += 1
        case .shared(_, _, let tier):
            shared += 1
            laterTiers[Int(tier.rawValue)] += 1
        case .nobody: nobody += 1
        case .noNumber(.withheld): withheld += 1
        case .noNumber(.shortCode), .noNumber(.internalExtension): notASubscriber += 1
        case .noNumber(.unreadable): unreadable += 1
        case .notYet: break
        }
    }

    /// Lookups that a tier answered, be it with one customer or with several.
    public func hits(of tier: MatchTier) -> Int {
        guard tier == .exact else { return laterTiers[Int(tier.rawValue)] }
        return MatchTier.allCases.dropFirst().reduce(found + shared) {
            $0 - laterTiers[Int($1.rawValue)]
        }
    }
}

/// Writes by what came of them.
public struct WriteCounts {
    public private(set) var stored = 0
    public private(set) var repeated = 0
    public private(set) var refused = 0
    public private(set) var failed = 0
    /// Why the latest write failed; `nil` since one has succeeded.
    public fileprivate(set) var trouble: StoreError?

    mutating func count(_ outcome: WriteOutcome) {
        switch outcome {
        case .written, .linked:
            stored += 1
            trouble = nil
        case .repeated, .unchanged: repeated += 1
        case .noCustomer, .noMember, .noReference, .noLink, .referenceTaken: refused += 1
        case .failed(let error):
            failed += 1
            trouble = error
        }
    }
}

/// Connections of Asterisk.
public struct GatewayCounts {
    /// The longest latency told apart, in nanoseconds: a minute.
    private static let longestNanoseconds: UInt64 = 60_000_000_000

    public var total = 0
    /// Those that were one too many.
    public var busy = 0
    /// Those that a deadline has ended.
    public var late = 0
    /// From the end of the environment to the answer's being handed to the kernel.
    public private(set) var latency = Histogram<UInt64>(
        highestTrackableValue: Self.longestNanoseconds, numberOfSignificantValueDigits: .two)

    /// Counts an answer that took so long.
    public mutating func record(nanoseconds: UInt64) {
        latency.record(min(nanoseconds, Self.longestNanoseconds), count: 1)
    }
}
