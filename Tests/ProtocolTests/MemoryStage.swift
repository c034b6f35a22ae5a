import CustomerStore
import Customers
import Foundation
import Numbering
import ScreenPopServer
import Synchronization

/// A service without sockets and threads over a real database.
final class MemoryStage: Stage {
    let service: Service
    /// Nanoseconds that the service believes to have passed.
    var monotonic: UInt64 {
        get { ticks.value }
        set { ticks.value = newValue }
    }

    private let store: CustomerStore
    private let door: QueueingDoor
    private let ticks = Ticks()
    private let updates = UpdateList()
    private var feeder: IndexFeeder
    private let isWarm: Bool
    private var clients: [String: MemoryClient] = [:]

    /// - Parameter isWarm: whether the index is complete; otherwise the database answers.
    init(isWarm: Bool = true, base: Base = .shared) throws {
        store = try CustomerStore(path: base.copy())
        door = QueueingDoor()
        feeder = IndexFeeder(clock: { Base.clock }, tell: updates.append)
        self.isWarm = isWarm
        service = Service(
            clock: Service.Clock(
                now: { Base.clock }, monotonicNanoseconds: { [ticks] in ticks.value }),
            store: door, numbers: NumberReader(), line: LineSettings(region: Region("GB")))
        if isWarm { tellIndex() }
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
        while true {
            if let (question, session) = door.next() {
                service.answer(StoreAnswer(question, store, now: Base.clock), for: session)
            } else if let (request, session) = door.nextWrite() {
                let outcome = store.perform([request], now: Base.clock)[0]
                if isWarm { tellIndex() }
                service.acknowledge(outcome, for: session)
            } else if !service.runYielding(), door.isEmpty {
                break
            }
        }
        for client in clients.values where client.hasFinished && !client.isClosed {
            service.disconnect(client.session)
        }
    }

    /// Tells the index what the store's thread would.
    private func tellIndex() {
        while feeder.step(store) == .busy {}
        for update in updates.takeAll() { service.apply(update) }
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

/// Questions to the database, answered when the test says so.
final class QueueingDoor: StoreDoor {
    private var questions: [(StoreQuestion, UInt64)] = []

    private var writes: [(WriteRequest, UInt64)] = []

    func ask(_ question: StoreQuestion, for session: UInt64) {
        questions.append((question, session))
    }

    func write(_ request: WriteRequest, for session: UInt64) {
        writes.append((request, session))
    }

    var isEmpty: Bool { questions.isEmpty && writes.isEmpty }

    func nextWrite() -> (WriteRequest, UInt64)? {
        writes.isEmpty ? nil : writes.removeFirst()
    }

    func next() -> (StoreQuestion, UInt64)? {
        questions.isEmpty ? nil : questions.removeFirst()
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
