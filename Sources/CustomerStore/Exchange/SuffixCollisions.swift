import Customers
import GRDB

/// How many customers one could mistake for another by the last digits of their numbers.
///
/// A customer counts when one of its numbers ends like a different number of somebody else.
/// Customers who share a whole number do not count for that: every way of matching finds both.
/// Exact; memory is bounded by SQLite's cache and one bit for each customer.
public struct SuffixCollisions: Hashable, Sendable {
    /// How many last digits are compared.
    public static let lengths = [7, 8, 9, 10]

    /// By length, in the order of `lengths`.
    public private(set) var customers: [Int]

    /// Reads all numbers once, in the order of their digits from the last to the first: numbers
    /// with a common ending then stand together, for every length of the ending.
    init(in database: Database) throws {
        var groups = Self.lengths.map { Group(length: $0) }
        try RawStatement(
            database,
            sql: """
                SELECT number, customer_id FROM phones
                WHERE number IS NOT NULL AND role <> 'block' ORDER BY \(Self.reversed)
                """
        ).forEach { row in
            guard let customer = row.customer(1) else { return }
            let number = UInt64(clamping: row.integer(0))
            for index in groups.indices { groups[index].add(number, customer) }
        }
        customers = groups.map { $0.colliding.count }
    }

    /// The last ten digits from right to left, as an integer.
    private static var reversed: String {
        var (terms, power, reversedPower) = ([String](), 1, 1_000_000_000)
        while reversedPower > 0 {
            terms.append("number / \(power) % 10 * \(reversedPower)")
            power *= 10
            reversedPower /= 10
        }
        return terms.joined(separator: " + ")
    }
}

/// The numbers with one ending, as they come by.
private struct Group {
    private let modulus: UInt64
    private var ending: UInt64?
    private var firstNumber: UInt64 = 0
    private var isColliding = false
    /// Customers of the ending while nobody collides there.
    private var waiting: [CustomerID] = []
    private(set) var colliding = CustomerBits()

    init(length: Int) {
        modulus = (0..<length).reduce(1) { power, _ in power * 10 }
    }

    mutating func add(_ number: UInt64, _ customer: CustomerID) {
        // Without a digit before it there is no ending.
        guard number >= modulus else { return }
        if ending != number % modulus {
            ending = number % modulus
            firstNumber = number
            isColliding = false
            waiting.removeAll(keepingCapacity: true)
        }
        if isColliding { return colliding.insert(customer) }
        let isOther = number != firstNumber && waiting.contains { $0 != customer }
        waiting.append(customer)
        guard isOther else { return }
        isColliding = true
        for customer in waiting { colliding.insert(customer) }
    }
}

/// A set of customers, a bit each, in pages that are made when they are needed.
private struct CustomerBits {
    private static let pageBits = 65_536
    private var pages: [UInt32: [UInt64]] = [:]
    private(set) var count = 0

    mutating func insert(_ customer: CustomerID) {
        let (page, bit) = (
            customer.value / UInt32(Self.pageBits), Int(customer.value) % Self.pageBits
        )
        let empty = [UInt64](repeating: 0, count: pages[page] == nil ? Self.pageBits / 64 : 0)
        if pages[page, default: empty].set(bit) { count += 1 }
    }
}

extension [UInt64] {
    /// - Returns: whether the bit was clear before.
    fileprivate mutating func set(_ bit: Int) -> Bool {
        let mask: UInt64 = 1 << UInt64(bit % 64)
        defer { self[bit / 64] |= mask }
        return self[bit / 64] & mask == 0
    }
}
