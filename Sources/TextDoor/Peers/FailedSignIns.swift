import ProtocolWords

/// How often one address has failed to sign in.
struct FailedSignIns {
    private static let windowSeconds: UInt64 = 60
    /// What the first failure waits for its reply, in milliseconds.
    private static let firstDelayMilliseconds = 500

    /// Since when is counted; seconds of the monotonic clock.
    private var since: UInt64 = 0
    private var count = 0
    private var shutOutUntil: UInt64 = 0

    /// Counts one.
    ///
    /// - Parameter now: seconds of the monotonic clock.
    /// - Returns: how long its reply is kept back, in milliseconds.
    mutating func add(at now: UInt64) -> Int {
        if now >= since + Self.windowSeconds { (since, count) = (now, 0) }
        count += 1
        if count >= Limits.failedSignInsPerAddress {
            shutOutUntil = now + UInt64(Limits.shutOutSeconds)
        }
        let doublings = min(count - 1, 10)
        return min(Self.firstDelayMilliseconds << doublings, Limits.signInDelayMilliseconds)
    }

    /// Whether nobody new is taken from there.
    func isShutOut(at now: UInt64) -> Bool { now < shutOutUntil }

    /// Whether it may be forgotten.
    func isOver(at now: UInt64) -> Bool {
        count == 0 || now >= since + Self.windowSeconds && !isShutOut(at: now)
    }
}
