import CustomerStore
import Customers
import EventLoop
import Foundation
import FrontDesk
import Numbering
import ScreenPopServer
import Synchronization
import TextDoor

/// A desk and its text door without sockets and threads over a real database.
final class MemoryStage: Stage {
    let desk: FrontDesk
    let door: TextDoor
    /// Told when a reply is kept back, until when; nanoseconds of the monotonic clock.
    var onDelay: (UInt64) -> Void = { _ in }
    /// What the database answers instead of doing anything.
    var trouble: StoreError?

    private let store: CustomerStore
    private let storeDoor: QueueingDoor
    private let ticks = Ticks()
    private let wall = WallClock()
    private let updates = UpdateList()
    private var duties: StoreDuties
    private var clients: [String: MemoryClient] = [:]

    /// - Parameters:
    ///   - isWarm: whether the index is complete; otherwise the database answers.
    ///   - path: a database of its own in place of a copy of `base`.
    ///   - configure: what is to be other than in the transcripts.
    init(
        isWarm: Bool = true, base: Base = .shared, path: String? = nil,
        configure: (inout Configuration) -> Void = { _ in }
    ) throws {
        var configuration = Configuration(
            database: try path ?? base.copy(), region: Region("GB"))
        configure(&configuration)
        store = try CustomerStore(path: configuration.database)
        storeDoor = QueueingDoor()
        duties = StoreDuties(
            clock: { [wall] in wall.now }, orders: storeDoor.orders, tell: updates.append)
        desk = FrontDesk(
            clock: FrontDesk.Clock(
                now: { [wall] in wall.now },
                monotonicNanoseconds: { [ticks] in
                    ticks.value += ticks.step
                    return ticks.value
                }),
            store: storeDoor, numbers: NumberReader(plan: configuration.plan),
            line: LineSettings(region: configuration.region, format: configuration.numbers),
            suffixDigits: configuration.suffixDigits, limits: .ofProtocol)
        door = TextDoor(desk)
        door.memory.limitBytes = configuration.memoryLimit
        door.change(to: configuration.access)
        door.admission.onDelay = { [unowned self] in onDelay($0) }
        // Nobody waits in memory: it is later at once.
        onDelay = { [ticks] in ticks.value = max(ticks.value, $0) }
        // As the server does it: `pump` ends the turn.
        door.isCollecting = true
        var status = NumberStatus()
        status.bad = try store.badNumbers(limit: 1).count
        desk.numberStatus = status
        desk.calls.restore(try store.liveCalls())
        if isWarm { followDatabase() }
    }

    func send(_ bytes: [UInt8], from client: String) {
        let client = self.client(client)
        client.receive(bytes)
        pump()
    }

    func endInput(of client: String) {
        let client = self.client(client)
        client.endInput()
        pump()
    }

    func nextLine(for client: String) -> String? { self.client(client).lines.next() }

    /// Everything that is there to read.
    func allLines(for client: String) -> [String] {
        var lines: [String] = []
        while let line = nextLine(for: client) { lines.append(line) }
        return lines
    }

    func isClosed(_ client: String) -> Bool {
        let client = self.client(client)
        return client.isClosed && client.lines.isEmpty
    }

    /// The connection of `name`, new when it is not there yet.
    ///
    /// - Parameter host: where it comes from.
    func client(_ name: String, host: PeerHost = .loopback) -> MemoryClient {
        if let known = clients[name] { return known }
        let client = MemoryClient(host: host)
        clients[name] = client
        door.accept(client)
        pump()
        return client
    }

    /// Lets the database answer and everybody go on until nothing is left to do.
    func pump() {
        while true {
            door.endTurn()
            if let errand = storeDoor.next() {
                carryOut(errand)
            } else if let lot = storeDoor.takeLot() {
                store(lot)
            } else if desk.tidyUp() || desk.tidyCalls() {
                continue
            } else if let due = door.tellFailedSignIns(), due <= ticks.value {
                continue
            } else if !door.runYielding(), storeDoor.isEmpty {
                break
            }
        }
        door.endTurn()
        for client in clients.values where client.hasFinished && !client.isClosed {
            client.endFinished()
        }
    }

    /// Lets each look at the clock take so long, so that whatever is done takes time.
    func slowDown(nanosecondsPerLook step: UInt64) { ticks.step = step }

    /// Questions that the database has been asked.
    private(set) var askedCount = 0

    /// Lets time go by; the store tells once a second that it is there.
    func pass(seconds: Int) {
        ticks.value += UInt64(seconds) * 1_000_000_000
        desk.apply(trouble.map { .unavailable($0) } ?? .current(asOf: wall.now))
        door.sweepSessions()
        pump()
    }

    /// What the monotonic clock says, in nanoseconds.
    var nanoseconds: UInt64 { ticks.value }

    /// Lets time go by, less than a second mostly.
    func wait(until nanoseconds: UInt64) {
        ticks.value = max(ticks.value, nanoseconds)
        pump()
    }

    /// Somebody sets the computer's clock.
    func setClock(by seconds: Int64) {
        wall.set(by: seconds)
        followDatabase()
    }

    private func carryOut(_ errand: QueueingDoor.Errand) {
        switch errand {
        case .question(_, let party) where !desk.isWanted(by: party): break
        case .question(_, let party) where trouble != nil:
            desk.answer(.failed(trouble!), for: party)
        case .write(_, let party) where trouble != nil:
            desk.acknowledge(.failed(trouble!), for: party)
        case .question(let question, let party):
            askedCount += 1
            desk.answer(StoreAnswer(question, store, now: wall.now), for: party)
        case .write(let request, let party):
            let outcome = store.perform([request], now: wall.now)[0]
            followDatabase()
            desk.acknowledge(outcome, for: party)
        case .order(let order):
            storeDoor.orders.add(order)
            followDatabase()
        }
    }

    private func store(_ lot: CallLot) {
        do throws(StoreError) {
            if let trouble { throw trouble }
            desk.calls.stored(nil, lost: try store.record(lot))
        } catch {
            desk.calls.stored(error, lost: 0)
        }
    }

    /// Brings the index in step with the database, as the store's thread would.
    private func followDatabase() {
        while ![.blocked, .done].contains(duties.step(store)) {}
        for update in updates.takeAll() {
            while desk.tidyUp() {}
            desk.apply(update)
        }
        while desk.tidyUp() {}
    }
}

/// Keeps what is wanted of the database until the test lets it happen.
final class QueueingDoor: StoreDoor {
    enum Errand {
        case question(StoreQuestion, Party.ID)
        case write(WriteRequest, Party.ID)
        case order(StoreOrder)
    }

    let orders = StoreOrders()

    private var errands: [Errand] = []
    /// What has happened to calls and was handed over, and is not stored yet.
    private var lots: [CallLot] = []
    private var doneCount = 0

    var isEmpty: Bool { doneCount == errands.count }

    func ask(_ question: StoreQuestion, for party: Party.ID) {
        errands.append(.question(question, party))
    }

    func write(_ request: WriteRequest, for party: Party.ID) {
        errands.append(.write(request, party))
    }

    func order(_ order: StoreOrder) { errands.append(.order(order)) }

    func record(_ lot: CallLot) { lots.append(lot) }

    func takeLot() -> CallLot? { lots.isEmpty ? nil : lots.removeFirst() }

    func next() -> Errand? {
        guard !isEmpty else { return nil }
        doneCount += 1
        return errands[doneCount - 1]
    }
}

private final class Ticks {
    var value: UInt64 = 0
    /// What each look at the clock takes.
    var step: UInt64 = 0
}

/// The computer's clock, which may be set.
private final class WallClock: Sendable {
    private let moment = Mutex(Base.clock)

    var now: Moment { moment.withLock { $0 } }

    func set(by seconds: Int64) { moment.withLock { $0 = $0 + seconds } }
}

private final class UpdateList: Sendable {
    private let updates = Mutex<[IndexUpdate]>([])

    func append(_ update: IndexUpdate) { updates.withLock { $0.append(update) } }

    func takeAll() -> [IndexUpdate] {
        updates.withLock { updates in
            defer { updates = [] }
            return updates
        }
    }
}
