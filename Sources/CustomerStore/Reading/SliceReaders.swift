import Customers
import Dispatch
import Foundation
import GRDB
import Scoring
import Synchronization

/// Reads everybody, several slices of customers side by side: each with a connection and a core of
/// its own.
///
/// Slices are not of one moment. What is changed meanwhile is in the log, and is read again.
final class SliceReaders {
    /// The rows of a slice, and what they tell.
    typealias Slice = (rows: ClosedRange<Int64>, read: DatedSummaries)

    /// Customers read in one slice: about 5 ms.
    private static let customersPerSlice = 4000
    /// Slices at once: more would tell faster than the index takes it.
    private static let readerLimit = 4

    /// One connection, and what it remembers from slice to slice; one core at a time has it.
    private final class Reader: Sendable {
        private let queue: DatabaseQueue
        private let memory = Mutex<ReadingMemory?>(nil)
        private let result = Mutex<Result<DatedSummaries, any Error>?>(nil)

        init(_ queue: DatabaseQueue) { self.queue = queue }

        func read(_ rows: ClosedRange<Int64>, now: Moment, _ rules: CountRules) {
            let read = Result {
                try memory.withLock { memory in
                    try queue.read { database in
                        let known = try memory ?? ReadingMemory(for: database)
                        memory = known
                        return try SummaryReader(database, now: now, rules: rules, memory: known)
                            .read(.range(rows))
                    }
                }
            }
            result.withLock { $0 = read }
        }

        func takeResult() throws -> DatedSummaries? {
            try result.withLock { result in
                defer { result = nil }
                return try result?.get()
            }
        }
    }

    private let readers: [Reader]

    /// Opens what is needed beside the store's own connection.
    init(_ store: CustomerStore) throws(StoreError) {
        do {
            let count = min(ProcessInfo.processInfo.activeProcessorCount, Self.readerLimit)
            let others = try (1..<count).map { _ in try store.openForReading() }
            // Another file may have been put in its place: then they have opened that one.
            let queues = store.isInPlace ? [store.queue] + others : [store.queue]
            readers = queues.map { Reader($0) }
        } catch {
            throw StoreError(error, path: store.path)
        }
    }

    /// The next slices, in customer order.
    ///
    /// - Returns: none at the end.
    func read(
        after last: Int64, now: Moment, _ store: CustomerStore
    ) throws(StoreError) -> [Slice] {
        let rows = try store.read { try Self.rows(after: last, count: readers.count, $0) }
        let rules = store.rules
        DispatchQueue.concurrentPerform(iterations: rows.count) { [readers] index in
            readers[index].read(rows[index], now: now, rules)
        }
        do {
            return try zip(rows, readers).compactMap { rows, reader in
                try reader.takeResult().map { (rows, $0) }
            }
        } catch {
            throw StoreError(error, path: store.path)
        }
    }

    private static func rows(
        after last: Int64, count: Int, _ database: Database
    ) throws -> [ClosedRange<Int64>] {
        var slices: [ClosedRange<Int64>] = []
        while slices.count < count,
            let rows = try CustomerSet.rows(
                after: slices.last?.upperBound ?? last, limit: customersPerSlice, database)
        {
            slices.append(rows)
        }
        return slices
    }
}
