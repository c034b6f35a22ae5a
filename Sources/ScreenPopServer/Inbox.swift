import CustomerStore
import EventLoop
import FrontDesk
import Logging
import TextDoor

/// Messages from the store: answers at once; updates of the index in slices, and the outcomes
/// of writes in their place between them.
final class Inbox {
    /// The time after which updates of the index give way to the sockets: a lookup that comes
    /// meanwhile waits little longer than behind another one.
    private static let sliceNanoseconds: UInt64 = 20_000

    private let desk: FrontDesk
    private let logger: Logger
    private let queue: UpdateQueue
    private let updating: SlicedWork
    /// Says what is in trouble.
    let troubles: TroubleLog
    private var isClosed = false
    /// What has happened to calls gathers while it runs.
    private let rest: Timer
    /// Called about once a second.
    var onClockTick: () -> Void = {}

    init(
        _ desk: FrontDesk, _ door: TextDoor, _ link: StoreLink, _ log: ClientLog,
        _ logger: Logger, on loop: Loop
    ) throws(LoopError) {
        self.desk = desk
        self.logger = logger
        let troubles = TroubleLog(desk, logger)
        troubles.tryWriting = { [unowned link] in link.tryWriting() }
        self.troubles = troubles
        let queue = UpdateQueue(desk, door, link, log, troubles)
        self.queue = queue
        updating = try SlicedWork(on: loop) { queue.applySlice(Self.sliceNanoseconds) }
        desk.onWork = { [unowned updating] in updating.start() }
        let rest = try Timer(on: loop) { [unowned desk] in desk.calls.endRest() }
        self.rest = rest
        desk.journal.rest = { [unowned rest] in
            rest.start(after: .milliseconds(CallJournal.restMilliseconds))
        }
    }

    func receive(_ message: StoreMessage) {
        if isClosed { return }
        switch message {
        case .answer(let answer, let party, _): desk.answer(answer, for: party)
        case .numbers(let status): desk.numberStatus = status
        case .liveCalls(let calls): desk.calls.restore(calls)
        case .callsRecorded(let failure, let lost):
            desk.calls.stored(failure, lost: lost)
            if failure != nil { troubles.look() }
        case .tried(let failure):
            desk.noteTrial(failure)
            troubles.look()
        case .callsUnread(let error):
            logger.error("the calls under way before the start cannot be read: \(error)")
        case .update(let update):
            if update.isClockTick { onClockTick() }
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
        desk.onWork = {}
        desk.journal.rest = nil
        rest.close()
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
    private let troubles: TroubleLog
    private var entries: [Entry] = []
    private var next = 0

    init(
        _ desk: FrontDesk, _ door: TextDoor, _ link: StoreLink, _ log: ClientLog,
        _ troubles: TroubleLog
    ) {
        self.desk = desk
        self.log = log
        self.door = door
        self.link = link
        self.troubles = troubles
    }

    func append(_ entry: Entry) { entries.append(entry) }

    /// Takes what is queued until the time is used up.
    ///
    /// - Returns: whether more is left.
    func applySlice(_ nanoseconds: UInt64) -> Bool {
        let deadline = Loop.monotonicNanoseconds + nanoseconds
        while next < entries.count {
            // What a reading or a comparison left behind comes before what was told after it.
            if !desk.tidyUp() {
                take(entries[next])
                next += 1
            }
            if Loop.monotonicNanoseconds >= deadline { break }
        }
        var hasCalls = false
        repeat {
            hasCalls = desk.tidyCalls()
        } while hasCalls
            && Loop.monotonicNanoseconds < deadline
        if next == entries.count {
            entries.removeAll(keepingCapacity: true)
            next = 0
        }
        return next < entries.count || hasCalls || desk.tidyUp()
    }

    private func take(_ entry: Entry) {
        switch entry {
        case .update(let update):
            desk.apply(update)
            if update.isClockTick {
                door.sweepSessions()
                log.look()
            }
            troubles.note(update)
            link.updateApplied()
        case .outcome(let outcome, let party):
            desk.acknowledge(outcome, for: party)
            if case .failed = outcome { troubles.look() }
        }
    }
}

extension IndexUpdate {
    /// It comes about once a second, whatever becomes of the database.
    fileprivate var isClockTick: Bool {
        switch self {
        case .current, .unavailable: true
        case .restored, .cut, .begin, .customers, .complete, .sources, .scoringBegins, .scored,
            .thresholds, .comparisonBegins, .compare, .comparisonEnds, .clockWasSet,
            .clockIsFollowed, .unreadable, .schema, .logBytes, .noticed, .failed:
            false
        }
    }
}
