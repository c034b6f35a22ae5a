import CustomerStore
import Customers
import Foundation
import Numbering
import ScreenPopServer
import Synchronization

/// A service without sockets and threads over a real database.
final class MemoryStage: Stage {
    let service: Service
    /// What the database answers instead of doing anything.
    var trouble: StoreError?

    private let store: CustomerStore
    private let door: QueueingDoor
    private let ticks = Ticks()
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
        door = QueueingDoor()
        duties = StoreDuties(
            clock: { Base.clock }, orders: door.orders, tell: updates.append)
        service = Service(
            clock: Service.Clock(
                now: { Base.clock }, monotonicNanoseconds: { [ticks] in ticks.value }),
            store: door, numbers: NumberReader(plan: configuration.plan),
            line: LineSettings(region: configuration.region, format: configuration.numbers),
            suffixDigits: configuration.suffixDigits)
        // As the server does it: `pump` ends the turn.
        service.isCollecting = true
        var status = NumberStatus()
        status.bad = try store.badNumbers(limit: 1).count
        service.numberStatus = status
        if isWarm { followDatabase() }
    }

    func send(_ bytes: [UInt8], from client: String) {
        let client = self.client(client)
        if !client.isClosed { service.receive(bytes.span, from: client.session) }
        pump()
    }

    func endInput(of client: String) {
        let client = self.client(client)
        if !client.isClosed { service.receiveEnd(from: client.session) }
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
    func client(_ name: String) -> MemoryClient {
        if let known = clients[name] { return known }
        let client = MemoryClient()
        clients[name] = client
        client.session = service.connect(client)
        pump()
        return client
    }

    /// Lets the database answer and everybody go on until nothing is left to do.
    func pump() {
        service.endTurn()
        while true {
            if let errand = door.next() {
                carryOut(errand)
            } else if !door.facts.isEmpty {
                store(door.takeFacts())
            } else if !service.runYielding(), door.isEmpty {
                break
            }
        }
        for client in clients.values where client.hasFinished && !client.isClosed {
            service.disconnect(client.session)
        }
    }

    /// Lets time go by; the store tells once a second that it is there.
    func pass(seconds: Int) {
        ticks.value += UInt64(seconds) * 1_000_000_000
        service.apply(trouble.map { .unavailable($0) } ?? .current(asOf: Base.clock))
        pump()
    }

    private func carryOut(_ errand: QueueingDoor.Errand) {
        switch errand {
        case .question(_, let session) where trouble != nil:
            service.answer(.failed(trouble!), for: session)
        case .write(_, let session) where trouble != nil:
            service.acknowledge(.failed(trouble!), for: session)
        case .question(let question, let session):
            service.answer(StoreAnswer(question, store, now: Base.clock), for: session)
        case .write(let request, let session):
            let outcome = store.perform([request], now: Base.clock)[0]
            followDatabase()
            service.acknowledge(outcome, for: session)
        case .order(let order):
            door.orders.add(order)
            followDatabase()
        }
    }

    private func store(_ facts: [CallFact]) {
        do throws(StoreError) {
            if let trouble { throw trouble }
            try store.record(facts)
            service.callsRecorded(nil)
        } catch {
            service.callsRecorded(error)
        }
    }

    /// Brings the index in step with the database, as the store's thread would.
    private func followDatabase() {
        while ![.blocked, .done].contains(duties.step(store)) {}
        for update in updates.takeAll() {
            while service.sweepIndex() {}
            service.apply(update)
        }
        while service.sweepIndex() {}
    }
}

/// A connection that keeps what it is sent.
final class MemoryClient: Connection {
    let peer = "memory"
    var unsentByteCount = 0
    var lines = ReceivedLines()
    fileprivate(set) var session: Session!
    fileprivate(set) var hasFinished = false
    private(set) var isClosed = false

    func send(_ bytes: Span<UInt8>) { for index in bytes.indices { lines.append(bytes[index]) } }
    func pauseReading() {}
    func resumeReading() {}
    func finish() { hasFinished = true }
    func close() { isClosed = true }
}

/// Keeps what is wanted of the database until the test lets it happen.
final class QueueingDoor: StoreDoor {
    enum Errand {
        case question(StoreQuestion, UInt64)
        case write(WriteRequest, UInt64)
        case order(StoreOrder)
    }

    let orders = StoreOrders()

    private var errands: [Errand] = []
    /// Facts about calls that were handed over and are not stored yet.
    private(set) var facts: [CallFact] = []
    private var doneCount = 0

    var isEmpty: Bool { doneCount == errands.count }

    func ask(_ question: StoreQuestion, for session: UInt64) {
        errands.append(.question(question, session))
    }

    func write(_ request: WriteRequest, for session: UInt64) {
        errands.append(.write(request, session))
    }

    func order(_ order: StoreOrder) { errands.append(.order(order)) }

    func record(_ facts: [CallFact]) { self.facts += facts }

    func takeFacts() -> [CallFact] {
        defer { facts = [] }
        return facts
    }

    func next() -> Errand? {
        guard !isEmpty else { return nil }
        doneCount += 1
        return errands[doneCount - 1]
    }
}

private final class Ticks {
    var value: UInt64 = 0
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
