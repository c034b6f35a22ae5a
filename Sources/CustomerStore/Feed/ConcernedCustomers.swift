import CustomerRecords
import Customers

/// Customers whom changes concern, until the index has been told.
struct ConcernedCustomers {
    /// Customers scored or read again in one step.
    static let perStep = 500

    /// Those to be read again.
    var touched = TouchedCustomers()
    /// Those to be scored before.
    var valued = TouchedCustomers()

    var isEmpty: Bool { touched.isEmpty && valued.isEmpty }

    mutating func add(_ changes: ChangeLog.Changes) {
        touched.add(changes.customers)
        valued.add(changes.valued)
    }

    /// Scores some of those whose value may have changed. Those that cannot be scored now stay.
    ///
    /// - Returns: whether others wait for it; and customers to be scored once more, because other
    ///   thresholds are in force now.
    mutating func scoreSome(
        by values: ValueKeeper, _ store: CustomerStore, _ now: Moment
    ) -> (hasMore: Bool, again: [CustomerID]) {
        guard !values.isPaused(at: now), !valued.isEmpty else { return (false, []) }
        let step = valued.take(Self.perStep)
        do throws(StoreError) {
            if try values.score(step, store, now: now) { return (!valued.isEmpty, []) }
            valued.add(step)
            return (true, try values.refresh(store))
        } catch {
            valued.add(step)
            values.pause(from: now)
            return (false, [])
        }
    }

    /// Reads some again. Those that cannot be read now stay.
    ///
    /// - Returns: what they are, and who is no more; `nil` when nobody waits.
    mutating func readSome(
        _ store: CustomerStore, _ now: Moment, _ memory: ReadingMemory
    ) throws(StoreError) -> (read: DatedSummaries, removed: [CustomerID])? {
        guard !touched.isEmpty else { return nil }
        let step = touched.take(Self.perStep)
        do throws(StoreError) {
            let read = try store.read { database in
                try SummaryReader(database, now: now, rules: store.rules, memory: memory)
                    .read(CustomerSet.covering(step, in: database))
            }
            var found: Set<CustomerID> = []
            for batch in read.batches { batch.forEach { found.insert($0.id) } }
            let removed = step.filter { !found.contains($0) }
            store.unreadable.note(read, removed: removed)
            return (read, removed)
        } catch {
            touched.add(step)
            throw error
        }
    }
}
