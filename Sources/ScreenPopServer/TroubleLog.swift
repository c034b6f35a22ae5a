import CustomerStore
import Customers
import EventLoop
import FrontDesk
import Logging

/// Says each trouble of database, disk, clock and snapshot in one line when it begins and in one
/// when it ends; nothing of what stands in the database.
final class TroubleLog {
    /// Seconds without it after which a trouble is over: one that comes and goes is one.
    private static let overSeconds: UInt64 = 2
    /// Seconds between two trials whether the database takes writes again.
    private static let trialSeconds: UInt64 = 2

    private let desk: FrontDesk
    var logger: Logger
    /// What has been said, and when it was seen last.
    private var said: [Trouble.Kind: (reason: String, seenAt: UInt64)] = [:]
    private var triedAt: UInt64 = 0
    /// The latest comparison of the index with the database that was looked at.
    private var comparedAt: Moment?
    /// Finds out whether the database takes a write.
    var tryWriting: () -> Void = {}

    init(_ desk: FrontDesk, _ logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    /// Looks what is in trouble, and says what is other than said.
    func look() {
        let now = desk.clock.seconds
        let present = desk.presentTroubles
        for trouble in present {
            if said[trouble.kind]?.reason != trouble.reason {
                logger.warning(
                    "trouble begins: \(trouble.reason)",
                    metadata: ["trouble": "\(trouble.kind.word)"])
            }
            said[trouble.kind] = (trouble.reason, now)
        }
        for (kind, last) in said where now >= last.seenAt + Self.overSeconds {
            guard !present.contains(where: { $0.kind == kind }) else { continue }
            logger.notice("trouble ends", metadata: ["trouble": "\(kind.word)"])
            said[kind] = nil
        }
        tellComparison()
        let isWriting = present.contains { $0.kind == .writes }
        if isWriting, now >= triedAt + Self.trialSeconds {
            triedAt = now
            tryWriting()
        }
    }

    /// A difference between index and database is ours, or a forged snapshot's.
    private func tellComparison() {
        guard let (result, at) = desk.index.state.latestComparison, at != comparedAt else { return }
        comparedAt = at
        guard result.differences > 0 else { return }
        logger.warning(
            "the index was other than the database and has been put right",
            metadata: ["customers": "\(result.differences)"])
    }

    /// What has happened to the database, which is no lasting trouble, and whatever comes of it.
    func note(_ update: IndexUpdate) {
        switch update {
        case .current, .unavailable, .clockIsFollowed, .unreadable, .comparisonEnds: look()
        case .clockWasSet(let seconds):
            let way = seconds < 0 ? "back" : "forward"
            logger.notice("the clock was set \(way) by \(seconds.magnitude) seconds")
            look()
        case .schema(let state):
            if !state.mended.isEmpty {
                let mended = state.mended.joined(separator: ", ")
                logger.warning(
                    "another program had dropped or changed what is back now: \(mended)")
            }
            look()
        case .noticed(.fileReplaced):
            logger.notice("another file stands in the database's place and is read now")
        case .noticed(.logRemoved(let isSaved)):
            let outcome = isSaved ? "in the database" : "lost"
            logger.warning(
                """
                another program has removed the database's -wal file; what it held is \(outcome), \
                and what others have committed since may be lost
                """)
        default: break
        }
    }
}
