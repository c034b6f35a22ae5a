import Customers
import Foundation
import GRDB
import SeededRandom

@testable import CustomerStore

/// Fills a database with everything that its schema allows and a file can say.
struct ExchangeContents {
    /// Texts that trip over quotes, line ends, spreadsheets and empty fields.
    static let texts = [
        "", "plain", " led and trailed ", "a,b", "\"quoted\"", "two\r\nlines", "\n", "x\ry", "=1+1",
        "'+44 20 7946 0958", "@SUM(A1)", "-5", "+49", "ü€𝄞", "\t", "NULL", "#1", "a;b", "\u{FEFF}x",
        "0", "''", "\"", ",", String(repeating: "long ", count: 900),
    ]

    private var random: SplitMix64
    private let database: Database
    private let customers: Int
    private let interruptions = 8

    init(seed: UInt64, customers: Int, _ database: Database) {
        random = SplitMix64(seed: seed)
        self.customers = customers
        self.database = database
    }

    /// Fills all tables.
    mutating func write() throws {
        for id in 1...customers { try writeCustomer(id) }
        for id in 1...customers where chance(3) {
            try set("UPDATE customers SET parent_id = ? WHERE id = ?", [customer(but: id), id])
        }
        for number in 0..<3 * customers { try writePhone(number) }
        for id in 1...interruptions { try writeInterruption(id) }
        for id in 1...customers where chance(2) {
            try set(
                "INSERT OR IGNORE INTO interruption_customers VALUES (?, ?, ?)",
                [below(interruptions) + 1, id, text()])
        }
        for number in 0..<2 * customers {
            try writeFacts(number)
            try writeDesk(number)
        }
    }

    private mutating func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    private mutating func chance(_ one: Int) -> Bool { below(one) == 0 }
    private mutating func text() -> String { Self.texts[below(Self.texts.count)] }
    private mutating func filled() -> String { "\(1 + below(9))\(text())" }
    private mutating func flag() -> Int { below(2) }
    private mutating func customer() -> Int { below(customers) + 1 }

    private mutating func customer(but id: Int) -> Int {
        let other = customer()
        return other == id ? (id % customers) + 1 : other
    }

    /// A name of a row that no other has.
    private mutating func reference(_ number: Int) -> String {
        String("\(text().prefix(40))-\(number)".unicodeScalars.prefix(64))
    }

    /// Any second of the years 1 to 9999, mostly of ours.
    private mutating func moment() -> Int64 {
        switch below(12) {
        case 0: -62_135_596_800
        case 1: 253_402_300_799
        default: Int64(below(2_000_000_000))
        }
    }

    /// Two in their order.
    private mutating func moments() -> (Int64, Int64) {
        let (one, other) = (moment(), moment())
        return (min(one, other), max(one, other))
    }

    private mutating func day() -> String {
        let days = ["0001-01-01", "9999-12-31", "2024-02-29", "1999-12-31"]
        return days[below(days.count)]
    }

    private mutating func amount() -> Int64 {
        let amounts: [Int64] = [0, 1, -1, 99_999_999_999_999, -99_999_999_999_999, 123_450]
        return amounts[below(amounts.count)]
    }

    private mutating func maybe<Value: DatabaseValueConvertible>(_ value: Value) -> Value? {
        chance(2) ? value : nil
    }

    private func set(_ sql: String, _ arguments: StatementArguments) throws {
        try database.execute(sql: sql, arguments: arguments)
    }

    private mutating func writeCustomer(_ id: Int) throws {
        let accounts = ["A-\(id)", "=\(id)+1", "'\(id)", "+\(id)", "@\(id)", "a/b?\(id)"]
        let long = "{\(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, UInt8(id % 256))))}"
        let account = chance(6) ? "\(id)" + long : accounts[below(accounts.count)]
        let kinds = ["person", "company", "dealer", "distributor"]
        let states = ["prospect", "active", "lapsed", "left"]
        try set(
            """
            INSERT INTO customers (id, account, name, kind, state, since, left_on, left_reason,
                types, address, city, region, postcode, country, email, birthday, language,
                preferred_channel, currency, credit_limit, objects_to_profiling, source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, account, text(), kinds[below(4)], states[below(4)], maybe(day()), maybe(day()),
                text(), text(), text(), text(), text(), text(), chance(2) ? "GB" : "", text(),
                maybe(day()), text(), text(), chance(2) ? "EUR" : "", maybe(amount()), flag(),
                text(),
            ])
    }

    private mutating func writePhone(_ number: Int) throws {
        let isRead = !chance(4)
        let roles = ["direct", "shared", "block", "third-party"]
        let entered = String(
            "\(text().prefix(30))\(isRead ? "0\(1000 + number)" : "?\(number)")"
                .unicodeScalars.prefix(64))
        let digits: Int64? = isRead ? [100, 999_999_999_999_999, 442_079_460_958][below(3)] : nil
        let isLink = chance(3)
        try set(
            """
            INSERT OR IGNORE INTO phones (customer_id, entered, number, extension, role, label,
                problem, linked_by, linked_at, confirmed_at, source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                customer(), entered, digits, text(), roles[below(4)], text(),
                isRead && !chance(5) ? "" : filled(), isLink ? text() : "",
                isLink ? moment() : nil, isLink ? maybe(moment()) : nil, text(),
            ])
    }

    private mutating func writeInterruption(_ id: Int) throws {
        let (began, ended) = moments()
        try set(
            """
            INSERT INTO interruptions (reference, service, began_at, ended_at, planned, cause,
                expected_end_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(id), text(), began, maybe(ended), flag(), text(), maybe(moment()),
                text(),
            ])
    }

    private mutating func writeFacts(_ number: Int) throws {
        let (received, closed) = moments()
        let states = ["open", "closed", "merged", "error"]
        try set(
            """
            INSERT INTO complaints (reference, customer_id, received_at, closed_at, status, upheld,
                subject, resolution, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(number), customer(), received, maybe(closed), states[below(4)],
                maybe(flag()), text(), text(), text(),
            ])
        let (referred, qualified) = moments()
        let referrer = customer()
        try set(
            """
            INSERT INTO referrals (reference, referrer_id, referred_id, referred_name, referred_at,
                qualified_at, source) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(number), referrer, maybe(customer(but: referrer)), text(),
                maybe(referred), maybe(qualified), text(),
            ])
        try set(
            """
            INSERT INTO invoices (number, customer_id, issued_on, due_on, amount, paid_on, source)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(number), customer(), day(), maybe(day()), amount(), maybe(day()),
                text(),
            ])
        try set(
            """
            INSERT INTO engagements (reference, customer_id, at, kind, answered, score, source)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(number), customer(), moment(),
                ["survey", "promotion", "reference"][below(3)], flag(),
                maybe([-999_999_999, 0, 999_999_999][below(3)]), text(),
            ])
        try set(
            """
            INSERT INTO interactions (reference, customer_id, at, channel, direction, agent, kind,
                subject, detail, outcome, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(number), customer(), moment(), text(), ["in", "out"][below(2)], text(),
                text(), text(), text(), text(), text(),
            ])
    }

    private mutating func writeDesk(_ number: Int) throws {
        try set(
            "INSERT INTO notes (reference, customer_id, at, agent, text) VALUES (?, ?, ?, ?, ?)",
            [reference(number), customer(), moment(), text(), text()])
        try set(
            """
            INSERT INTO reminders (reference, customer_id, due_at, agent, text, done_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [reference(number), customer(), moment(), text(), text(), maybe(moment())])
        try set(
            """
            INSERT INTO calls (call_id, number, received, customer_id, agent, rang_at, answered_at,
                ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                reference(number), maybe(442_079_460_958), text(), maybe(customer()), text(),
                moment(), maybe(moment()), maybe(moment()),
            ])
        try set(
            """
            INSERT OR IGNORE INTO value_overrides (customer_id, value, reason, author, set_at,
                expires_at) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [customer(), 1 + below(5), filled(), text(), moment(), maybe(moment())])
        try set(
            """
            INSERT INTO number_changes (customer_id, entered, number_before, number_now, problem,
                at) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                customer(), reference(number), maybe(442_079_460_958), maybe(100), text(),
                moment(),
            ])
    }
}
