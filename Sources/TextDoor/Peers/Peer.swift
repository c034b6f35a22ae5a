import Customers
import EventLoop
import FrontDesk
import Switchboard

/// What one address, or one user of this machine, uses of what all share.
///
/// Whoever fills a share is refused before everybody else is: each limit here is less than the one
/// that holds for all.
final class Peer {
    let name: PeerHost
    /// Connections that are open.
    var connectionCount = 0
    /// Those of them that have not sent a request.
    var silent = SilentSessions()
    /// Requests that wait for the database.
    var waitingCount = 0
    /// Bytes of memory for what its connections have sent and have not taken.
    var owedBytes = 0
    var written = MinuteQuota()
    var newCalls = MinuteQuota()
    /// Connections that have to sign in and have not.
    var strangerCount = 0
    var failedSignIns = FailedSignIns()
    private(set) var wallboardCount = 0
    private(set) var watcherCounts: [Agent: Int] = [:]

    init(_ name: PeerHost) { self.name = name }

    /// Whether a connection may watch so, which watches in another way until then.
    ///
    /// - Returns: the limit that says no.
    func limit(
        against target: CallBoard.Watched, besides old: CallBoard.Watched?
    ) -> SharedLimit? {
        change(from: old, to: nil)
        defer { change(from: nil, to: old) }
        switch target {
        case .everybody:
            return wallboardCount < SharedLimit.wallboards.value ? nil : .wallboards
        case .agents(let agents):
            let hasRoom = agents.allSatisfy {
                watcherCounts[$0, default: 0] < SharedLimit.watchers.value
            }
            return hasRoom ? nil : .watchers
        }
    }

    /// One connection watches something else from now on.
    func change(from old: CallBoard.Watched?, to new: CallBoard.Watched?) {
        if let old { count(old, -1) }
        if let new { count(new, 1) }
    }

    private func count(_ target: CallBoard.Watched, _ change: Int) {
        switch target {
        case .everybody: wallboardCount += change
        case .agents(let agents):
            for agent in agents {
                let count = watcherCounts[agent, default: 0] + change
                watcherCounts[agent] = count > 0 ? count : nil
            }
        }
    }

    /// Whether nothing would be lost if it were forgotten.
    func isIdle(at now: UInt64) -> Bool {
        connectionCount == 0 && written.isOver(at: now) && newCalls.isOver(at: now)
            && failedSignIns.isOver(at: now)
    }
}

/// So much in one minute, then nothing until the next one.
struct MinuteQuota {
    private var minute: UInt64 = 0
    private var used = 0

    /// Whether so much more fits.
    func fits(_ amount: Int, in limit: Int, at now: UInt64) -> Bool {
        (now / 60 == minute ? used : 0) + amount <= limit
    }

    /// Takes so much.
    ///
    /// - Parameter now: seconds of the monotonic clock.
    mutating func take(_ amount: Int, at now: UInt64) {
        if now / 60 != minute { (minute, used) = (now / 60, 0) }
        used += amount
    }

    /// Whether its minute is over.
    func isOver(at now: UInt64) -> Bool { now / 60 != minute }
}
