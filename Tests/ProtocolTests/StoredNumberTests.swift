import CustomerStore
import Customers
import Foundation
import GRDB
import Numbering
import ScreenPopServer
import Testing

/// Numbers that other programs write are read by the daemon; links are made and taken back.
@Suite struct StoredNumberTests {
    @Test func whatAnotherProgramEntersIsReadAndFound() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let (conversation, other) = (try Conversation(server), try Self.other(server))
        try other.write {
            try $0.execute(
                sql: """
                    INSERT INTO phones (customer_id, entered, role) VALUES
                        (2, '0121 496 0555 ext 7', 'direct'), (3, 'ring the bell', 'direct'),
                        (7, '0121 496 06', 'block'), (4, '030 1234567', 'direct')
                    """)
        }
        try conversation.await("LOOKUP +441214960555", " account=A1043 ")
        // By the customer's country.
        try conversation.await("LOOKUP +49301234567", " account=A1045 ")
        try conversation.await("LOOKUP +441214960612", " account=A1048 ")
        try conversation.await(
            "NUMBERS BAD", "number account=A1044 entered=\"ring the bell\" reason=\"not-a-number\"")
        let row = try other.read {
            try Row.fetchOne(
                $0,
                sql: "SELECT number, extension, problem FROM phones WHERE entered LIKE '0121%ext 7'"
            )
        }
        #expect(row == ["number": 441_214_960_555, "extension": "7", "problem": ""])
        try conversation.await("STATS", "numbers state=current bad=2 changed=0 read=4")
    }

    @Test func anotherEntryIsReadAgain() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let (conversation, other) = (try Conversation(server), try Self.other(server))
        try other.write {
            try $0.execute(
                sql: "UPDATE phones SET entered = '0121 496 0777' WHERE number = 441632960202")
        }
        try conversation.await("LOOKUP +441214960777", " account=A1046 ")
        #expect(conversation.line("LOOKUP +441632960202") == "404 +441632960202 match=none")
        try other.write {
            try $0.execute(
                sql: """
                    UPDATE phones SET role = 'block', entered = '0121 49'
                    WHERE number = 441214960777
                    """)
        }
        try conversation.await("LOOKUP +441214912345", " match=block stored=+4412149 ")
    }

    /// Newer data of the numbering plans: everything is read again, and differences are told.
    @Test func newerDataReadsEverythingAgain() throws {
        let path = try Base.shared.copy()
        try CustomerStore(path: path).write { database in
            try database.execute(
                sql: """
                    UPDATE settings SET value = 'older' WHERE name = 'numbering_version';
                    UPDATE phones SET number = 4412345 WHERE entered = '01632 960202';
                    UPDATE phones SET number = 447777777 WHERE problem = 'not-a-number';
                    """)
        }
        let server = try RunningServer(database: path)
        defer { server.stop() }
        let conversation = try Conversation(server)
        try conversation.await("STATS", "numbers state=current bad=0 changed=2 read=0")
        try conversation.await("LOOKUP +441632960202", " account=A1046 ")
        // What cannot be read any more stays: the customer must not get lost.
        #expect(conversation.line("LOOKUP +447777777").value("account") == "A1049")
        let changes = conversation.ask("NUMBERS CHANGED")
        #expect(changes.count == 3)
        #expect(
            changes.contains {
                $0.hasPrefix(
                    "number account=A1046 entered=\"01632 960202\" before=+4412345 "
                        + "now=+441632960202 at=")
            })
        #expect(changes.contains { $0.contains("now=- reason=\"not-a-number\"") })
        let version = try Self.other(server).read {
            try String.fetchOne(
                $0, sql: "SELECT value FROM settings WHERE name = 'numbering_version'")
        }
        #expect(version == NumberingData.version)
    }

    /// Earlier calls of an unknown caller become the customer's at once, and nobody's again.
    @Test func aLinkAttributesEarlierCalls() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let (conversation, other) = (try Conversation(server), try Self.other(server))
        try other.write {
            try $0.execute(
                sql: """
                    INSERT INTO calls (call_id, number, rang_at) VALUES
                        ('c1', 441214960888, 1763700000), ('c2', 441214960888, 1763710000)
                    """)
        }
        #expect(
            conversation.line("LINK 0121 496 0888 A1048 agent=kim")
                == "201 link=provisional calls=2")
        #expect(conversation.ask("HISTORY A1048").filter { $0.hasPrefix("call ") }.count == 2)
        let card = conversation.ask("CARD A1048")
        #expect(
            card.contains {
                $0.contains("link=provisional linked_by=\"kim\" linked=2026-11-21T12:00:00Z")
            }, "\(card)")
        // Shared from here on: nobody is picked for the calls to come.
        #expect(conversation.line("LINK 0121 496 0888 A1050") == "201 link=provisional calls=0")
        #expect(conversation.line("LOOKUP 0121 496 0888").value("customers") == "2")
        #expect(conversation.line("UNLINK 0121 496 0888 A1048") == "201 link=none calls=2")
        #expect(conversation.line("LOOKUP 0121 496 0888").value("account") == "A1050")
        #expect(conversation.ask("HISTORY A1048").filter { $0.hasPrefix("call ") }.isEmpty)
    }

    private static func other(_ server: RunningServer) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: server.database, configuration: configuration)
    }
}

extension Conversation {
    /// Asks until a line of the reply contains `text`; gives up after `patience`.
    func await(_ request: String, _ text: String) throws {
        let patience = ContinuousClock.now + .seconds(10)
        var reply: [String] = []
        repeat {
            reply = ask(request)
            if reply.contains(where: { $0.contains(text) }) { return }
        } while ContinuousClock.now < patience
        Issue.record("\(request): \(reply) has no \"\(text)\"")
    }
}
