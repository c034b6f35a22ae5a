import ProtocolWords

/// How many lookups of each client find nobody: many in a minute look like somebody who walks
/// through the numbers to learn whose they are.
struct Walks {
    private struct Minute {
        var minute: UInt64
        var asked = 0
        var missed = 0
        var isTold = false
    }

    private var minutes: [String: Minute] = [:]

    /// Adds what a client has asked since the last time.
    ///
    /// - Parameter now: seconds of the monotonic clock.
    /// - Returns: whether it looks like a walk, and has not in this minute.
    mutating func note(_ usage: LookupUsage, of client: String, at now: UInt64) -> Bool {
        var minute = minutes[client] ?? Minute(minute: now / 60)
        if minute.minute != now / 60 { minute = Minute(minute: now / 60) }
        minute.asked += usage.asked
        minute.missed += usage.missed
        let isWalk = minute.asked > Limits.suspiciousLookups && 2 * minute.missed > minute.asked
        let isNews = isWalk && !minute.isTold
        if isWalk { minute.isTold = true }
        minutes[client] = minute
        return isNews
    }

    /// Forgets minutes that are over.
    mutating func sweep(at now: UInt64) { minutes = minutes.filter { $0.value.minute == now / 60 } }
}

/// Lookups of a connection, and those of them that found nobody.
struct LookupUsage: Equatable {
    var asked = 0
    var missed = 0
}
