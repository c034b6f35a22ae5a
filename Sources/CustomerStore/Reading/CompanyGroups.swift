import Customers
import GRDB

/// Which customers belong to one company group: those under the same topmost parent.
struct CompanyGroups {
    /// Parents followed upwards at most; a longer chain is a circle or an error.
    private static let depthLimit = 16

    private let database: Database

    init(_ database: Database) { self.database = database }

    mutating func areRelated(_ one: CustomerID, _ other: CustomerID) throws -> Bool {
        guard let oneParent = try parent(of: one) else {
            return try top(of: other) == one
        }
        return try top(of: oneParent) == top(of: other)
    }

    private func top(of customer: CustomerID) throws -> CustomerID {
        var top = customer
        for _ in 0..<Self.depthLimit {
            guard let parent = try parent(of: top) else { break }
            top = parent
        }
        return top
    }

    private func parent(of customer: CustomerID) throws -> CustomerID? {
        let statement = try database.cachedStatement(
            sql: "SELECT parent_id FROM customers WHERE id = ?")
        let parent = try Int64?.fetchOne(statement, arguments: [Int64(customer.value)]) ?? nil
        return parent.map { CustomerID(UInt32($0)) }
    }
}
