import Customers
import Foundation
import GRDB
import ReplyReading
import ScreenPopClient
import StoreScene
import Testing
import TestSupport

@testable import CustomerStore

/// A copy of a database in use is whole, and a daemon that begins with it has everything.
@Suite struct BackupTests {
    private static let day = CalendarDay("2026-11-21")!

    private static func backUp(_ path: String, _ copy: String) throws -> Program.Outcome {
        try Program.run(
            Program.built("screenpop"), ["backup", "--database", path, copy])
    }

    @Test func copiesUnderWritesAreWholeAndVerified() throws {
        let path = try Scratch.sample(customers: 300, seed: 7, day: Self.day)
        let daemon = try Daemon(database: path)
        let client = try daemon.client()
        let folder = try Scratch.folder()
        for round in 1...5 {
            let writer = Process()
            writer.executableURL = URL(filePath: Program.built("screenpop"))
            writer.arguments = [
                "import", "--database", path, "--region", "GB",
                URL(filePath: path).deletingLastPathComponent().path + "/files",
            ]
            writer.standardOutput = FileHandle.nullDevice
            try writer.run()
            #expect(try client.request("NOTE #1 round \(round)").code == 201)
            let copy = "\(folder)/copy-\(round).db"
            let outcome = try Self.backUp(path, copy)
            writer.waitUntilExit()
            #expect(outcome.status == 0, "\(outcome)")
            let restored = try DatabaseQueue(path: copy)
            let check = try restored.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
            #expect(check == "ok")
            let notes = try restored.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM notes")
            }
            #expect(notes ?? 0 >= round)
            try restored.close()
            let second = try Daemon(database: copy)
            let verified = try second.client().request("VERIFY").fields
            #expect(verified["differences"] == "0" && verified["customers"] == "300")
        }
        #expect(try client.request("VERIFY").fields["differences"] == "0")
    }

    @Test func theDocumentedWayBackWorks() throws {
        let path = try Scratch.sample(customers: 100, seed: 7, day: Self.day)
        let copy = try Scratch.folder() + "/copy.db"
        let first = try Daemon(database: path)
        #expect(try first.client().request("NOTE #1 to be kept").code == 201)
        #expect(try Self.backUp(path, copy).status == 0)
        #expect(try first.client().request("NOTE #1 to be forgotten").code == 201)
        #expect(first.stop() == 0)
        for ending in ["", "-wal", "-shm", "-snapshot"] {
            try? FileManager.default.removeItem(atPath: path + ending)
        }
        try FileManager.default.moveItem(atPath: copy, toPath: path)
        let again = try Daemon(database: path)
        let client = try again.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        let history = try client.request("HISTORY #1").lines.compactMap { $0.fields["detail"] }
        #expect(history.contains("to be kept") && !history.contains("to be forgotten"))
    }

    @Test func nothingIsOverwrittenAndNobodyElseMayRead() throws {
        let path = try Scratch.sample(customers: 20, seed: 7, day: Self.day)
        let folder = try Scratch.folder()
        let copy = folder + "/copy.db"
        #expect(try Self.backUp(path, copy).status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let again = try Self.backUp(path, copy)
        #expect(again.status == 2 && again.complaints.contains("something stands there"))
        let missing = try Self.backUp(folder + "/none.db", folder + "/other.db")
        #expect(missing.status == 2)
        try Data("Dear Sir".utf8).write(to: URL(filePath: folder + "/letter"))
        #expect(try Self.backUp(folder + "/letter", folder + "/other.db").status == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "copy.db", "letter",
            ])
    }

    @Test func aDamagedDatabaseMakesNoCopy() throws {
        let path = try Scratch.sample(customers: 200, seed: 7, day: Self.day)
        try DatabaseQueue(path: path).inDatabase {
            try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        let page = bytes.count / 4096 / 2
        bytes.replaceSubrange(
            page * 4096..<(page + 4) * 4096, with: Data(repeating: 0xA5, count: 4 * 4096))
        try bytes.write(to: URL(filePath: path))
        let copy = try Scratch.folder() + "/copy.db"
        let outcome = try Self.backUp(path, copy)
        #expect(outcome.status == 2)
        #expect(!FileManager.default.fileExists(atPath: copy))
    }
}
