import Customers
import Foundation
import GRDB
import StoreScene
import Testing
import TestSupport

/// A limit on the size of a file (`ulimit -f`, `LimitFSIZE=`) is told as a full disk is, and
/// nothing is left half done.
@Suite struct FileSizeTests {
    private static let day = CalendarDay("2026-11-21")!

    /// Runs `screenpop` where files may be no larger than so many kilobytes.
    private static func run(
        kilobytes: Int, _ arguments: [String]
    ) throws -> Program.Outcome {
        try Program.run(
            "/bin/bash",
            ["-c", "ulimit -f \(kilobytes); exec \"$0\" \"$@\"", Program.built("screenpop")]
                + arguments)
    }

    @Test func aBackupThatMayNotGrowIsNone() throws {
        let path = try Scratch.sample(customers: 300, seed: 7, day: Self.day)
        let folder = try Scratch.folder()
        let outcome = try Self.run(
            kilobytes: 64, ["backup", "--database", path, folder + "/copy.db"])
        #expect(outcome.status == 75 && !outcome.complaints.isEmpty, "\(outcome)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    /// Wherever it was when the room was used up.
    @Test(arguments: [8, 16, 64, 200, 400])
    func anImportThatMayNotGrowSaysSoAndCanBeDoneAgain(kilobytes: Int) throws {
        let path = try Scratch.sample(customers: 300, seed: 7, day: Self.day)
        let files = try Scratch.folder() + "/files"
        let export = ["export", "--database", path, files]
        #expect(try Program.run(Program.built("screenpop"), export).status == 0)
        let database = try Scratch.folder() + "/new.db"
        let arguments = ["import", "--database", database, "--region", "GB", files]
        let outcome = try Self.run(kilobytes: kilobytes, arguments)
        #expect(outcome.status == 2 && !outcome.complaints.isEmpty, "\(outcome)")
        let check = try DatabaseQueue(path: database).read {
            try String.fetchOne($0, sql: "PRAGMA integrity_check")
        }
        #expect(check == "ok")
        let again = try Program.run(Program.built("screenpop"), arguments)
        #expect(again.status <= 1, "\(again)")
        let customers = try DatabaseQueue(path: database).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM customers")
        }
        #expect(customers == 300)
    }
}
