import CallerIndex
import CustomerRecords
import Customers
import StoreScene

@testable import CustomerStore

extension Scene {
    /// Customers of whom the index says other than the database read at once.
    func differences() throws -> [CustomerID] {
        let stored = try store.read { database in
            try SummaryReader(database, now: now, rules: store.rules)
                .summaries(of: .range(1...Int64(UInt32.max)))
        }
        let different = stored.filter { index.record(of: $0.id)?.summary != $0 }.map(\.id)
        let ids = Set(stored.map(\.id))
        return different + customersKnown().filter { !ids.contains($0) }
    }
}
