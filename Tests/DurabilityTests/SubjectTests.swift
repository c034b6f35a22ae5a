import Customers
import Foundation
import GRDB
import StoreScene
import TestSupport
import Testing

@testable import CustomerStore

/// A customer is given all that is kept of it, and nothing of anybody else.
@Suite struct SubjectTests {
    private static let day = CalendarDay("2026-11-21")!

    private static func subject(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(Program.built("screenpop"), ["subject"] + arguments)
    }

    /// Whoever adds a table or a column says here what of it a customer is given.
    @Test func everyColumnOfTheSchemaIsDecided() throws {
        let queue = try DatabaseQueue(path: Scratch.emptyDatabase())
        try queue.read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            let given = SubjectTable.all.map(\.name)
            #expect(Set(tables) == Set(given + SubjectTable.others.keys))
            for table in SubjectTable.all {
                let columns = try String.fetchAll(
                    database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table.name])
                #expect(columns.sorted() == table.columns.map(\.name).sorted(), "\(table.name)")
            }
            for name in SubjectTable.others.keys where name != "change_log" {
                let parents = try String.fetchAll(
                    database, sql: "SELECT \"table\" FROM pragma_foreign_key_list(?)",
                    arguments: [name])
                #expect(!parents.contains("customers"), "\(name)")
            }
        }
    }

    @Test func allRowsOfOneCustomerAndNoneOfOthers() throws {
        let path = try Scratch.sample(customers: 100, seed: 7, day: Self.day)
        let queue = try DatabaseQueue(path: path)
        let account = try #require(
            try queue.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO notes (reference, customer_id, at, agent, text) VALUES
                            ('own', 1, 1795000000, 'jo', 'said "hello"'),
                            ('other', 2, 1795000000, 'jo', 'of somebody else')
                        """)
                return try String.fetchOne(
                    database, sql: "SELECT account FROM customers WHERE id = 1")
            })
        let outcome = try Self.subject([account, "--database", path])
        #expect(outcome.status == 0, "\(outcome)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let tables = try #require(object as? [String: [[String: Any]]])
        for table in SubjectTable.all {
            let owned = table.owners.map { "\($0) = 1" }.joined(separator: " OR ")
            let count = try queue.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table.name) WHERE \(owned)")
            }
            #expect(tables[table.name]?.count == count, "\(table.name)")
        }
        let note = try #require(tables["notes"]?.first { $0["reference"] as? String == "own" })
        #expect(note["text"] as? String == "said \"hello\"")
        #expect(note["at"] as? String == "2026-11-18T11:06:40Z" && note["agent"] == nil)
        #expect(!outcome.output.contains("of somebody else"))
        let withStaff = try Self.subject([account, "--database", path, "--with-staff"])
        #expect(withStaff.output.contains("\"agent\":\"jo\""))
    }

    @Test func whoIsNotThereIsSaid() throws {
        let path = try Scratch.emptyDatabase()
        let outcome = try Self.subject(["A1042", "--database", path])
        #expect(outcome.status == 1 && outcome.complaints.contains("no customer has the account"))
        #expect(try Self.subject(["A1042", "--database", path + "-none"]).status == 2)
    }
}
