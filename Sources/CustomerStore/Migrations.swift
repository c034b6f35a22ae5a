import GRDB

/// The steps from an empty file to the schema of this version; a released step never changes.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            for part in Schema.first { try database.execute(sql: part) }
        }
        // No row need be looked at: other programs may have left orphans.
        migrator.registerMigration("calls by leg", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: Schema.callsByLeg)
            try database.execute(sql: Schema.liveCalls)
        }
        // Its trigger names `calls`, which has its last form by now.
        migrator.registerMigration("ids are never used again", foreignKeyChecks: .immediate) {
            database in
            try neverReuseIDs(database)
        }
        migrator.registerMigration(
            "accounts of 64 characters, sources of rows", foreignKeyChecks: .immediate
        ) { database in
            try Schema.widenAccounts(database)
            try database.execute(sql: Schema.sources)
        }
        migrator.registerMigration(
            "access codes of calls under way", foreignKeyChecks: .immediate
        ) { database in
            try Schema.addAccessCodes(database)
        }
        migrator.registerMigration(
            "an interruption takes along whom it touched", foreignKeyChecks: .immediate
        ) { database in
            try database.execute(sql: Schema.deletingInterruptions)
        }
        return migrator
    }
}

extension Schema {
    /// The tables and triggers of version 1.
    static var first: [String] { [customers, facts, contacts, scoring, feed, triggers, numbers] }
}
