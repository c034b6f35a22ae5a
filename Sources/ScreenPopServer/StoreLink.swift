import CustomerStore
import Customers
import EventLoop
import FrontDesk
import ProtocolWords
import Synchronization

/// What comes from the store's thread to the loop.
enum StoreMessage: Sendable {
    /// - Parameter isReaders: whether the readers have answered, not the store's thread.
    case answer(StoreAnswer, party: Party.ID, isReaders: Bool)
    /// Comes behind the updates that the write has caused.
    case outcome(WriteOutcome, party: Party.ID)
    case update(IndexUpdate)
    case numbers(NumberStatus)
    case callsRecorded(StoreError?, lost: Int)
    /// Calls that were under way when the process before ended; comes before anybody can ask.
    case liveCalls([LiveCall])
    /// Whether the database takes a write, after others had failed.
    case tried(StoreError?)
    /// They cannot be read; everything else goes on.
    case callsUnread(StoreError)
}

/// Joins the loop to the threads of the store: questions one way, answers and updates the other.
final class StoreLink: StoreDoor {
    /// Updates on their way to the index; the store reads no further until some are applied.
    private static let updatesInFlightLimit = 256

    private let thread: StoreThread
    private let readers: StoreReaders
    private let mailbox: Mailbox<StoreMessage>
    private let receiver = Receiver()
    private let clock: @Sendable () -> Moment
    private let numbers: StoredNumberReader
    private let inFlight = InFlight()
    private let orders = StoreOrders()
    /// Keeps a second daemon from the database.
    private var lock: DatabaseLock?
    private var questions = QuestionQueue()

    init(
        on loop: Loop, clock: @escaping @Sendable () -> Moment, numbers: StoredNumberReader,
        questionMilliseconds: Int
    ) throws(LoopError) {
        readers = StoreReaders(
            waitingLimit: Limits.waitingRequests, questionMilliseconds: questionMilliseconds)
        self.clock = clock
        self.numbers = numbers
        thread = StoreThread(clock: clock)
        mailbox = try Mailbox(on: loop) { [receiver] in receiver.take($0) }
        receiver.take = { [unowned self] in receive($0) }
    }

    private func receive(_ message: StoreMessage) {
        if case .answer(_, _, isReaders: true) = message { questions.ended() }
        onMessage(message)
        handOut()
    }

    /// Takes what comes from the store's thread.
    var onMessage: (StoreMessage) -> Void = { _ in }
    /// Whether somebody still waits for the answer.
    var isWanted: (Party.ID) -> Bool = { _ in true }

    /// Opens the database and begins to read it.
    ///
    /// - Parameters:
    ///   - path: of the database.
    ///   - restore: where the index may have been kept.
    func start(
        _ path: String, scoreEvery: Int64?, restore: IndexRestorer?,
        open: @escaping @Sendable () throws(StoreError) -> CustomerStore
    ) throws(StoreError) {
        lock = try DatabaseLock(path)
        let (slot, inFlight, clock) = (mailbox.slot, inFlight, clock)
        let (orders, numbers) = (orders, numbers)
        try thread.start(
            open: { [readers] () throws(StoreError) in
                let store = try open()
                readers.start(store.file)
                do throws(StoreError) {
                    slot.post(.liveCalls(try store.liveCalls()))
                } catch {
                    slot.post(.callsUnread(error))
                }
                return store
            },
            makeIdle: { _ in
                let duties = StoreDuties(
                    clock: clock, scoreEvery: scoreEvery, orders: orders, restore: restore
                ) { update in
                    inFlight.updates.add(1, ordering: .relaxed)
                    slot.post(.update(update))
                }
                let keeper = NumberKeeper(numbers.forKeeper, clock: clock) { status in
                    slot.post(.numbers(status))
                }
                return (duties: duties, keeper: keeper)
            },
            idle: { idle, store in
                guard inFlight.updates.load(ordering: .relaxed) < Self.updatesInFlightLimit else {
                    return (.blocked, hasToldOwn: false)
                }
                let idleness = idle.duties.step(store)
                guard idleness == .done || idleness == .tidying else {
                    return (idleness, idle.duties.hasToldOwn)
                }
                let hasMore = idle.keeper.step(store, hasCommits: idle.duties.takeCommits())
                return (hasMore ? .tidying : idleness, hasToldOwn: true)
            })
    }

    /// Lookups are answered by the store's thread, everything that may take long by the readers.
    func ask(_ question: StoreQuestion, for party: Party.ID) {
        let (slot, clock) = (mailbox.slot, clock)
        switch question {
        case .find:
            thread.submit { store in
                let answer = StoreAnswer(question, store, now: clock())
                slot.post(.answer(answer, party: party, isReaders: false))
            }
        case .badNumbers, .changedNumbers, .card, .history, .entry, .explain:
            questions.append(question, party)
            handOut()
        }
    }

    /// Gives the readers what they can begin soon. The rest waits here, where it is known who has
    /// gone: their questions are never asked.
    private func handOut() {
        while let (question, party) = questions.next() {
            if isWanted(party) { askReaders(question, party) } else { questions.ended() }
        }
    }

    private func askReaders(_ question: StoreQuestion, _ party: Party.ID) {
        let (slot, clock) = (mailbox.slot, clock)
        let ask = { @Sendable [readers] in
            let isAccepted = readers.submit { reader in
                let answer = StoreAnswer(question, reader, now: clock())
                slot.post(.answer(answer, party: party, isReaders: true))
            }
            if !isAccepted { slot.post(.answer(.busy, party: party, isReaders: true)) }
        }
        // What happened to calls before the question belongs to its answer.
        if inFlight.facts.load(ordering: .relaxed) == 0 {
            ask()
        } else {
            thread.submit { _ in ask() }
        }
    }

    func write(_ request: WriteRequest, for party: Party.ID) {
        let slot = mailbox.slot
        thread.submit(request) { slot.post(.outcome($0, party: party)) }
    }

    func record(_ lot: CallLot) {
        let (slot, inFlight) = (mailbox.slot, inFlight)
        inFlight.facts.add(lot.facts.count, ordering: .relaxed)
        thread.submit { store in
            defer { inFlight.facts.subtract(lot.facts.count, ordering: .relaxed) }
            do throws(StoreError) {
                slot.post(.callsRecorded(nil, lost: try store.record(lot)))
            } catch {
                slot.post(.callsRecorded(error, lost: 0))
            }
        }
    }

    /// Finds out whether the database takes a write.
    func tryWriting() {
        let slot = mailbox.slot
        thread.submit { store in
            do throws(StoreError) {
                try store.tryWriting()
                slot.post(.tried(nil))
            } catch {
                slot.post(.tried(error))
            }
        }
    }

    /// Does something else on the store's thread, which may wait for the disk.
    func carryOut(_ work: @escaping @Sendable () -> Void) { thread.submit { _ in work() } }

    func order(_ order: StoreOrder) {
        orders.add(order)
        thread.wake()
    }

    /// The index could not be kept; the store is to say when to try again.
    func keepIndexLater() { orders.keepIndex() }

    /// The store takes other settings of the figures; the index is filled anew.
    func change(_ scoring: ScoringSettings) {
        readers.change(scoring)
        thread.submit { $0.change(scoring) }
    }

    /// An update has been applied; the store may go on.
    func updateApplied() {
        let left = inFlight.updates.subtract(1, ordering: .relaxed).newValue
        if left == Self.updatesInFlightLimit / 2 { thread.wake() }
    }

    /// Breaks questions off, and ends the store's thread after what it has begun.
    func stop() {
        readers.stop()
        thread.stop()
        mailbox.close()
        lock = nil
    }
}

private final class InFlight: Sendable {
    /// Updates on their way to the index.
    let updates = Atomic<Int>(0)
    /// Facts about calls that are not stored yet.
    let facts = Atomic<Int>(0)
}

/// Questions for the readers, the first comes first; few of them are given away at once.
private struct QuestionQueue {
    /// One that is being answered and one that waits, for each reader.
    private static let begunLimit = 2 * StoreReaders.threadCount

    private var waiting: [(StoreQuestion, Party.ID)] = []
    private var first = 0
    private var begunCount = 0

    mutating func append(_ question: StoreQuestion, _ party: Party.ID) {
        waiting.append((question, party))
    }

    /// Takes the next one if it may begin; `ended()` must follow.
    mutating func next() -> (StoreQuestion, Party.ID)? {
        guard begunCount < Self.begunLimit, first < waiting.count else { return nil }
        begunCount += 1
        defer {
            first += 1
            if 2 * first >= waiting.count {
                waiting.removeFirst(first)
                first = 0
            }
        }
        return waiting[first]
    }

    /// One that was taken is answered, or will never be.
    mutating func ended() { begunCount -= 1 }
}

private final class Receiver {
    var take: (StoreMessage) -> Void = { _ in }
}
