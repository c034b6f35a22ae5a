import Customers
import GRDB

/// Which customers belong to one company group: those under the same topmost parent.
struct CompanyGroups {
    /// Parents followed upwards at most; a longer chain is a circle or an error.
    private static let depthLimit = 16

    private let parents: RawStatement
    private let memory: ReadingMemory

    init(_ database: Database, _ memory: ReadingMemory = ReadingMemory()) throws {
        self.memory = memory
        parents = try RawStatement(database, sql: "SELECT parent_id FROM customers WHERE id = ?1")
    }

    func areRelated(_ one: CustomerID, _ other: CustomerID) throws -> Bool {
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
        guard memory.mayHaveParent(customer) else { return nil }
        var parent: CustomerID?
        try parents.forEach(Int64(customer.value)) { row in
            parent = row.customer(0)
        }
        return parent
    }
}
