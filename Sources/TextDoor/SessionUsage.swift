import FrontDesk
import Switchboard

/// What one connection uses, in so far as it has a limit of its own.
struct SessionUsage {
    var written = MinuteQuota()
    var newCalls = MinuteQuota()
    var pace = Pace()
    /// Lookups that nobody has looked at yet.
    var lookups = LookupUsage()
    /// Whose calls it is told of.
    var watched: CallBoard.Watched?
    /// Since when the line or the text that is on its way is.
    var unfinished: Unfinished?
    /// What it was last found to take of the memory, in bytes.
    var owedBytes = 0
    /// Bytes of a request that waits for the database.
    var waitingBytes = 0
}

/// How much of the loop's time the requests of one connection take.
struct Pace {
    /// What makes a connection one of those that come behind the others, in nanoseconds of one
    /// second.
    private static let heavyNanoseconds: UInt64 = 2_000_000

    /// Since it was last its turn, in nanoseconds.
    private(set) var ofSlice: UInt64 = 0
    private var second: UInt64 = 0
    private var ofSecond: UInt64 = 0

    /// Its turn begins.
    mutating func beginSlice() { ofSlice = 0 }

    /// A request has taken so long.
    ///
    /// - Parameter now: nanoseconds of the monotonic clock.
    mutating func add(_ nanoseconds: UInt64, at now: UInt64) {
        ofSlice += nanoseconds
        if now / 1_000_000_000 != second { (second, ofSecond) = (now / 1_000_000_000, 0) }
        ofSecond += nanoseconds
    }

    /// Whether it took much of the present second.
    func isHeavy(at now: UInt64) -> Bool {
        now / 1_000_000_000 == second && ofSecond >= Self.heavyNanoseconds
    }
}

/// A request whose end has not come.
struct Unfinished {
    /// How many requests came before its first bytes.
    let requestCount: Int
    /// Seconds of the monotonic clock.
    let since: UInt64
}
