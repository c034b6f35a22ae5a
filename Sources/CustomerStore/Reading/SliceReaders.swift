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
        /// Breaks off what takes too long.
        private let limit: QuestionLimit
        private let memory: Mutex<ReadingMemory>
        /// What the latest slice told, until it is taken.
        private let latest = Mutex(Result<DatedSummaries, any Error>.success(DatedSummaries()))

        init(_ queue: DatabaseQueue, _ limit: QuestionLimit, children: Set<CustomerID>?) {
            self.queue = queue
            self.limit = limit
            memory = Mutex(ReadingMemory(children: children))
        }

        func read(_ rows: ClosedRange<Int64>, now: Moment, _ rules: CountRules) {
            limit.begin(milliseconds: CustomerStore.limitMilliseconds)
            let read = Result {
                try memory.withLock { memory in
                    try queue.read { database in
                        try SummaryReader(database, now: now, rules: rules, memory: memory)
                            .read(.range(rows))
                    }
                }
            }
            latest.withLock { $0 = read }
        }

        func takeLatest() throws -> DatedSummaries {
            try latest.withLock { latest in
                defer { latest = .success(DatedSummaries()) }
                return try latest.get()
            }
        }
    }

    /// The first has the store's own connection.
    private var readers: [Reader]

    /// Opens what is to be had beside the store's own connection.
    init(_ store: CustomerStore) throws(StoreError) {
        let count = min(ProcessInfo.processInfo.activeProcessorCount, Self.readerLimit)
        var others: [(DatabaseQueue, QuestionLimit)] = []
        if store.isInPlace {
            // Without helpers it takes longer, nothing else.
            others = (1..<count).compactMap { _ in
                let limit = QuestionLimit()
                let queue = try? CustomerStore.openForReading(
                    store.path, patience: store.file.patience
                ) { limit.watch($0) }
                return queue.map { ($0, limit) }
            }
        }
        // Another file may have been put in its place: then they have opened that one.
        if !store.isInPlace { others = [] }
        let children = try store.read { try ReadingMemory.children($0) }
        readers = ([(store.queue, store.limit)] + others).map {
            Reader($0.0, $0.1, children: children)
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
            return try zip(rows, readers).map { rows, reader in (rows, try reader.takeLatest()) }
        } catch {
            // What is wrong may be wrong with a helper: the store's own connection tries next.
            readers.removeLast(readers.count - 1)
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
