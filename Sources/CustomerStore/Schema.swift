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
            credit_limit INTEGER CHECK (\(amount("credit_limit"))),
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
            linked_at INTEGER CHECK (\(moment("linked_at"))),
            confirmed_at INTEGER CHECK (\(moment("confirmed_at"))),
            UNIQUE (customer_id, entered)
        ) STRICT;
        CREATE INDEX phones_number ON phones (number) WHERE number IS NOT NULL;
        CREATE INDEX phones_customer
            ON phones (customer_id, number, role, linked_at, confirmed_at)
            WHERE number IS NOT NULL;
        CREATE INDEX phones_unread ON phones (problem, id) WHERE number IS NULL;
        """

    static let facts = """
        CREATE TABLE complaints (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            received_at INTEGER NOT NULL CHECK (\(moment("received_at"))),
            closed_at INTEGER CHECK (\(moment("closed_at"))),
            status TEXT NOT NULL DEFAULT 'open'
                CHECK (status IN ('open', 'closed', 'merged', 'error')),
            upheld INTEGER CHECK (upheld IN (0, 1)),
            subject TEXT NOT NULL DEFAULT '',
            resolution TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX complaints_customer ON complaints (customer_id, received_at, status);
        CREATE INDEX complaints_received ON complaints (received_at);

        CREATE TABLE referrals (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            referrer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            referred_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
            referred_name TEXT NOT NULL DEFAULT '',
            referred_at INTEGER CHECK (\(moment("referred_at"))),
            qualified_at INTEGER CHECK (\(moment("qualified_at")))
        ) STRICT;
        CREATE INDEX referrals_referrer ON referrals (referrer_id);
        CREATE INDEX referrals_referred ON referrals (referred_id) WHERE referred_id IS NOT NULL;
        CREATE INDEX referrals_qualified ON referrals (qualified_at)
            WHERE qualified_at IS NOT NULL;

        CREATE TABLE interruptions (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            service TEXT NOT NULL DEFAULT '',
            began_at INTEGER NOT NULL CHECK (\(moment("began_at"))),
            ended_at INTEGER CHECK (\(moment("ended_at"))),
            planned INTEGER NOT NULL DEFAULT 0 CHECK (planned IN (0, 1)),
            cause TEXT NOT NULL DEFAULT '',
            expected_end_at INTEGER CHECK (\(moment("expected_end_at")))
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
            amount INTEGER NOT NULL CHECK (\(amount("amount"))),
            paid_on TEXT CHECK (paid_on IS NULL OR paid_on IS date(paid_on))
        ) STRICT;
        CREATE INDEX invoices_customer ON invoices (customer_id, issued_on);

        CREATE TABLE engagements (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            at INTEGER NOT NULL CHECK (\(moment("at"))),
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
            at INTEGER NOT NULL CHECK (\(moment("at"))),
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
            at INTEGER NOT NULL CHECK (\(moment("at"))),
            agent TEXT NOT NULL DEFAULT '',
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX notes_customer ON notes (customer_id, at);

        CREATE TABLE reminders (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            due_at INTEGER NOT NULL CHECK (\(moment("due_at"))),
            agent TEXT NOT NULL DEFAULT '',
            text TEXT NOT NULL,
            done_at INTEGER CHECK (\(moment("done_at")))
        ) STRICT;
        CREATE INDEX reminders_customer ON reminders (customer_id, due_at);

        CREATE TABLE calls (
            id INTEGER PRIMARY KEY,
            call_id TEXT NOT NULL UNIQUE CHECK (length(call_id) BETWEEN 1 AND 128),
            number INTEGER,
            received TEXT NOT NULL DEFAULT '',
            customer_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
            agent TEXT NOT NULL DEFAULT '',
            rang_at INTEGER NOT NULL CHECK (\(moment("rang_at"))),
            answered_at INTEGER CHECK (\(moment("answered_at"))),
            ended_at INTEGER CHECK (\(moment("ended_at")))
        ) STRICT;
        CREATE INDEX calls_customer ON calls (customer_id, rang_at)
            WHERE customer_id IS NOT NULL;
        CREATE INDEX calls_number ON calls (number, rang_at) WHERE number IS NOT NULL;
        """

    /// The amounts that the schema allows.
    static let amounts: ClosedRange<Int64> = -1_000_000_000_000_000...1_000_000_000_000_000

    /// Moments are within the years 1 to 9999, give or take a zone, so that no arithmetic on
    /// them overflows.
    static func moment(_ column: String) -> String {
        "\(column) BETWEEN -62135683200 AND 253402387199"
    }

    /// Amounts are below ten trillion major units, so that thousands of them can be added.
    private static func amount(_ column: String) -> String {
        "\(column) BETWEEN -1000000000000000 AND 1000000000000000"
    }

    static let scoring = """
        CREATE TABLE score_versions (
            version INTEGER PRIMARY KEY,
            computed_at INTEGER NOT NULL CHECK (\(moment("computed_at"))),
            active_customers INTEGER NOT NULL,
            weights TEXT NOT NULL,
            thresholds TEXT NOT NULL,
            currency TEXT NOT NULL DEFAULT '',
            completed_at INTEGER CHECK (\(moment("completed_at")))
        ) STRICT;

        CREATE TABLE scores (
            customer_id INTEGER PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
            value INTEGER CHECK (value BETWEEN 1 AND 5),
            composite REAL,
            version INTEGER NOT NULL REFERENCES score_versions (version),
            scored_at INTEGER NOT NULL CHECK (\(moment("scored_at")))
        ) STRICT;

        CREATE TABLE value_overrides (
            customer_id INTEGER PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
            value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 5),
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            author TEXT NOT NULL DEFAULT '',
            set_at INTEGER NOT NULL CHECK (\(moment("set_at"))),
            expires_at INTEGER CHECK (\(moment("expires_at")))
        ) STRICT;
        CREATE INDEX value_overrides_expiry ON value_overrides (expires_at)
            WHERE expires_at IS NOT NULL;
        """

    /// `application_id` of our files, "SPOP": what `file(1)` and we recognise them by.
    static let applicationID: Int32 = 0x5350_4F50
}
