import CustomerStore
import Foundation
import GRDB
import StoreScene
import Testing

/// A database that can't be used is named with what to do, and never touched.
@Suite struct StoreOpeningTests {
    @Test func aMissingFileIsMadeAndReopened() throws {
        let path = try Scratch.folder() + "/new.db"
        _ = try CustomerStore(path: path)
        let again = try CustomerStore(path: path)
        #expect(try again.loadedSources() == [])
    }

    @Test func aMissingFolderIsNamed() throws {
        let path = try Scratch.folder() + "/no/such/folder.db"
        #expect(throws: StoreError.noFolder(path: path)) { try CustomerStore(path: path) }
    }

    @Test func anotherKindOfFileIsLeftAlone() throws {
        let path = try Scratch.folder() + "/letter.txt"
        let text = String(repeating: "Dear Sir or Madam, ", count: 400)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.notADatabase(path: path)) { try CustomerStore(path: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() throws {
        let path = try Scratch.folder() + "/other.db"
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE music (title TEXT)") }
        #expect(throws: StoreError.foreignDatabase(path: path)) { try CustomerStore(path: path) }
    }

    @Test func aNewerVersionIsNamed() throws {
        let path = try Scratch.folder() + "/newer.db"
        _ = try CustomerStore(path: path)
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
        #expect(throws: StoreError.newerVersion(path: path)) { try CustomerStore(path: path) }
    }

    @Test func aFolderInItsPlaceIsNamed() throws {
        let path = try Scratch.folder()
        #expect(throws: StoreError.self) { try CustomerStore(path: path) }
    }

    @Test func aLockedFileIsNamed() throws {
        let path = try Scratch.folder() + "/locked.db"
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { database in
            try database.execute(sql: "CREATE TABLE t (x); BEGIN EXCLUSIVE")
            defer { try? database.execute(sql: "ROLLBACK") }
            #expect(throws: StoreError.locked(path: path)) {
                try CustomerStore(path: path, busySeconds: 0.01)
            }
        }
    }
}
