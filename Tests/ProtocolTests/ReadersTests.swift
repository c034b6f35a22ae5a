import GRDB
import ScreenPopServer
import Testing

/// A question that takes long, over the wire: it ends at its limit, and nobody waits for it.
@Suite struct ReadersTests {
    @Test func aQuestionThatTakesTooLongHoldsUpNobody() throws {
        let path = try Base.shared.copy()
        let other = try DatabaseQueue(path: path)
        // Cards read it, nothing else does.
        try other.write { database in
            try database.execute(
                sql: """
                    ALTER TABLE reminders RENAME TO old_reminders;
                    CREATE VIEW reminders AS
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                    SELECT i AS id, 'R' AS reference, 1 AS customer_id, i AS due_at, '' AS agent,
                        '' AS text, NULL AS done_at FROM n;
                    """)
        }
        let server = try RunningServer(database: path) { $0.questionMilliseconds = 1500 }
        defer { server.stop() }
        let (slow, quick) = (
            try SocketClient(port: server.port), try SocketClient(port: server.port)
        )
        slow.send(Array("CARD A1042\n".utf8))
        quick.send(Array("NOTE A1042 reference=N-slow Called.\nHISTORY A1042 500\n".utf8))
        #expect(quick.nextLine() == "201 reference=\"N-slow\"")
        var history: [String] = []
        while let line = quick.nextLine(), line != "." { history.append(line) }
        #expect(history.contains { $0.contains("\"N-slow\"") })
        try other.write { database in
            try database.execute(sql: "UPDATE customers SET name = 'Fresh' WHERE id = 1")
        }
        repeat {
            quick.send(Array("LOOKUP +442079460958\n".utf8))
        } while quick.nextLine()?.contains("Fresh") == false
        #expect(!slow.hasMore, "the card is still being made")
        #expect(slow.nextLine() == "423 the answer took too long and was broken off")
        slow.send(Array("HISTORY A1042 1\n".utf8))
        #expect(slow.nextLine() == "210 A1042 entries=1")
    }
}
