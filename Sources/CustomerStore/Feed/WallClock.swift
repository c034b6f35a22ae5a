import Customers
import Dispatch

/// Notices when the clock is set: it and the time that goes by tell two stories.
struct WallClock {
    /// A clock that is kept right by small steps is not set.
    private static let leastSeconds: Int64 = 5

    private var latest: (moment: Moment, nanoseconds: UInt64)?

    /// - Returns: by how many seconds it was set since the latest look; `nil`: it was not. A clock
    ///   that has gone back at all was set.
    mutating func look(at now: Moment) -> Int64? {
        let nanoseconds = DispatchTime.now().uptimeNanoseconds
        defer { latest = (now, nanoseconds) }
        guard let latest else { return nil }
        let passed = Int64((nanoseconds - latest.nanoseconds) / 1_000_000_000)
        let step = now - latest.moment
        if step < 0 { return step }
        return step - passed >= Self.leastSeconds ? step - passed : nil
    }
}
