import GRDB

/// The steps from an empty file to the schema of this version; a released step never changes.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            for part in [
                Schema.customers, Schema.facts, Schema.contacts, Schema.scoring, Schema.feed,
                Schema.triggers, Schema.numbers,
            ] {
                try database.execute(sql: part)
            }
        }
        migrator.registerMigration("calls by leg") { database in
            try database.execute(sql: Schema.callsByLeg)
            try database.execute(sql: Schema.liveCalls)
        }
        migrator.registerMigration("accounts of 64 characters, sources of rows") { database in
            try Schema.widenAccounts(database)
            try database.execute(sql: Schema.sources)
        }
        return migrator
    }
}
