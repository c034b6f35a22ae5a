import CustomerRecords
import CustomerStore
import Customers
import Dispatch
import Foundation
import GRDB
import StoreScene
import Synchronization
import Testing

/// Questions are answered beside the store's thread, from what was committed before them.
@Suite struct StoreReadersTests {
    /// More than any test waits, in milliseconds.
    private static let never = 3_600_000
    private static let endless = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
        """

    /// Does not end by itself.
    private static func readWithoutEnd(_ reader: CustomerReader) -> StoreError? {
        do throws(StoreError) {
            _ = try reader.read { try Int.fetchOne($0, sql: endless) }
            return nil
        } catch {
            return error
        }
    }

    @Test func aSlowQuestionHoldsUpNeitherWritesNorFreshness() throws {
        let desk = try StoreDesk(threadCount: 1, questionMilliseconds: Self.never)
        let begun = DispatchSemaphore(value: 0)
        let ended = Answer<StoreError?>()
        desk.readers.submit { reader in
            begun.signal()
            ended.give(Self.readWithoutEnd(reader))
        }
        begun.wait()
        for number in 1...20 { #expect(desk.note("note \(number)") == "written") }
        try desk.other.write { try $0.execute(sql: "UPDATE customers SET name = 'New'") }
        desk.waitUntilTold("New")
        #expect(!ended.isGiven, "the question is still under way")
        desk.stop()
        #expect(ended.wait() == .questionTooLong(path: desk.path))
    }

    @Test func theTimeLimitEndsAQuestionWithItsName() throws {
        let desk = try StoreDesk(threadCount: 1, questionMilliseconds: 100)
        defer { desk.stop() }
        let error = desk.ask { Self.readWithoutEnd($0) }
        #expect(error == .questionTooLong(path: desk.path))
        #expect(desk.ask { try? $0.customer(account: Account("A1")!) } == CustomerID(1))
    }

    @Test func whatWasAcknowledgedIsInTheAnswer() throws {
        let desk = try StoreDesk()
        defer { desk.stop() }
        for number in 1...50 {
            #expect(desk.note("note \(number)") == "written")
            let count = desk.ask { reader in
                try? reader.history(of: CustomerID(1), limit: 100)?.entries.count
            }
            #expect(count == number)
        }
    }

    @Test func anotherFileInItsPlaceIsFollowedAndNoneIsNamed() throws {
        let desk = try StoreDesk()
        defer { desk.stop() }
        let question = { @Sendable (reader: CustomerReader) -> Result<CustomerID?, StoreError> in
            do throws(StoreError) {
                return .success(try reader.customer(account: Account("B7")!))
            } catch {
                return .failure(error)
            }
        }
        #expect(desk.ask(question) == .success(nil))
        let successor = try Scratch.folder() + "/successor.db"
        _ = try CustomerStore(path: successor)
        try DatabaseQueue(path: successor).write { database in
            try database.execute(sql: "INSERT INTO customers (account, name) VALUES ('B7', 'B')")
        }
        try FileManager.default.removeItem(atPath: desk.path)
        #expect(desk.ask(question) == .failure(.missing(path: desk.path)))
        try FileManager.default.moveItem(atPath: successor, toPath: desk.path)
        desk.waitUntilTold("B")
        #expect(desk.ask(question) == .success(CustomerID(1)))
    }

    @Test func oneQuestionTooManyIsRefused() throws {
        let desk = try StoreDesk(
            threadCount: 1, waitingLimit: 2, questionMilliseconds: Self.never)
        let begun = DispatchSemaphore(value: 0)
        desk.readers.submit { reader in
            begun.signal()
            _ = Self.readWithoutEnd(reader)
        }
        begun.wait()
        #expect(desk.readers.submit { _ in })
        #expect(desk.readers.submit { _ in })
        #expect(!desk.readers.submit { _ in })
        desk.stop()
        #expect(!desk.readers.submit { _ in }, "nobody is there any more")
    }
}

/// A store on its thread, readers beside it, another program, and somebody whom the index is told.
private final class StoreDesk {
    let path: String
    let readers: StoreReaders
    let other: DatabaseQueue
    private let thread: StoreThread
    private let told = ToldNames()

    init(
        threadCount: Int = StoreReaders.threadCount,
        waitingLimit: Int = 100, questionMilliseconds: Int = 5000
    ) throws {
        let path = try Scratch.folder() + "/base.db"
        _ = try CustomerStore(path: path)
        other = try DatabaseQueue(path: path)
        try other.write { database in
            try database.execute(sql: "INSERT INTO customers (account, name) VALUES ('A1', 'Old')")
        }
        let readers = StoreReaders(
            threadCount: threadCount, waitingLimit: waitingLimit,
            questionMilliseconds: questionMilliseconds)
        thread = StoreThread(clock: { .now })
        (self.path, self.readers) = (path, readers)
        let told = told
        try thread.start(
            open: { () throws(StoreError) in
                let store = try CustomerStore(path: path)
                readers.start(store.file)
                return store
            },
            makeIdle: { _ in
                StoreDuties(clock: { .now }, orders: StoreOrders(), tell: told.note)
            },
            idle: { duties, store in (duties.step(store), duties.hasToldOwn) })
        waitUntilTold("Old")
    }

    func stop() {
        readers.stop()
        thread.stop()
    }

    /// Stores a note and waits for the acknowledgement.
    func note(_ text: String) -> String {
        let answer = Answer<WriteOutcome>()
        thread.submit(WriteRequest(.note(.id(CustomerID(1)), text: text))) { answer.give($0) }
        let outcome = answer.wait()
        if case .written = outcome { return "written" }
        return "\(outcome)"
    }

    func ask<Value: Sendable>(_ question: @escaping @Sendable (CustomerReader) -> Value) -> Value {
        let answer = Answer<Value>()
        readers.submit { answer.give(question($0)) }
        return answer.wait()
    }

    func waitUntilTold(_ name: String) { told.wait(for: name) }
}

private final class Answer<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let given = DispatchSemaphore(value: 0)

    var isGiven: Bool { value.withLock { $0 != nil } }

    func give(_ new: Value) {
        value.withLock { $0 = new }
        given.signal()
    }

    func wait() -> Value {
        given.wait()
        return value.withLock { $0! }
    }
}

/// The names of the customers of which the index was told.
private final class ToldNames: Sendable {
    private let names = Mutex<Set<String>>([])
    private let news = DispatchSemaphore(value: 0)

    func note(_ update: IndexUpdate) {
        guard case .customers(let batch, _) = update else { return }
        names.withLock { $0.formUnion(batch.summaries.map(\.name)) }
        news.signal()
    }

    func wait(for name: String) {
        while !names.withLock({ $0.contains(name) }) { news.wait() }
    }
}
