import CustomerStore
import Customers
import Foundation
import GRDB
import TestSupport

/// The customers that every transcript may assume: `Protocol/transcripts/base`.
struct Base: Sendable {
    /// What time it is for every transcript.
    static let clock = Moment(iso8601: "2026-11-21T12:00:00Z")!

    /// Made once. A static cannot throw; without it no transcript can be played.
    static let shared = try! Base()

    private let path: String

    /// Makes the database with the program that an administrator would use.
    private init() throws {
        path = try Repository.scratchFolder().appending(path: "base.db").path
        let transcripts = Repository.contract.appending(path: "transcripts")
        let imported = try Program.run(
            Program.built("screenpop"),
            ["import", "--database", path, "--region", "GB", transcripts.path + "/base"])
        guard imported.status == 0 else { throw Program.Failure(imported) }
        try CustomerStore(path: path).write {
            try $0.execute(sql: Repository.text("Protocol/transcripts/after-import.sql"))
        }
    }

    /// A new database with the base in it.
    func copy() throws -> String {
        let copy = try Repository.scratchFolder().appending(path: "screenpop.db").path
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return copy
    }

    /// A new database without customers.
    static func emptyDatabase() throws -> String {
        let path = try Repository.scratchFolder().appending(path: "screenpop.db").path
        _ = try CustomerStore(path: path)
        return path
    }
}
