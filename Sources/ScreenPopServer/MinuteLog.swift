import Logging

/// Says what has happened how often, each thing at most once a minute, and nothing of whom.
struct MinuteLog {
    private static let seconds: UInt64 = 60

    private struct Told {
        var count = 0
        var at: UInt64?
    }

    private let logger: Logger
    private var told: [String: Told] = [:]

    init(_ logger: Logger) { self.logger = logger }

    /// - Parameters:
    ///   - count: how often it has happened since the start.
    ///   - now: seconds of the monotonic clock.
    mutating func tell(_ what: String, _ count: Int, at now: UInt64) {
        var told = self.told[what, default: Told()]
        guard count > told.count else { return }
        if let at = told.at, now < at + Self.seconds { return }
        logger.warning("\(what)", metadata: ["count": "\(count - told.count)"])
        told = Told(count: count, at: now)
        self.told[what] = told
    }
}
