import Customers
import Foundation
import ReplyReading
import ScreenPopClient
import StoreScene
import TestSupport
import Testing

/// Files with customers in them are nobody else's, even where the mask for new files hides nothing.
@Suite struct FileModeTests {
    private static let day = CalendarDay("2026-11-21")!

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Everything below a folder whose mode lets others in, with that mode.
    private static func open(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().compactMap { name in
            let mode = try mode("\(folder)/\(name)") ?? 0
            return mode & 0o077 == 0 ? nil : "\(name) \(String(mode, radix: 8))"
        }
    }

    private static func screenpop(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(
            "/bin/sh",
            ["-c", "umask 000; exec \"$0\" \"$@\"", Program.built("screenpop")] + arguments)
    }

    @Test func nothingIsOpenWhereTheMaskHidesNothing() throws {
        let folder = try Scratch.folder()
        let path = "\(folder)/base.db"
        for arguments in [
            ["sample", "--customers", "50", "\(folder)/sample"],
            ["import", "--database", path, "--region", "GB", "\(folder)/sample"],
        ] {
            let outcome = try Self.screenpop(arguments)
            #expect(outcome.status == 0, "\(outcome)")
        }
        let socket = "\(folder)/socket"
        let daemon = try Daemon(
            ["--database", path, "--snapshot", "\(path)-snapshot", "--listen", "unix:\(socket)"],
            mask: "000")
        #expect(try daemon.client().request("NOTE #1 kept").code == 201)
        for name in ["base.db", "base.db-wal", "base.db-shm", "base.db-lock"] {
            #expect(try Self.mode("\(folder)/\(name)") == 0o600, "\(name)")
        }
        // Whoever is in its group may ask there, nobody else.
        #expect(try (Self.mode(socket) ?? 0o777) & 0o007 == 0)
        for arguments in [
            ["backup", "--database", path, "\(folder)/copy.db"],
            ["export", "--database", path, "\(folder)/export"],
        ] {
            let outcome = try Self.screenpop(arguments)
            #expect(outcome.status == 0, "\(outcome)")
        }
        #expect(daemon.stop() == 0)
        #expect(try Self.mode("\(folder)/base.db-snapshot") == 0o600)
        for name in ["sample", "export"] {
            #expect(try Self.mode("\(folder)/\(name)") == 0o700, "\(name)")
        }
        #expect(try Self.open(below: folder) == [])
    }

    @Test func aDatabaseThatEverybodyMayReadIsToldAndStays() throws {
        let path = try Scratch.sample(customers: 20, seed: 7, day: Self.day)
        let words = "\(path): everybody on this machine may read or write it"
        let check = {
            try Program.run(Program.built("screenpopd"), ["--database", path, "--check"])
        }
        #expect(try check().complaints.contains(words) == false)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let outcome = try check()
        #expect(outcome.status == 0 && outcome.complaints.contains(words), "\(outcome)")
        let daemon = try Daemon(database: path)
        #expect(daemon.hasSaid(words))
        #expect(daemon.stop() == 0)
        #expect(try Self.mode(path) == 0o644)
    }
}
