/// What becomes of rows that go without a word: the triggers of the second step.
extension Schema {
    static var deleting: String {
        ([customersDeleted, customersDisplaced, interruptionsDisplaced]
            + watched.compactMap(followDisplaced)).joined(separator: "\n")
    }

    /// Tables whose rows go with their customer.
    private static let belongings = [
        "phones", "complaints", "interruption_customers", "invoices", "engagements",
        "interactions", "notes", "reminders", "scores", "value_overrides", "number_changes",
    ]

    /// A customer is gone, and all that hangs on it, whether or not the program that deleted it
    /// has switched foreign keys on.
    private static var customersDeleted: String {
        let belongings = belongings.map { "DELETE FROM \($0) WHERE customer_id = OLD.id;" }
        return """
            CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN
                INSERT INTO change_log (customer_id, group_id, rescore) VALUES (OLD.id, OLD.id, 0);
                \(belongings.joined(separator: "\n    "))
                DELETE FROM referrals WHERE referrer_id = OLD.id;
                UPDATE referrals SET referred_id = NULL WHERE referred_id = OLD.id;
                UPDATE calls SET customer_id = NULL WHERE customer_id = OLD.id;
                UPDATE customers SET parent_id = NULL WHERE parent_id = OLD.id;
            END;
            """
    }

    /// An interruption is gone, and whom it touched: without foreign keys the next one could get
    /// its id, and with that its customers.
    static let deletingInterruptions = """
        DROP TRIGGER IF EXISTS interruptions_deleted;
        CREATE TRIGGER interruptions_deleted AFTER DELETE ON interruptions BEGIN
            INSERT INTO change_log (interruption_id, rescore) VALUES (OLD.id, 0);
            DELETE FROM interruption_customers WHERE interruption_id = OLD.id;
        END;
        """

    /// `UPDATE OR REPLACE` deletes rows without firing delete triggers, too; these fire before.
    private static func followDisplaced(_ watched: Watched) -> String? {
        let names = [watched.key, watched.hasID ? "id" : nil].compactMap { $0 }
        guard !names.isEmpty else { return nil }
        let (table, customer) = (watched.table, watched.customer)
        let rescore = watched.makesValue ? 1 : 0
        let notes = names.map { name in
            """
                INSERT INTO change_log (customer_id, rescore) SELECT \(customer), \(rescore)
                    FROM \(table) WHERE \(name) = NEW.\(name) AND id <> OLD.id;
            """
        }
        return """
            CREATE TRIGGER \(table)_displaced BEFORE UPDATE OF \(names.joined(separator: ", "))
            ON \(table) BEGIN
            \(notes.joined(separator: "\n"))
            END;
            """
    }

    private static let customersDisplaced = """
        CREATE TRIGGER customers_displaced BEFORE UPDATE OF account ON customers BEGIN
            INSERT INTO change_log (customer_id, group_id) SELECT id, id
                FROM customers WHERE account = NEW.account AND id <> OLD.id;
        END;
        """

    private static let interruptionsDisplaced = """
        CREATE TRIGGER interruptions_displaced BEFORE UPDATE OF reference, id ON interruptions
        BEGIN
            INSERT INTO change_log (interruption_id, rescore) SELECT id, 0 FROM interruptions
                WHERE (reference = NEW.reference OR id = NEW.id) AND id <> OLD.id;
        END;
        """
}
