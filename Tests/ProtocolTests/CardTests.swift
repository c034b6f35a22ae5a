import GRDB
import Testing

/// What a card says of rows that other programs write in their way.
@Suite struct CardTests {
    private static func card(_ account: String, after sql: String) throws -> [String] {
        let path = try Base.shared.copy()
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
        let stage = try MemoryStage(path: path)
        stage.send(Array("CARD \(account)\n".utf8), from: "a")
        return stage.allLines(for: "a")
    }

    /// A credit note does not make less of what is not paid, and is not overdue itself.
    @Test func creditNotesAreNotSetOff() throws {
        let card = try Self.card(
            "NEW",
            after: """
                INSERT INTO customers (account, currency) VALUES ('NEW', 'EUR');
                INSERT INTO invoices (number, customer_id, issued_on, due_on, amount)
                    SELECT n, id, '2026-01-01', due, amount FROM customers, (
                        SELECT 'n1' AS n, '2026-03-01' AS due, 12050 AS amount
                        UNION SELECT 'n2', '2026-02-01', -4000)
                    WHERE account = 'NEW'
                """)
        let overdue = #"overdue invoices=1 amount=120.50 currency="EUR" since=2026-03-01"#
        #expect(card.filter { $0.hasPrefix("overdue") } == [overdue])
        let credited = try Self.card(
            "A1049",
            after: """
                INSERT INTO invoices (number, customer_id, issued_on, due_on, amount)
                SELECT 'n2', id, '2026-01-01', '2026-02-01', -4000 FROM customers
                WHERE account = 'A1049'
                """)
        #expect(!credited.contains { $0.hasPrefix("overdue") })
    }

    /// Other empty texts are left out; these are there, so that nobody takes the line for another.
    @Test func aNameAndASubjectMayBeEmpty() throws {
        let card = try Self.card(
            "NEW",
            after: """
                INSERT INTO customers (account) VALUES ('NEW');
                INSERT INTO complaints (reference, customer_id, received_at)
                    SELECT 'c1', id, unixepoch('2026-11-20T12:00Z') FROM customers
                    WHERE account = 'NEW'
                """)
        #expect(card[1].hasSuffix(#" name="""#), "\(card)")
        let complaint = #"complaint reference="c1" received=2026-11-20T12:00:00Z days=1 subject="""#
        #expect(card.contains(complaint), "\(card)")
        #expect(!card.contains { $0.hasPrefix("address") || $0.hasPrefix("preference") })
    }
}
