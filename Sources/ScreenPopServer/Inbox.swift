import CustomerStore
import EventLoop
import FrontDesk
import TextDoor

/// Messages from the store: answers at once; updates of the index in slices, and the outcomes
/// of writes in their place between them.
final class Inbox {
    /// The time after which updates of the index give way to the sockets: a lookup that comes
    /// meanwhile waits little longer than behind another one.
    private static let sliceNanoseconds: UInt64 = 20_000

    private let desk: FrontDesk
    private let queue: UpdateQueue
    private let updating: SlicedWork
    private var isClosed = false

    init(
        _ desk: FrontDesk, _ door: TextDoor, _ link: StoreLink, _ log: ClientLog, on loop: Loop
    ) throws(LoopError) {
        self.desk = desk
        let queue = UpdateQueue(desk, door, link, log)
        self.queue = queue
        updating = try SlicedWork(on: loop) { queue.applySlice(Self.sliceNanoseconds) }
    }

    func receive(_ message: StoreMessage) {
        if isClosed { return }
        switch message {
        case .answer(let answer, let party, _): desk.answer(answer, for: party)
        case .numbers(let status): desk.numberStatus = status
        case .callsRecorded(let failure): desk.journal.stored(failure)
        case .update(let update):
            queue.append(.update(update))
            updating.start()
        case .outcome(let outcome, let party):
            queue.append(.outcome(outcome, party))
            updating.start()
        }
    }

    /// Takes nothing more: what it would start is about to go.
    func close() {
        isClosed = true
        updating.close()
    }
}

/// What is to be done in the order in which it was told, a little at a time.
private final class UpdateQueue {
    enum Entry {
        case update(IndexUpdate)
        case outcome(WriteOutcome, Party.ID)
    }

    private let desk: FrontDesk
    private let door: TextDoor
    private let link: StoreLink
    private let log: ClientLog
    private var entries: [Entry] = []
    private var next = 0

    init(_ desk: FrontDesk, _ door: TextDoor, _ link: StoreLink, _ log: ClientLog) {
        self.desk = desk
        self.log = log
        self.door = door
        self.link = link
    }

    func append(_ entry: Entry) { entries.append(entry) }

    /// Takes what is queued until the time is used up.
    ///
    /// - Returns: whether more is left.
    func applySlice(_ nanoseconds: UInt64) -> Bool {
        let deadline = Loop.monotonicNanoseconds + nanoseconds
        while next < entries.count {
            // What a reading or a comparison left behind comes before what was told after it.
            if !desk.tidyIndex() {
                take(entries[next])
                next += 1
            }
            if Loop.monotonicNanoseconds >= deadline { break }
        }
        if next == entries.count {
            entries.removeAll(keepingCapacity: true)
            next = 0
        }
        return next < entries.count || desk.tidyIndex()
    }

    private func take(_ entry: Entry) {
        switch entry {
        case .update(let update):
            desk.apply(update)
            if update.isClockTick {
                door.sweepSessions()
                log.look()
            }
            link.updateApplied()
        case .outcome(let outcome, let party): desk.acknowledge(outcome, for: party)
        }
    }
}

extension IndexUpdate {
    /// It comes about once a second, whatever becomes of the database.
    fileprivate var isClockTick: Bool {
        switch self {
        case .current, .unavailable: true
        case .restored, .cut, .begin, .customers, .complete, .sources, .scoringBegins, .scored,
            .thresholds, .comparisonBegins, .compare, .comparisonEnds:
            false
        }
    }
}
