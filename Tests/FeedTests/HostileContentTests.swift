import Customers
import GRDB
import SeededRandom
import StoreScene
import Testing

@testable import CustomerStore

/// Whatever other programs put into the file, everybody is told of, and what cannot be read is one
/// row less.
@Suite struct HostileContentTests {
    private static let customers = 40

    private func scene(seed: UInt64 = 5) throws -> Scene {
        let path = try Scratch.sample(
            customers: Self.customers, seed: seed, day: CalendarDay("2026-11-21")!)
        let scene = try Scene(path: path, scoreEvery: 86_400)
        try scene.other.inDatabase {
            try $0.execute(
                sql: "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
        }
        return scene
    }

    /// Asks everything that is asked of the file.
    private func askAll(_ scene: Scene) throws {
        for id in 1...UInt32(Self.customers + 5) {
            let customer = CustomerID(id)
            _ = try scene.store.card(of: customer, now: scene.now, rowLimit: 20)
            _ = try scene.store.history(of: customer, limit: 50)
            _ = try scene.store.explanation(of: customer, now: scene.now)
        }
        _ = try scene.store.badNumbers(limit: 100)
        _ = try scene.store.changedNumbers(limit: 100)
        let accounts = try scene.other.read {
            try String.fetchAll($0, sql: "SELECT account FROM customers LIMIT 100")
        }
        for account in accounts.compactMap({ Account($0) }) {
            _ = try scene.store.customer(account: account)
        }
    }

    /// A thousand statements of each seed; every one may stand in the file before the next.
    @Test(arguments: [1, 2, 3, 4])
    func anythingInAnyColumn(seed: UInt64) throws {
        let scene = try scene(seed: seed)
        var statements = HostileStatements(seed: seed, customers: Self.customers)
        for round in 1...20 {
            var executed: [String] = []
            for _ in 1...50 {
                let (sql, arguments) = statements.next()
                // Unique and strict columns refuse some.
                guard (try? scene.write(sql, arguments)) != nil else { continue }
                executed.append("\(sql) \(arguments)")
            }
            scene.follow()
            let place = "seed \(seed), round \(round)"
            #expect(scene.trouble == nil, "\(place)")
            let different = try scene.differences()
            #expect(different == [], "\(place): \(executed.map { $0.prefix(120) })")
            if round % 5 == 0 { try askAll(scene) }
        }
        let outcomes = scene.store.perform(
            [
                WriteRequest(.note(.id(CustomerID(1)), text: "still there")),
                WriteRequest(.complaint(.id(CustomerID(2)), subject: "still there")),
            ], now: scene.now)
        scene.follow()
        #expect(scene.hasToldOwn)
        for outcome in outcomes {
            if case .failed(let error) = outcome { Issue.record("seed \(seed): \(error)") }
        }
        // A start with all of it.
        let again = try Scene(path: scene.path, scoreEvery: 86_400)
        #expect(again.trouble == nil)
        #expect(try again.differences() == [])
    }

    @Test(arguments: [
        ("UPDATE customers SET id = -7 WHERE id = 3", "customers"),
        ("UPDATE customers SET id = 4294967299 WHERE id = 3", "customers"),
        ("UPDATE customers SET account = 'with blank' WHERE id = 3", "customers"),
        ("UPDATE complaints SET received_at = 9223372036854775807", "complaints"),
        ("UPDATE interruptions SET began_at = -9223372036854775808", "interruptions"),
        ("UPDATE interruptions SET ended_at = 9223372036854775807", "interruptions"),
        (
            """
            INSERT INTO referrals (reference, referrer_id, referred_name, qualified_at)
                VALUES ('far', 2, 'Somebody', 9223372036854775807)
            """, "referrals"
        ),
        ("UPDATE phones SET number = -1 WHERE customer_id = 3", "phones"),
        ("UPDATE phones SET number = 9223372036854775807 WHERE customer_id = 3", "phones"),
    ])
    func whatCannotBeReadIsCountedByItsTable(sql: String, table: String) throws {
        let scene = try scene()
        #expect(scene.unreadable.total == 0)
        try scene.write(sql)
        scene.follow()
        #expect(scene.unreadable.byTable[table, default: 0] > 0, "\(scene.unreadable)")
        #expect(scene.unreadable.byTable.count == 1)
        #expect(try scene.differences() == [])
    }

    @Test func whatCanBeReadAgainIsCountedNoMore() throws {
        let scene = try scene()
        try scene.write("UPDATE phones SET number = -1 WHERE customer_id = 3")
        scene.follow()
        #expect(scene.unreadable.total > 0)
        try scene.write("UPDATE phones SET number = 442079460958 + id WHERE customer_id = 3")
        scene.follow()
        #expect(scene.unreadable.total == 0)
        #expect(scene.summary(3)?.numbers.isEmpty == false)
    }

    @Test(arguments: [Int64.max, Int64.max - 1, -5])
    func theLogAtTheEndOfItsNumbers(last: Int64) throws {
        let scene = try scene()
        try scene.write(
            "UPDATE sqlite_sequence SET seq = ? WHERE name = 'change_log'", [last])
        try? scene.write("UPDATE customers SET name = 'Somebody' WHERE id = 4")
        scene.follow()
        try scene.write("UPDATE customers SET name = 'Somebody else' WHERE id = 4")
        #expect(scene.summary(4)?.name == "Somebody else")
        #expect(try scene.differences() == [])
        let note = WriteRequest(.note(.id(CustomerID(1)), text: "x"))
        #expect(scene.store.perform([note], now: scene.now) == [.written(reference: "N-1")])
        scene.follow()
        #expect(scene.hasToldOwn)
    }

    /// 64 MB, then what is a little too long, in every place where a text can be.
    @Test(arguments: [
        ("notes", "text", "INSERT INTO notes (reference, customer_id, at, text)"),
        (
            "complaints", "subject",
            "INSERT INTO complaints (reference, customer_id, received_at, subject)"
        ),
        (
            "interactions", "detail",
            "INSERT INTO interactions (reference, customer_id, at, detail)"
        ),
    ])
    func aTextWithoutMeasureIsOneRowLess(table: String, column: String, insert: String) throws {
        let scene = try scene()
        for bytes in [64 << 20, (1 << 20) + 1] {
            try scene.write(
                insert + " VALUES ('long-' || ?1, 1, 1795000000, CAST(zeroblob(?1) AS TEXT))",
                [bytes])
        }
        try scene.write(insert + " VALUES ('short', 1, 1795000001, 'to be read')")
        scene.follow()
        let begun = ContinuousClock.now
        let history = try #require(try scene.store.history(of: CustomerID(1), limit: 50))
        let card = try scene.store.card(of: CustomerID(1), now: scene.now, rowLimit: 20)
        #expect(ContinuousClock.now - begun < .seconds(1))
        #expect(card != nil)
        #expect(history.entries.contains { $0.reference == "short" })
        #expect(!history.entries.contains { $0.reference.hasPrefix("long") })
        scene.follow()
        #expect(scene.unreadable.byTable == [table: 2])
        #expect(try scene.differences() == [])
    }

    @Test func aNameWithoutMeasureLeavesTheCustomer() throws {
        let scene = try scene()
        let number = try #require(scene.summary(3)?.numbers.first)
        try scene.write(
            "UPDATE customers SET name = CAST(zeroblob(67108864) AS TEXT) WHERE id = 3")
        let begun = ContinuousClock.now
        let summary = try #require(scene.summary(3))
        #expect(ContinuousClock.now - begun < .seconds(5))
        #expect(summary.name == "" && summary.numbers.contains(number))
        #expect(try scene.store.card(of: CustomerID(3), now: scene.now, rowLimit: 20) != nil)
        #expect(try scene.differences() == [])
    }

    /// One customer's numbers, far more than anybody has.
    @Test func tooManyNumbersOfOneCustomer() throws {
        let scene = try scene()
        try scene.write(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
            INSERT INTO phones (customer_id, entered, number) SELECT 3, 'n' || i, 999000000000 + i
                FROM n
            """)
        let summary = try #require(scene.summary(3))
        #expect(summary.numbers.count == 10_000)
        #expect(scene.unreadable.byTable["phones", default: 0] > 20_000)
        #expect(try scene.differences() == [])
    }

    /// Another program's trigger that has no end is broken off, and others' writes go in.
    @Test func aTriggerWithoutEnd() throws {
        let scene = try scene()
        try scene.write(
            """
            CREATE TRIGGER endless AFTER INSERT ON notes WHEN NEW.text = 'spin' BEGIN
                SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL
                    SELECT i + 1 FROM n) SELECT i FROM n);
            END
            """)
        let requests = ["good", "spin", "better"].map {
            WriteRequest(.note(.id(CustomerID(1)), text: $0))
        }
        scene.store.writeMilliseconds = 300
        let outcomes = scene.store.perform(requests, now: scene.now)
        #expect(outcomes[0] == .written(reference: "N-1"))
        #expect(outcomes[1] == .failed(.questionTooLong(path: scene.path)))
        #expect(outcomes[2] == .written(reference: "N-2"))
        scene.follow()
        #expect(try scene.differences() == [])
    }
}

/// Statements that other programs could execute with everything switched off that protects.
private struct HostileStatements {
    private static let columns: [(table: String, key: String, columns: [String])] = [
        (
            "customers", "id",
            [
                "id", "account", "name", "kind", "state", "since", "left_on", "parent_id", "types",
                "country", "birthday", "currency", "credit_limit", "objects_to_profiling",
            ]
        ),
        (
            "phones", "customer_id",
            [
                "customer_id", "entered", "number", "role", "problem", "linked_at",
                "confirmed_at",
            ]
        ),
        (
            "complaints", "customer_id",
            ["customer_id", "received_at", "closed_at", "status", "upheld", "subject"]
        ),
        (
            "referrals", "referrer_id",
            ["referrer_id", "referred_id", "referred_name", "referred_at", "qualified_at"]
        ),
        (
            "interruptions", "id",
            ["service", "began_at", "ended_at", "planned", "expected_end_at", "cause"]
        ),
        ("interruption_customers", "customer_id", ["interruption_id", "customer_id"]),
        (
            "invoices", "customer_id",
            ["customer_id", "issued_on", "due_on", "amount", "paid_on"]
        ),
        ("engagements", "customer_id", ["customer_id", "at", "kind", "answered", "score"]),
        (
            "value_overrides", "customer_id",
            ["customer_id", "value", "reason", "set_at", "expires_at"]
        ),
        ("scores", "customer_id", ["customer_id", "value", "composite", "version", "scored_at"]),
        (
            "score_versions", "version",
            ["version", "computed_at", "thresholds", "currency", "completed_at"]
        ),
        (
            "change_log", "seq",
            ["customer_id", "interruption_id", "group_id", "rescore", "mark"]
        ),
    ]

    private static let integers: [Int64] = [
        0, 1, -1, 2, 255, 65_536, 4_294_967_295, 4_294_967_296, 4_294_967_299, -4_294_967_295,
        .max, .min, .max - 1, 253_402_387_199, 253_402_387_200, -62_135_683_200, -62_135_683_201,
        1_795_000_000, 1_000_000_000_000_000, -1_000_000_000_000_001, 999_999_999_999_999,
    ]

    private static let texts = [
        "", "-", " ", "A", "a\u{0}b", "*", "#12", "open", "person", "2026-02-30", "0000-00-00",
        "9999-12-31", "2026-11-21", "99999999999", "+442079460958", "\u{7}\u{1B}[2J", "ÿþ",
        "version=9223372036854775807", "GBP", "zzz",
    ]

    private var random: SplitMix64
    private let customers: Int

    init(seed: UInt64, customers: Int) {
        random = SplitMix64(seed: seed)
        self.customers = customers
    }

    mutating func next() -> (String, StatementArguments) {
        let (table, key, columns) = Self.columns.randomElement(using: &random)!
        let column = columns.randomElement(using: &random)!
        let row = Int.random(in: 1...customers, using: &random)
        let value: DatabaseValue =
            switch Int.random(in: 0..<8, using: &random) {
            case 0: .null
            case 1: Self.texts.randomElement(using: &random)!.databaseValue
            case 2: String(repeating: "ab", count: 40_000).databaseValue
            case 3: Int64.random(in: .min ... .max, using: &random).databaseValue
            case 4: Int.random(in: 1...customers, using: &random).databaseValue
            default: Self.integers.randomElement(using: &random)!.databaseValue
            }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return ("DELETE FROM \(table) WHERE \(key) = ?", [row])
        case 1:
            return (
                "INSERT OR REPLACE INTO \(table) (\(key), \(column)) VALUES (?, ?)", [row, value]
            )
        default:
            return (
                "UPDATE OR REPLACE \(table) SET \(column) = ? WHERE \(key) = ?", [value, row]
            )
        }
    }
}
