import Customers
import Foundation
import GRDB
import ReplyReading
import ScreenPopClient
import StoreScene
import Testing
import TestSupport

@testable import CustomerStore

/// A restart goes on from the index that was kept, and never from one that does not fit.
@Suite struct SnapshotTests {
    private static let customers = 300

    @Test func afterAKillTheIndexIsBackAndCatchesUp() throws {
        let path = try Self.sample()
        let daemon = try Self.started(path)
        let other = try Self.other(path)
        try Self.change(other)
        daemon.end()
        try other.write {
            try $0.execute(sql: "UPDATE customers SET name = 'While nobody looked' WHERE id = 5")
        }
        let again = try Daemon(database: path, ["--score-every", "0"])
        let client = try again.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        #expect(try Self.line("index", client)["customers"] == "\(Self.customers)")
        #expect(again.hasSaid("is back from its snapshot"))
        #expect(
            try client.request("CARD #5").lines.contains {
                $0.fields["name"] == "While nobody looked"
            })
    }

    @Test(arguments: ["cut off", "one bit"])
    func damageIsNoticedAndSaid(kind: String) throws {
        let path = try Self.sample()
        try Self.started(path).end()
        let snapshot = URL(filePath: path + "-snapshot")
        var bytes = try Data(contentsOf: snapshot)
        switch kind {
        case "cut off": bytes = bytes.prefix(bytes.count / 2)
        default: bytes[bytes.count / 2] ^= 1
        }
        try bytes.write(to: snapshot)
        try Self.expectThrownAway(path)
    }

    /// Checksums that fit say nothing about who has written them: what is wrong is put right soon.
    @Test(arguments: [
        (Array("Nobody But This One".utf8), Array("Somebody Else Again".utf8)),
        (bytes(442_079_460_958, 6), bytes(442_079_460_111, 6)),
    ])
    func aForgedSnapshotIsNoticedAndPutRight(true: [UInt8], forged: [UInt8]) throws {
        let daemon = try Self.forge(`true`, forged)
        #expect(daemon.nextLine(with: "has been put right") != nil)
        #expect(daemon.hasSaid("is back from its snapshot"))
        try Self.expectTrue(daemon)
    }

    /// Whom nobody could take out again by its id.
    @Test func aCustomerUnderAnothersIDIsNoIndex() throws {
        let id = Self.bytes(987_654, 4)
        let daemon = try Self.forge(id, Self.bytes(987_655, 4))
        try Self.expectTrue(daemon)
        #expect(daemon.hasSaid("the snapshot is thrown away"))
    }

    private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// A daemon whose snapshot has other bytes where customer 987654 stands, and a checksum that
    /// fits.
    private static func forge(_ old: [UInt8], _ new: [UInt8]) throws -> Daemon {
        let path = try sample()
        try other(path).write {
            try $0.execute(
                sql: """
                    INSERT INTO customers (id, account, name)
                        VALUES (987654, 'ONE', 'Nobody But This One');
                    INSERT INTO phones (customer_id, entered, number)
                        VALUES (987654, '+442079460958', 442079460958)
                    """)
        }
        try started(path).end()
        var forged = try ForgedSnapshot(path: path + "-snapshot")
        #expect(forged.replace(old, by: new) == 1)
        try forged.write(to: path + "-snapshot")
        return try Daemon(database: path, ["--score-every", "0"])
    }

    /// Neither too few nor too many are found.
    private static func expectTrue(_ daemon: Daemon) throws {
        let client = try daemon.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        let found = try client.request("LOOKUP +442079460958").fields
        #expect(found["name"] == "Nobody But This One" && found["account"] == "ONE")
        #expect(try client.request("LOOKUP +442079460111").code == 404)
        #expect(!daemon.log.contains("Somebody"))
    }

    @Test func somebodyElsesFileIsLeftAlone() throws {
        let path = try Self.sample()
        let text = String(repeating: "Nothing of the kind. ", count: 400)
        try text.write(toFile: path + "-snapshot", atomically: true, encoding: .utf8)
        #expect(throws: Daemon.DidNotStart.self) { try Daemon(database: path) }
        #expect(try String(contentsOfFile: path + "-snapshot", encoding: .utf8) == text)
    }

    /// Not even an empty one is ours.
    @Test func noFileOfSomebodyElseIsWrittenOver() throws {
        let path = try Self.sample()
        try Data().write(to: URL(filePath: path + "-snapshot"))
        #expect(throws: Daemon.DidNotStart.self) { try Daemon(database: path) }
        try FileManager.default.removeItem(atPath: path + "-snapshot")
        try Data("Dear Sir".utf8).write(to: URL(filePath: path + "-snapshot.new"))
        let daemon = try Self.started(path)
        #expect(
            try Data(contentsOf: URL(filePath: path + "-snapshot.new")) == Data("Dear Sir".utf8))
        daemon.end()
        // What a child leaves behind that was killed while it wrote.
        let remains = path + "-snapshot.new-1234abcd"
        let bytes = try Data(contentsOf: URL(filePath: path + "-snapshot")).prefix(10_000)
        try bytes.write(to: URL(filePath: remains))
        let again = try Daemon(database: path)
        #expect(try again.client().request("VERIFY").fields["differences"] == "0")
        #expect(!FileManager.default.fileExists(atPath: remains))
    }

    @Test func anotherHistoryOfTheDatabaseIsNoticed() throws {
        let path = try Self.sample()
        try Self.started(path).end()
        try Self.other(path).write {
            try $0.execute(sql: "UPDATE customers SET name = 'Unseen' WHERE id = 7")
            try $0.execute(sql: "DELETE FROM change_log")
        }
        try Self.expectThrownAway(path)
    }

    @Test func anotherDatabaseIsNoticed() throws {
        let (path, other) = (try Self.sample(), try Self.sample(seed: 9))
        try Self.started(path).end()
        try Self.started(other).end()
        try FileManager.default.removeItem(atPath: other + "-snapshot")
        try FileManager.default.copyItem(atPath: path + "-snapshot", toPath: other + "-snapshot")
        try Self.expectThrownAway(other)
    }

    @Test func otherSettingsOfTheNumbersAreNoticed() throws {
        let path = try Self.sample()
        try Self.started(path).end()
        try Self.expectThrownAway(path, ["--suffix-digits", "8"])
    }

    @Test func aSnapshotThatCannotBeWrittenIsSaidAndServiceGoesOn() throws {
        let path = try Self.sample()
        let daemon = try Daemon(
            database: path, ["--snapshot", "/nowhere/at/all", "--score-every", "0"])
        let client = try daemon.client()
        let state = try Self.wait(client) { $0["state"] == "failed" }
        #expect(state["reason"] == "No such file or directory")
        #expect(try client.request("VERIFY").fields["differences"] == "0")
    }

    @Test func withoutASnapshotNoFileIsWritten() throws {
        let path = try Self.sample()
        let daemon = try Daemon(
            database: path, ["--snapshot", "off", "--score-every", "0"])
        let client = try daemon.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        #expect(try Self.line("snapshot", client)["state"] == "off")
        #expect(!FileManager.default.fileExists(atPath: path + "-snapshot"))
    }

    private static func sample(seed: UInt64 = 3) throws -> String {
        try Scratch.sample(customers: customers, seed: seed, day: CalendarDay("2026-11-21")!)
    }

    /// A daemon that has written a snapshot.
    private static func started(_ path: String) throws -> Daemon {
        let daemon = try Daemon(database: path, ["--score-every", "0"])
        _ = try wait(daemon.client()) { $0["state"] == "saved" }
        return daemon
    }

    /// Starts a daemon that must read everything, and say why.
    private static func expectThrownAway(_ path: String, _ arguments: [String] = []) throws {
        let daemon = try Daemon(database: path, ["--score-every", "0"] + arguments)
        let client = try daemon.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        #expect(Int(try line("index", client)["updates"] ?? "")! >= customers)
        #expect(daemon.hasSaid("the snapshot is thrown away"))
        #expect(!daemon.log.contains("is back from its snapshot"))
    }

    /// Another program, which waits its turn.
    private static func other(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func change(_ other: DatabaseQueue) throws {
        try other.write { database in
            try database.execute(
                sql: """
                    UPDATE complaints SET status = 'closed', closed_at = received_at
                        WHERE customer_id % 50 = 1;
                    DELETE FROM phones WHERE customer_id % 100 = 3;
                    DELETE FROM customers WHERE id = 11;
                    INSERT INTO customers (id, account, name) VALUES (11, 'ELEVEN', 'Another one');
                    """)
        }
    }

    private static func line(_ word: String, _ client: Client) throws -> Fields {
        try client.request("STATS").lines.first { $0.word == word }!.fields
    }

    /// Asks until the snapshot is as wanted, for a minute at most.
    private static func wait(_ client: Client, _ isSo: (Fields) -> Bool) throws -> Fields {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let state = try line("snapshot", client)
            if isSo(state) { return state }
        }
        Issue.record("the snapshot did not become so")
        return try line("snapshot", client)
    }
}
