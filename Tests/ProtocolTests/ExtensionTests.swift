import CustomerStore
import Customers
import FrontDesk
import GRDB
import Numbering
import ScreenPopServer
import Testing

/// Where several share a number, the extension that was dialled chooses among them.
@Suite struct ExtensionTests {
    private static let rows: [(account: String, entered: String, extension: String)] = [
        ("E1", "+12125550100 x12", "12"), ("E2", "+12125550100 x45", "45"),
        ("E3", "+12125550100", ""), ("E4", "+12125550100 x7", "7"),
        ("E5", "+12125550100 x07", "7"), ("E6", "+12125550199 x12", "12"),
    ]

    @Test(
        arguments: [
            ("2125550100 x12", "E1", "exact", nil), ("+1 212 555 0100 ext. 45", "E2", "exact", nil),
            ("2125550100,,45#", "E2", "exact", nil),
            // Several have it, nobody has it, none was dialled.
            ("2125550100 x7", nil, "shared", "2"), ("2125550100 x99", nil, "shared", "5"),
            ("+12125550100", nil, "shared", "5"), ("2125550100", nil, "shared", "5"),
            // Only one has the number: whatever was dialled behind it.
            ("2125550199 x99", "E6", "exact", nil), ("2125550199", "E6", "exact", nil),
        ] as [(String, String?, String, String?)])
    func theOneWithThatExtensionIsMeant(
        received: String, account: String?, match: String, customers: String?
    ) throws {
        let server = try Self.server()
        defer { server.stop() }
        let conversation = try Conversation(server)
        let reply = conversation.line("LOOKUP \(received)")
        #expect(reply.value("account") == account, "\(reply)")
        #expect(reply.value("match") == match, "\(reply)")
        #expect(reply.value("customers") == customers, "\(reply)")
        // A call is answered alike.
        let rung = conversation.line("RING c1 \(received) kim")
        #expect(rung == reply)
    }

    @Test func theListShowsTheExtensions() throws {
        let server = try Self.server()
        defer { server.stop() }
        let conversation = try Conversation(server)
        let lines = conversation.ask("MATCHES 2125550100 x12")
        #expect(lines.first == "210 +12125550100 customers=5 match=exact")
        let shown = lines.dropFirst().map {
            "\($0.value("account") ?? "-") \($0.value("extension") ?? "-")"
        }
        #expect(shown.prefix(5) == ["E1 \"12\"", "E2 \"45\"", "E3 -", "E4 \"7\"", "E5 \"7\""])
        let steps = conversation.ask("WHY 2125550100 x12")
        #expect(steps.filter { $0.hasSuffix("reason=\"another extension\"") }.count == 4)
        #expect(steps.contains { $0.value("extension") == "\"12\"" && $0.hasPrefix("customer") })
    }

    private static func server() throws -> RunningServer {
        let path = try Base.emptyDatabase()
        let store = try CustomerStore(path: path)
        try store.noteNumbering(version: NumberingData.version)
        try store.write { database in
            for row in rows {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO customers (account) VALUES (?)",
                    arguments: [row.account])
                try database.execute(
                    sql: """
                        INSERT INTO phones (customer_id, entered, number, extension)
                        SELECT id, ?1, CAST(substr(?1, 2, 11) AS INTEGER), ?2
                        FROM customers WHERE account = ?3
                        """, arguments: [row.entered, row.extension, row.account])
            }
        }
        return try RunningServer(database: path) { $0.region = Region("US") }
    }
}
