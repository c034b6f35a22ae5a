/// The tables of version 1, a public contract: `Protocol/schema.md` explains each column.
///
/// Moments are whole seconds since 1970 (`unixepoch('2026-11-21T09:12Z')`), dates are
/// `YYYY-MM-DD`, amounts are hundredths of the customer's currency, yes/no is 1/0.
enum Schema {
    static let customers = """
        CREATE TABLE customers (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4294967295),
            account TEXT NOT NULL UNIQUE CHECK (
                length(account) BETWEEN 1 AND 32 AND account NOT GLOB '*[^!-~]*'
                AND account NOT GLOB '[#*]*' AND account NOT GLOB '*[",;\\]*'
                AND account <> '-'),
            name TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL DEFAULT 'person'
                CHECK (kind IN ('person', 'company', 'dealer', 'distributor')),
            state TEXT NOT NULL DEFAULT 'active'
                CHECK (state IN ('prospect', 'active', 'lapsed', 'left')),
            since TEXT CHECK (since IS NULL OR since IS date(since)),
            left_on TEXT CHECK (left_on IS NULL OR left_on IS date(left_on)),
            left_reason TEXT NOT NULL DEFAULT '',
            parent_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
            types TEXT NOT NULL DEFAULT '',
            address TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            region TEXT NOT NULL DEFAULT '',
            postcode TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT ''
                CHECK (country = '' OR country GLOB '[A-Z][A-Z]'),
            email TEXT NOT NULL DEFAULT '',
            birthday TEXT CHECK (birthday IS NULL OR birthday IS date(birthday)),
            language TEXT NOT NULL DEFAULT '',
            preferred_channel TEXT NOT NULL DEFAULT '',
            currency TEXT NOT NULL DEFAULT ''
                CHECK (currency = '' OR currency GLOB '[A-Z][A-Z][A-Z]'),
            credit_limit INTEGER,
            objects_to_profiling INTEGER NOT NULL DEFAULT 0
                CHECK (objects_to_profiling IN (0, 1))
        ) STRICT;
        CREATE INDEX customers_parent ON customers (parent_id) WHERE parent_id IS NOT NULL;

        CREATE TABLE phones (
            id INTEGER PRIMARY KEY,
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            entered TEXT NOT NULL,
            number INTEGER CHECK (number IS NULL OR number BETWEEN 100 AND 999999999999999),
            extension TEXT NOT NULL DEFAULT '',
            role TEXT NOT NULL DEFAULT 'direct'
                CHECK (role IN ('direct', 'shared', 'block', 'third-party')),
            label TEXT NOT NULL DEFAULT '',
            problem TEXT NOT NULL DEFAULT '',
            linked_by TEXT NOT NULL DEFAULT '',
            linked_at INTEGER,
            confirmed_at INTEGER,
            UNIQUE (customer_id, entered)
        ) STRICT;
        CREATE INDEX phones_number ON phones (number) WHERE number IS NOT NULL;
        CREATE INDEX phones_unread ON phones (problem, id) WHERE number IS NULL;
        """

    static let facts = """
        CREATE TABLE complaints (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            received_at INTEGER NOT NULL,
            closed_at INTEGER,
            status TEXT NOT NULL DEFAULT 'open'
                CHECK (status IN ('open', 'closed', 'merged', 'error')),
            upheld INTEGER CHECK (upheld IN (0, 1)),
            subject TEXT NOT NULL DEFAULT '',
            resolution TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX complaints_customer ON complaints (customer_id, received_at);
        CREATE INDEX complaints_received ON complaints (received_at);

        CREATE TABLE referrals (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            referrer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            referred_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
            referred_name TEXT NOT NULL DEFAULT '',
            referred_at INTEGER,
            qualified_at INTEGER
        ) STRICT;
        CREATE INDEX referrals_referrer ON referrals (referrer_id);
        CREATE INDEX referrals_referred ON referrals (referred_id) WHERE referred_id IS NOT NULL;
        CREATE INDEX referrals_qualified ON referrals (qualified_at)
            WHERE qualified_at IS NOT NULL;

        CREATE TABLE interruptions (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            service TEXT NOT NULL DEFAULT '',
            began_at INTEGER NOT NULL,
            ended_at INTEGER,
            planned INTEGER NOT NULL DEFAULT 0 CHECK (planned IN (0, 1)),
            cause TEXT NOT NULL DEFAULT '',
            expected_end_at INTEGER
        ) STRICT;
        CREATE INDEX interruptions_began ON interruptions (began_at);
        CREATE INDEX interruptions_open ON interruptions (id) WHERE ended_at IS NULL;

        CREATE TABLE interruption_customers (
            interruption_id INTEGER NOT NULL REFERENCES interruptions (id) ON DELETE CASCADE,
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            PRIMARY KEY (customer_id, interruption_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX interruption_customers_interruption
            ON interruption_customers (interruption_id);

        CREATE TABLE invoices (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            issued_on TEXT NOT NULL CHECK (issued_on IS date(issued_on)),
            due_on TEXT CHECK (due_on IS NULL OR due_on IS date(due_on)),
            amount INTEGER NOT NULL,
            paid_on TEXT CHECK (paid_on IS NULL OR paid_on IS date(paid_on))
        ) STRICT;
        CREATE INDEX invoices_customer ON invoices (customer_id, issued_on);

        CREATE TABLE engagements (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL DEFAULT 'survey'
                CHECK (kind IN ('survey', 'promotion', 'reference')),
            answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
            score INTEGER
        ) STRICT;
        CREATE INDEX engagements_customer ON engagements (customer_id, at);
        """

    static let contacts = """
        CREATE TABLE interactions (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            channel TEXT NOT NULL DEFAULT 'phone',
            direction TEXT NOT NULL DEFAULT 'in' CHECK (direction IN ('in', 'out')),
            agent TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL DEFAULT '',
            subject TEXT NOT NULL DEFAULT '',
            detail TEXT NOT NULL DEFAULT '',
            outcome TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX interactions_customer ON interactions (customer_id, at);

        CREATE TABLE notes (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            agent TEXT NOT NULL DEFAULT '',
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX notes_customer ON notes (customer_id, at);

        CREATE TABLE reminders (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            due_at INTEGER NOT NULL,
            agent TEXT NOT NULL DEFAULT '',
            text TEXT NOT NULL,
            done_at INTEGER
        ) STRICT;
        CREATE INDEX reminders_customer ON reminders (customer_id, due_at);

        CREATE TABLE calls (
            id INTEGER PRIMARY KEY,
            call_id TEXT NOT NULL UNIQUE CHECK (length(call_id) BETWEEN 1 AND 128),
            number INTEGER,
            received TEXT NOT NULL DEFAULT '',
            customer_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
            agent TEXT NOT NULL DEFAULT '',
            rang_at INTEGER NOT NULL,
            answered_at INTEGER,
            ended_at INTEGER
        ) STRICT;
        CREATE INDEX calls_customer ON calls (customer_id, rang_at)
            WHERE customer_id IS NOT NULL;
        CREATE INDEX calls_number ON calls (number, rang_at) WHERE number IS NOT NULL;
        """

    static let scoring = """
        CREATE TABLE score_versions (
            version INTEGER PRIMARY KEY,
            computed_at INTEGER NOT NULL,
            active_customers INTEGER NOT NULL,
            weights TEXT NOT NULL,
            thresholds TEXT NOT NULL
        ) STRICT;

        CREATE TABLE scores (
            customer_id INTEGER PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
            value INTEGER CHECK (value BETWEEN 1 AND 5),
            composite REAL,
            version INTEGER NOT NULL REFERENCES score_versions (version),
            scored_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE value_overrides (
            customer_id INTEGER PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
            value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 5),
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            author TEXT NOT NULL DEFAULT '',
            set_at INTEGER NOT NULL,
            expires_at INTEGER
        ) STRICT;
        CREATE INDEX value_overrides_expiry ON value_overrides (expires_at)
            WHERE expires_at IS NOT NULL;
        """

    static let feed = """
        CREATE TABLE sources (
            name TEXT PRIMARY KEY,
            loaded_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE change_log (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            customer_id INTEGER,
            interruption_id INTEGER
        ) STRICT;
        """

    /// Tables whose rows belong to one customer and can change its summary or its value.
    static let watched: [(table: String, customer: String)] = [
        ("phones", "customer_id"), ("complaints", "customer_id"), ("referrals", "referrer_id"),
        ("interruption_customers", "customer_id"), ("invoices", "customer_id"),
        ("engagements", "customer_id"), ("value_overrides", "customer_id"),
    ]

    /// One row in `change_log` for each customer that a write touches.
    static var triggers: String {
        let perTable = watched.map { table, customer in
            """
            CREATE TRIGGER \(table)_inserted AFTER INSERT ON \(table) BEGIN
                INSERT INTO change_log (customer_id) VALUES (NEW.\(customer));
            END;
            CREATE TRIGGER \(table)_deleted AFTER DELETE ON \(table) BEGIN
                INSERT INTO change_log (customer_id) VALUES (OLD.\(customer));
            END;
            CREATE TRIGGER \(table)_updated AFTER UPDATE ON \(table) BEGIN
                INSERT INTO change_log (customer_id) VALUES (NEW.\(customer));
                INSERT INTO change_log (customer_id) SELECT OLD.\(customer)
                    WHERE OLD.\(customer) <> NEW.\(customer);
            END;
            """
        }
        return perTable.joined(separator: "\n") + "\n" + specialTriggers
    }

    /// Customers are their own subject; an interruption stands for all whom it touches.
    private static let specialTriggers = """
        CREATE TRIGGER customers_inserted AFTER INSERT ON customers BEGIN
            INSERT INTO change_log (customer_id) VALUES (NEW.id);
        END;
        CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN
            INSERT INTO change_log (customer_id) VALUES (OLD.id);
        END;
        CREATE TRIGGER customers_updated AFTER UPDATE ON customers BEGIN
            INSERT INTO change_log (customer_id) VALUES (NEW.id);
            INSERT INTO change_log (customer_id) SELECT OLD.id WHERE OLD.id <> NEW.id;
        END;
        CREATE TRIGGER interruptions_updated AFTER UPDATE ON interruptions BEGIN
            INSERT INTO change_log (interruption_id) VALUES (NEW.id);
        END;
        CREATE TRIGGER scores_inserted AFTER INSERT ON scores WHEN NEW.value IS NOT NULL BEGIN
            INSERT INTO change_log (customer_id) VALUES (NEW.customer_id);
        END;
        CREATE TRIGGER scores_deleted AFTER DELETE ON scores WHEN OLD.value IS NOT NULL BEGIN
            INSERT INTO change_log (customer_id) VALUES (OLD.customer_id);
        END;
        CREATE TRIGGER scores_updated AFTER UPDATE ON scores
        WHEN OLD.value IS NOT NEW.value BEGIN
            INSERT INTO change_log (customer_id) VALUES (NEW.customer_id);
        END;
        """

    /// `application_id` of our files, "SPOP": what `file(1)` and we recognise them by.
    static let applicationID: Int32 = 0x5350_4F50
}
