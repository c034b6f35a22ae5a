import CustomerStore
import Customers
import Foundation
import FrontDesk
import GRDB
import Numbering
import ScreenPopServer
import Testing

/// The tiers that an administrator has to switch on, from the index and from the database.
@Suite struct TierTests {
    /// Customers with one number each; `C1` has two.
    private static let rows: [(account: String, entered: String, role: String)] = [
        ("C1", "+442079460958", "direct"), ("C1", "+5511987654321", "direct"),
        ("C2", "+441632960101", "shared"), ("C3", "+441632960101", "shared"),
        ("C4", "+33145670001", "direct"), ("C5", "+3531632960", "block"),
        ("C6", "+35316329607", "block"), ("C7", "+18005553535", "direct"),
        ("C8", "+491711234567", "third-party"), ("C9", "+4916098765432", "direct"),
        ("C10", "+4915198765432", "direct"), ("C11", "+525512345678", "direct"),
        ("C12", "+5215512345678", "direct"), ("C13", "+390612345678", "direct"),
        ("C14", "+442079461111", "direct"), ("C15", "+33207946111", "direct"),
        ("C16", "+493012345678", "direct"), ("C17", "+491729925904", "direct"),
        ("C18", "+23412270000", "direct"), ("C19", "+2290197123458", "direct"),
        ("C20", "+22507345677", "direct"), ("C21", "+576014242407", "direct"),
    ]

    /// Request, then the reply up to `match=...`, `stored=` and `via=` behind it.
    private static let expected: [(String, account: String?, match: String, stored: String?)] = [
        ("LOOKUP +442079460958", "C1", "exact", nil),
        // The trunk prefix kept, and the ninth digit missing.
        ("LOOKUP +4402079460958", "C1", "variant", "+442079460958"),
        ("LOOKUP +551187654321", "C1", "variant", "+5511987654321"),
        ("LOOKUP +39612345678", "C13", "variant", "+390612345678"),
        // Exact goes before variant, so that each is found by its own.
        ("LOOKUP +525512345678", "C11", "exact", nil),
        ("LOOKUP +5215512345678", "C12", "exact", nil),
        // Digits that a whole country has put into its numbers, either way.
        ("LOOKUP +2342012270000", "C18", "variant", "+23412270000"),
        ("LOOKUP +22997123458", "C19", "variant", "+2290197123458"),
        ("LOOKUP +2250707345677", "C20", "variant", "+22507345677"),
        ("LOOKUP +5714242407", "C21", "variant", "+576014242407"),
        // Without area code, and as dialled in France.
        ("LOOKUP 7946 0958", "C1", "national", nil),
        ("LOOKUP 01 45 67 00 01", "C4", "national", "+33145670001"),
        // The longest head of a range, and the shorter one.
        ("LOOKUP +353163296078", "C6", "block", "+35316329607"),
        ("LOOKUP +353163296099", "C5", "block", "+3531632960"),
        // The last eight digits, of one customer.
        ("LOOKUP +493112345678", "C16", "suffix", "+493012345678"),
        // Of two customers, of another country, of nobody.
        ("LOOKUP +4917098765432", nil, "none", nil),
        ("LOOKUP +78005553535", nil, "none", nil),
        ("LOOKUP +499999999999", nil, "none", nil),
        ("LOOKUP +491711234567", "C8", "exact", nil),
        ("LOOKUP +441632960101", nil, "shared", nil),
        ("LOOKUP +4401632960101", nil, "shared", nil),
        ("LOOKUP +266696687", nil, "withheld", nil),
    ]

    @Test func everyTierFindsWhomItShould() throws {
        let server = try RunningServer(database: Self.database(), configure: Self.configure)
        defer { server.stop() }
        let conversation = try Conversation(server)
        for (request, account, match, stored) in Self.expected {
            let reply = conversation.line(request)
            #expect(reply.value("account") == account, "\(request): \(reply)")
            #expect(reply.value("match") == match, "\(request): \(reply)")
            #expect(reply.value("stored") == stored, "\(request): \(reply)")
        }
        #expect(conversation.line("LOOKUP +4401632960101").value("via") == "variant")
        #expect(conversation.line("LOOKUP +491711234567").value("role") == "third-party")
        let tiers = conversation.ask("STATS").first { $0.hasPrefix("tiers") } ?? ""
        #expect(tiers == "tiers exact=6 variant=9 international=0 national=2 block=2 suffix=1")
    }

    /// What nobody has as a number of the line's country, and exactly one customer with the country
    /// code that stands in front.
    @Test func aCountryCodeWithoutPlusIsTakenWhereNothingSpeaksAgainstIt() throws {
        let path = try Self.database()
        try CustomerStore(path: path).write {
            try $0.execute(
                sql: """
                    WITH entries (account, entered, number) AS (VALUES
                        ('C1', 'a', 491729925905), ('C2', 'b', 491729925905),
                        ('C1', 'c', 491729925906), ('C2', 'd', 49491729925906))
                    INSERT INTO phones (customer_id, entered, number)
                        SELECT id, entered, number FROM entries JOIN customers USING (account)
                    """)
        }
        let server = try RunningServer(database: path) { $0.region = Region("DE") }
        defer { server.stop() }
        let conversation = try Conversation(server)
        let reply = conversation.line("LOOKUP 491729925904")
        #expect(reply.hasPrefix("200 +49491729925904 account=C17 "), "\(reply)")
        #expect(reply.value("match") == "international")
        #expect(reply.value("stored") == "+491729925904")
        let steps = conversation.ask("WHY 491729925904")
        #expect(
            steps.contains(
                "key tier=international number=+491729925904 because=\"country code without +\" "
                    + "customers=1"), "\(steps)")
        // Two have it: nobody is picked. Somebody has the first reading: that counts.
        #expect(conversation.line("LOOKUP 491729925905") == "404 +49491729925905 match=none")
        let first = conversation.line("LOOKUP 491729925906")
        #expect(first.value("account") == "C2" && first.value("match") == "exact", "\(first)")
        // The line says what it means.
        #expect(conversation.line("NUMBERS national").hasPrefix("200 "))
        #expect(conversation.line("LOOKUP 491729925904") == "404 +49491729925904 match=none")
        let tiers = conversation.ask("STATS").first { $0.hasPrefix("tiers") } ?? ""
        #expect(tiers.contains(" international=1 "))
    }

    /// While the index warms, the database finds the same, for every verb.
    @Test func theDatabaseFindsTheSame() throws {
        let path = try Self.database()
        let warm = try MemoryStage(path: path, configure: Self.configure)
        let cold = try MemoryStage(isWarm: false, path: path, configure: Self.configure)
        for (request, _, _, _) in Self.expected {
            for verb in ["LOOKUP", "MATCHES", "WHY"] {
                let bytes = Array(request.replacing("LOOKUP", with: verb).utf8) + [0x0A]
                warm.send(bytes, from: "a")
                cold.send(bytes, from: "a")
                let (one, other) = (warm.allLines(for: "a"), cold.allLines(for: "a"))
                #expect(one == other && !one.isEmpty, "\(verb) \(request)")
            }
        }
    }

    /// Withheld numbers that another program has stored as somebody's stay nobody's.
    @Test func aStoredWithheldNumberIsNobodys() throws {
        let path = try Self.database()
        try CustomerStore(path: path).write {
            try $0.execute(
                sql: "INSERT INTO phones (customer_id, entered, number) VALUES (1, 'x', 266696687)")
        }
        let server = try RunningServer(database: path, configure: Self.configure)
        defer { server.stop() }
        let conversation = try Conversation(server)
        #expect(conversation.line("LOOKUP +266696687") == "410 match=withheld")
        #expect(conversation.line("LOOKUP geheim") == "410 match=withheld")
        #expect(conversation.line("LOOKUP O").hasPrefix("412"))
        #expect(conversation.line("LINK +266696687 C1") == "410 match=withheld")
    }

    /// A listener's settings hold for what comes in there, and a connection's go over them.
    @Test func aListenerHasItsOwnLines() throws {
        let server = try RunningServer(database: Self.database()) { configuration in
            configuration.listen[0].line = LineOverride(
                place: .region(Region("DE")!), format: .e164NoPlus)
        }
        defer { server.stop() }
        let conversation = try Conversation(server)
        #expect(conversation.line("REGION") == "200 region=DE numbers=e164-no-plus")
        #expect(conversation.line("LOOKUP 491711234567").value("account") == "C8")
        #expect(conversation.line("NUMBERS auto") == "200 region=DE numbers=auto")
        #expect(conversation.line("LOOKUP 0171 1234567").value("account") == "C8")
    }

    @Test func anAddressSaysItsLines() throws {
        let address = try ListenAddress(parsing: "127.0.0.1:7373,region=de,numbers=e164-no-plus")
        #expect("\(address.endpoint)" == "127.0.0.1:7373")
        #expect(address.line == LineOverride(place: .region(Region("DE")!), format: .e164NoPlus))
        #expect(try ListenAddress(parsing: "[::1]:7373").line == LineOverride())
        let named = try ListenAddress(parsing: "127.0.0.1:7373,pbx=north,one-shot,region=DE")
        #expect(named.pbx?.text == "north" && named.isOneShot && named.line.place != nil)
        #expect(
            try ListenAddress(parsing: "unix:/a,b,region=-").line.place == LineOverride.Place.none)
        let access = try ListenAddress(parsing: "127.0.0.1:7373,access-code=0,region=de").line
        #expect(access.access == .code(AccessCode("0")!))
        #expect(
            try ListenAddress(parsing: "[::1]:1,access-code=-").line.access
                == LineOverride.Access.none)
        for text in [
            "127.0.0.1:7373,region=XX", "127.0.0.1:7373,numbers=often", "1.2.3.4:1,x=y",
            "127.0.0.1:7373,access-code=x", "127.0.0.1:7373,pbx=a/b", "127.0.0.1:7373,pbx=",
        ] {
            #expect(throws: (any Error).self) { try ListenAddress(parsing: text) }
        }
    }

    private static let configure: @Sendable (inout ScreenPopServer.Configuration) -> Void = {
        configuration in
        configuration.plan = NumberingPlan(
            withheld: WithheldWords(WithheldWords.usual.filter { $0 != "o" } + ["geheim"]),
            neighbours: [Region("FR")!], areaCodes: ["20"])
        configuration.suffixDigits = 8
    }

    private static func database() throws -> String {
        let path = try Base.emptyDatabase()
        let store = try CustomerStore(path: path)
        // Otherwise the daemon would read all of them again.
        try store.noteNumbering(version: NumberingData.version)
        try store.write { database in
            for (account, entered, role) in rows {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO customers (account) VALUES (?)",
                    arguments: [account])
                try database.execute(
                    sql: """
                        INSERT INTO phones (customer_id, entered, number, role)
                        SELECT id, ?1, CAST(substr(?1, 2) AS INTEGER), ?2
                        FROM customers WHERE account = ?3
                        """, arguments: [entered, role, account])
            }
        }
        return path
    }
}
