import CustomerStore
import Foundation
import GRDB
import Testing
import TestSupport

/// `screenpop import` and `screenpop export` as people run them.
@Suite struct ExchangeProgramTests {
    private let folder: URL
    private let database: String
    private let files: String

    init() throws {
        folder = try Repository.scratchFolder()
        database = folder.appending(path: "base.db").path
        files = folder.appending(path: "files").path
        try FileManager.default.createDirectory(
            atPath: files, withIntermediateDirectories: false)
        try write("customers.csv", "account,name\nA1,Acme\nA2,Bear\nA3,Cafe\n")
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(files)/\(name)", atomically: true, encoding: .utf8)
    }

    private func screenpop(_ words: String...) throws -> Program.Outcome {
        try Program.run(Program.built("screenpop"), words)
    }

    private func load(_ flags: String...) throws -> Program.Outcome {
        try Program.run(
            Program.built("screenpop"), ["import", "--database", database] + flags + [files])
    }

    private func names() throws -> [String] {
        try DatabaseQueue(path: database).read {
            try String.fetchAll($0, sql: "SELECT name FROM customers ORDER BY id")
        }
    }

    private static func contents(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        }
        return files
    }

    @Test func aMistypedPathMakesNothingAndCostsNoExport() throws {
        #expect(try load().status == 0)
        let out = folder.appending(path: "out").path
        #expect(try screenpop("export", "--database", database, out).status == 0)
        let before = try Self.contents(out)
        #expect(before["customers.csv"]?.isEmpty == false)
        let other = folder.appending(path: "other.db").path
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE music (x)") }
        let letter = folder.appending(path: "letter.db").path
        try String(repeating: "Dear Sir or Madam, ", count: 400)
            .write(toFile: letter, atomically: true, encoding: .utf8)
        let typo = folder.appending(path: "typo.db").path
        let empty = folder.appending(path: "empty.db").path
        try Data().write(to: URL(filePath: empty))
        for path in [typo, other, letter, empty, folder.path, "/dev/null"] {
            let outcome = try screenpop("export", "--database", path, out)
            #expect(outcome.status == 2)
            #expect(outcome.complaints.contains(path), "\(outcome)")
            #expect(try Self.contents(out) == before)
        }
        #expect(!FileManager.default.fileExists(atPath: typo))
        #expect(try Data(contentsOf: URL(filePath: empty)).isEmpty)
    }

    @Test func onlyItsOwnerMayReadAnExport() throws {
        #expect(try load().status == 0)
        let out = folder.appending(path: "out").path
        #expect(try screenpop("export", "--database", database, out).status == 0)
        for name in try Self.contents(out).keys {
            let file = try FileManager.default.attributesOfItem(atPath: "\(out)/\(name)")
            #expect(file[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func anExportTellsWhatItCannotWrite() throws {
        #expect(try load().status == 0)
        try DatabaseQueue(path: database).write {
            try $0.execute(sql: "UPDATE customers SET birthday = '0000-01-01'")
        }
        let out = folder.appending(path: "out").path
        let outcome = try screenpop("export", "--database", database, "--errors", "2", out)
        #expect(outcome.status == 1)
        #expect(
            outcome.complaints.split(separator: "\n").map(String.init) == [
                "customers, row 1: birthday: not in the form that an import takes; "
                    + "the field is left empty",
                "customers, row 2: birthday: not in the form that an import takes; "
                    + "the field is left empty",
                "1 more of such lines",
            ])
    }

    @Test func errorsAreCappedAndCounted() throws {
        try write("customers.csv", "account\n" + String(repeating: "A 1\n", count: 300))
        let outcome = try load()
        #expect(outcome.status == 1)
        let lines = outcome.complaints.split(separator: "\n")
        #expect(lines.count == 51)
        #expect(lines.last == "customers.csv: 250 more of such lines")
        #expect(try load("--errors", "1").complaints.split(separator: "\n").count == 2)
    }

    private struct Result: Decodable {
        struct File: Decodable {
            let name: String
            let rows: Int
            let new: Int
            let rejected: Int
            let bad_fields: Int
            let removed: Int
            let not_removed: Int
        }
        struct Issue: Decodable {
            let kind: String
            let file: String
            let line: Int
            let column: String
        }
        let is_whole: Bool
        let is_dry_run: Bool
        let files: [File]
        let issues: [Issue]
    }

    private func result(_ outcome: Program.Outcome) throws -> Result {
        try JSONDecoder().decode(Result.self, from: Data(outcome.output.utf8))
    }

    @Test func aResultForProgramsTellsCountsAndIssues() throws {
        try write("customers.csv", "account,birthday\nA1,\nA2,x\nA 3,\n")
        let outcome = try load("--json")
        #expect((outcome.status, outcome.complaints) == (1, ""))
        #expect(outcome.output.split(separator: "\n").count == 1)
        let result = try result(outcome)
        #expect(!result.is_whole && !result.is_dry_run)
        #expect(result.files.map(\.name) == ["customers.csv"])
        #expect((result.files[0].rows, result.files[0].new) == (3, 2))
        #expect((result.files[0].rejected, result.files[0].bad_fields) == (1, 1))
        #expect(result.issues.map(\.kind) == ["bad-field", "bad-row"])
        #expect(result.issues.map(\.line) == [3, 4])
        #expect(result.issues.map(\.column) == ["birthday", "account"])
        let failed = try Program.run(
            Program.built("screenpop"), ["import", "--json", "--database", database, "/nowhere"])
        #expect(failed.status == 2)
        #expect(failed.output.contains(#"{"error":"#) && failed.output.contains("/nowhere"))
    }

    @Test func aRehearsalTellsAndStoresNothing() throws {
        let first = try load("--dry-run", "--json")
        #expect(first.status == 0)
        #expect(try result(first).is_dry_run)
        #expect(try result(first).files[0].new == 3)
        #expect(!FileManager.default.fileExists(atPath: database))
        #expect(try load().status == 0)
        try write("customers.csv", "account,name\nA1,Other\nA2,Bear\n")
        let second = try load("--dry-run", "--json", "--delete")
        #expect(try result(second).files[0].removed == 1)
        #expect(try names() == ["Acme", "Bear", "Cafe"])
        #expect(try load("--delete").status == 0)
        #expect(try names() == ["Other", "Bear"])
    }

    @Test func whatIsGoneGoesByFlags() throws {
        #expect(try load("--source", "crm").status == 0)
        try write("customers.csv", "account,name\nA1,Acme\n")
        #expect(try load("--delete").status == 0)
        #expect(try names().count == 3)
        let refused = try load("--source", "crm", "--delete")
        #expect(refused.status == 1)
        #expect(refused.complaints.contains("--force"))
        #expect(try names().count == 3)
        #expect(try load("--source", "crm", "--delete", "--force").status == 0)
        #expect(try names() == ["Acme"])
        for flags in [["--force"], ["--source", "my crm"], ["--source", ""]] {
            let wrong = try Program.run(
                Program.built("screenpop"), ["import", "--database", database] + flags + [files])
            #expect(wrong.status != 0)
            #expect(wrong.complaints.contains(flags[0]), "\(wrong)")
        }
    }

    /// Longer than the 5 s that statements wait elsewhere.
    @Test func anImportWaitsForADatabaseThatIsLockedWhenItStarts() throws {
        #expect(try load().status == 0)
        try write("customers.csv", "account,name\nA1,Later\n")
        let other = try DatabaseQueue(path: database)
        let (isLocked, isFree, failure) = (Gate(), Gate(), LockedText())
        // A thread of its own: tasks that wait would take those of the other tests.
        Thread {
            do {
                try other.inDatabase { database in
                    try database.execute(sql: "BEGIN EXCLUSIVE")
                    isLocked.open()
                    Thread.sleep(forTimeInterval: 6)
                    try database.execute(sql: "COMMIT")
                }
            } catch {
                failure.set("\(error)")
                isLocked.open()
            }
            isFree.open()
        }.start()
        isLocked.wait()
        let outcome = try load()
        isFree.wait()
        #expect(failure.text == nil)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try names() == ["Later", "Bear", "Cafe"])
    }

    @Test func anAccountOf64CharactersIsFoundEverywhere() throws {
        let guid = "{4f0e2c51-7d0b-4b6b-9d0e-3c6a8b1d2e3f}"
        let long = String(repeating: "x", count: 64)
        try write("customers.csv", "account,name\n\(guid),Guid\n\(long),Long\n\(long)x,Longer\n")
        try write("phones.csv", "account,number\n\(guid),+442079460958\n\(long),+442079460959\n")
        let outcome = try load()
        #expect(outcome.status == 1)
        #expect(outcome.complaints.contains("customers.csv:4: account: "))
        let daemon = try Daemon(database: database)
        for (number, account) in [("+442079460958", guid), ("+442079460959", long)] {
            #expect(try daemon.ask("LOOKUP \(number)")?.contains(" account=\(account) ") == true)
            #expect(try daemon.ask("CARD \(account)") == "210 \(account)")
            #expect(try daemon.ask("NOTE \(account) hello")?.hasPrefix("201") == true)
        }
        #expect(try daemon.ask("CARD \(long)x")?.hasPrefix("503") == true)
    }
}
