import CustomerStore
import Customers
import GRDB
import StoreScene
import Synchronization
import Testing

/// Comparing and reading both mark the customers whom they have met, so they take turns.
@Suite struct ComparisonOrderTests {
    @Test func aComparisonOrderedDuringAReadingWaitsForItsEnd() throws {
        let path = try Scratch.folder() + "/base.db"
        let store = try CustomerStore(path: path)
        try DatabaseQueue(path: path).write { database in
            for number in 1...1200 {
                try database.execute(
                    sql: "INSERT INTO customers (account) VALUES (?)", arguments: ["A\(number)"])
            }
        }
        let (told, orders) = (Told(), StoreOrders())
        var duties = StoreDuties(clock: { .now }, orders: orders, tell: told.note)
        for _ in 0..<2 { _ = duties.step(store) }
        orders.add(.verify)
        while duties.step(store) != .done {}
        let words = told.words
        let end = try #require(words.firstIndex(of: "complete"))
        let start = try #require(words.firstIndex(of: "comparison begins"))
        #expect(start > end)
        #expect(words.last { $0 != "current" } == "comparison ends")
    }
}

/// What the index was told, in short.
private final class Told: Sendable {
    private let list = Mutex<[String]>([])

    var words: [String] { list.withLock { $0 } }

    func note(_ update: IndexUpdate) {
        let word =
            switch update {
            case .complete: "complete"
            case .comparisonBegins: "comparison begins"
            case .comparisonEnds: "comparison ends"
            case .current: "current"
            default: "other"
            }
        list.withLock { $0.append(word) }
    }
}
