import GRDB

/// A program that knows SQLite and nothing of the daemon.
final class OtherProgram {
    /// Of customers, each of one only.
    let numbers: [UInt64]
    /// Those whom the outage touches.
    let customers: [UInt32]
    private let database: DatabaseQueue
    private let touched: Int

    init(_ path: String, touched: Int) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        database = try DatabaseQueue(path: path, configuration: configuration)
        self.touched = touched
        customers = try database.read {
            try UInt32.fetchAll(
                $0, sql: "SELECT id FROM customers ORDER BY id LIMIT ?", arguments: [touched])
        }
        numbers = try database.read {
            try UInt64.fetchAll(
                $0,
                sql: """
                    SELECT number FROM phones WHERE number IS NOT NULL GROUP BY number
                    HAVING count(*) = 1 LIMIT 50000
                    """)
        }
    }

    /// - Returns: the number by which the renamed customer is found.
    func rename(_ round: Int) throws -> UInt64 {
        let number = numbers[round % numbers.count]
        try database.write {
            try $0.execute(
                sql: """
                    UPDATE customers SET name = ?
                    WHERE id = (SELECT customer_id FROM phones WHERE number = ?)
                    """, arguments: ["Fresh \(round)", Int64(number)])
        }
        return number
    }

    func beginOutage() throws {
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO interruptions (reference, service, began_at)
                    VALUES ('freshness', 'freshness', unixepoch() - 600)
                    """)
            try database.execute(
                sql: """
                    INSERT INTO interruption_customers (interruption_id, customer_id)
                    SELECT ?, id FROM customers ORDER BY id LIMIT ?
                    """, arguments: [database.lastInsertedRowID, touched])
        }
    }

    func endOutage() throws {
        try execute(
            "UPDATE interruptions SET ended_at = unixepoch() WHERE reference = 'freshness'")
    }

    func removeOutage() throws {
        try execute("DELETE FROM interruptions WHERE service = 'freshness'")
    }

    private func execute(_ sql: String) throws {
        try database.write { try $0.execute(sql: sql) }
    }
}
