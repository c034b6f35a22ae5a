/// How the daemon learns what was written, by whomever.
extension Schema {
    /// `mark` tells a row from another one that got its number after the log was emptied.
    static let feed = """
        CREATE TABLE sources (
            name TEXT PRIMARY KEY,
            loaded_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE change_log (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            customer_id INTEGER,
            interruption_id INTEGER,
            group_id INTEGER,
            rescore INTEGER NOT NULL DEFAULT 1,
            mark INTEGER NOT NULL DEFAULT (random())
        ) STRICT;
        """

    /// A table whose rows belong to one customer and can change its summary or its value.
    struct Watched {
        let table: String
        var customer = "customer_id"
        /// What names a row besides its id, so that `INSERT OR REPLACE` may take it away.
        var key: String?
        /// Whether a row is named by an `id` of its own.
        var hasID = true
        /// Whether the customer's value depends on it.
        let makesValue: Bool
    }

    static let watched = [
        Watched(table: "phones", key: nil, makesValue: false),
        Watched(table: "complaints", key: "reference", makesValue: false),
        Watched(table: "referrals", customer: "referrer_id", key: "reference", makesValue: true),
        Watched(table: "interruption_customers", hasID: false, makesValue: false),
        Watched(table: "invoices", key: "number", makesValue: true),
        Watched(table: "engagements", key: "reference", makesValue: true),
        Watched(table: "value_overrides", hasID: false, makesValue: false),
    ]

    /// One row in `change_log` for each customer that a write touches.
    static var triggers: String {
        (watched.flatMap { [follow($0), followReplaced($0)] } + [customersFollowed, othersFollowed])
            .joined(separator: "\n")
    }

    private static func follow(_ watched: Watched) -> String {
        let (table, customer) = (watched.table, watched.customer)
        let rescore = watched.makesValue ? 1 : 0
        return """
            CREATE TRIGGER \(table)_inserted AFTER INSERT ON \(table) BEGIN
                INSERT INTO change_log (customer_id, rescore) VALUES (NEW.\(customer), \(rescore));
            END;
            CREATE TRIGGER \(table)_deleted AFTER DELETE ON \(table) BEGIN
                INSERT INTO change_log (customer_id, rescore) VALUES (OLD.\(customer), \(rescore));
            END;
            CREATE TRIGGER \(table)_updated AFTER UPDATE ON \(table) BEGIN
                INSERT INTO change_log (customer_id, rescore) VALUES (NEW.\(customer), \(rescore));
                INSERT INTO change_log (customer_id, rescore) SELECT OLD.\(customer), \(rescore)
                    WHERE OLD.\(customer) <> NEW.\(customer);
            END;
            """
    }

    /// `REPLACE` deletes rows without firing delete triggers; these fire before it does.
    private static func followReplaced(_ watched: Watched) -> String {
        let names = [watched.key, watched.hasID ? "id" : nil].compactMap { $0 }
        guard !names.isEmpty else { return "" }
        let (table, customer) = (watched.table, watched.customer)
        let rescore = watched.makesValue ? 1 : 0
        let notes = names.map { name in
            """
                INSERT INTO change_log (customer_id, rescore) SELECT \(customer), \(rescore)
                    FROM \(table) WHERE \(name) = NEW.\(name) AND \(customer) <> NEW.\(customer);
            """
        }
        return """
            CREATE TRIGGER \(table)_replaced BEFORE INSERT ON \(table) BEGIN
            \(notes.joined(separator: "\n"))
            END;
            """
    }

    /// Customers are their own subject; who belongs to one group decides which referrals count.
    private static let customersFollowed = """
        CREATE TRIGGER customers_replaced BEFORE INSERT ON customers BEGIN
            INSERT INTO change_log (customer_id, group_id) SELECT id, id
                FROM customers WHERE account = NEW.account AND id <> NEW.id;
        END;
        CREATE TRIGGER customers_inserted AFTER INSERT ON customers BEGIN
            INSERT INTO change_log (customer_id) VALUES (NEW.id);
            INSERT INTO change_log (group_id) SELECT NEW.id
                WHERE EXISTS (SELECT 1 FROM customers WHERE parent_id = NEW.id)
                OR EXISTS (SELECT 1 FROM referrals WHERE referred_id = NEW.id);
        END;
        CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN
            INSERT INTO change_log (customer_id, group_id, rescore) VALUES (OLD.id, OLD.id, 0);
        END;
        CREATE TRIGGER customers_updated AFTER UPDATE ON customers BEGIN
            INSERT INTO change_log (customer_id, rescore) VALUES (NEW.id,
                (OLD.state, OLD.since, OLD.left_on, OLD.credit_limit, OLD.currency,
                    OLD.objects_to_profiling) IS NOT
                (NEW.state, NEW.since, NEW.left_on, NEW.credit_limit, NEW.currency,
                    NEW.objects_to_profiling));
            INSERT INTO change_log (group_id) SELECT NEW.id
                WHERE OLD.parent_id IS NOT NEW.parent_id OR OLD.id <> NEW.id;
            INSERT INTO change_log (customer_id, group_id) SELECT OLD.id, OLD.id
                WHERE OLD.id <> NEW.id;
        END;
        """

    /// An interruption stands for all whom it touches.
    private static let othersFollowed = """
        CREATE TRIGGER interruptions_replaced BEFORE INSERT ON interruptions BEGIN
            INSERT INTO change_log (interruption_id, rescore) SELECT id, 0
                FROM interruptions WHERE reference = NEW.reference OR id = NEW.id;
        END;
        CREATE TRIGGER interruptions_inserted AFTER INSERT ON interruptions
        WHEN EXISTS (SELECT 1 FROM interruption_customers WHERE interruption_id = NEW.id) BEGIN
            INSERT INTO change_log (interruption_id, rescore) VALUES (NEW.id, 0);
        END;
        CREATE TRIGGER interruptions_deleted AFTER DELETE ON interruptions BEGIN
            INSERT INTO change_log (interruption_id, rescore) VALUES (OLD.id, 0);
        END;
        CREATE TRIGGER interruptions_updated AFTER UPDATE ON interruptions BEGIN
            INSERT INTO change_log (interruption_id, rescore) VALUES (NEW.id, 0);
            INSERT INTO change_log (interruption_id, rescore) SELECT OLD.id, 0
                WHERE OLD.id <> NEW.id;
        END;
        CREATE TRIGGER scores_inserted AFTER INSERT ON scores WHEN NEW.value IS NOT NULL BEGIN
            INSERT INTO change_log (customer_id, rescore) VALUES (NEW.customer_id, 0);
        END;
        CREATE TRIGGER scores_deleted AFTER DELETE ON scores WHEN OLD.value IS NOT NULL BEGIN
            INSERT INTO change_log (customer_id, rescore) VALUES (OLD.customer_id, 0);
        END;
        CREATE TRIGGER scores_updated AFTER UPDATE ON scores
        WHEN (OLD.value, OLD.customer_id) IS NOT (NEW.value, NEW.customer_id) BEGIN
            INSERT INTO change_log (customer_id, rescore) VALUES (NEW.customer_id, 0);
            INSERT INTO change_log (customer_id, rescore) SELECT OLD.customer_id, 0
                WHERE OLD.customer_id <> NEW.customer_id;
        END;
        """
}
