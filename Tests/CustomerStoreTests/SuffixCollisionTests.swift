import CustomerStore
import Customers
import Foundation
import SeededRandom
import StoreScene
import Testing

/// What the import says about endings is what comparing all pairs says.
@Suite struct SuffixCollisionTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func theCountIsThatOfAllPairs(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var rows: [(customer: Int, number: UInt64)] = []
        for customer in 1...60 {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                // Few endings, so that they collide.
                let ending = UInt64.random(in: 0..<40, using: &random) * 25_000_003
                let head = UInt64.random(in: 1...3, using: &random)
                let digits = Int.random(in: 7...11, using: &random)
                let power = (0..<digits).reduce(UInt64(1)) { power, _ in power * 10 }
                rows.append((customer, head * power + ending % power))
            }
        }
        let folder = try Scratch.folder()
        var (customers, phones) = ("account\n", "account,number\n")
        for customer in 1...60 { customers += "A\(customer)\n" }
        for row in rows { phones += "A\(row.customer),+\(row.number)\n" }
        try customers.write(toFile: "\(folder)/customers.csv", atomically: true, encoding: .utf8)
        try phones.write(toFile: "\(folder)/phones.csv", atomically: true, encoding: .utf8)
        _ = try CustomerStore(path: "\(folder)/base.db")
        let settings = Importer.Settings(
            region: "",
            readNumber: { entered, _ in
                NormalisedPhone(number: PhoneNumber(canonical: entered))
            }, now: { .now })
        let report = try Importer(
            database: ExchangeDatabase.open(path: "\(folder)/base.db"), settings: settings
        ).run(folder: folder)
        #expect(
            report.collisions?.customers == SuffixCollisions.lengths.map { Self.count(rows, $0) })
    }

    private static func count(_ rows: [(customer: Int, number: UInt64)], _ length: Int) -> Int {
        let power = (0..<length).reduce(UInt64(1)) { power, _ in power * 10 }
        let long = rows.filter { $0.number >= power }
        let groups = Dictionary(grouping: long) { $0.number % power }
        let colliding = groups.values.filter { group in
            Set(group.map(\.customer)).count > 1 && Set(group.map(\.number)).count > 1
        }
        return Set(colliding.flatMap { $0.map(\.customer) }).count
    }
}
