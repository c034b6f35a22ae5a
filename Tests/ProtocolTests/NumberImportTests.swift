import Foundation
import ScreenPopServer
import TestSupport
import Testing

/// Numbers as people and spreadsheets write them, through the real programs: none moves to another
/// country, and whatever was not read as it stands is told with its line.
@Suite struct NumberImportTests {
    private static let customers = """
        account,name,country
        A1,Ann,GB
        A2,Ana,ES
        A3,Bia,BR
        A4,Ali,AZ
        A5,Udo,DE
        A6,Yao,BJ
        A7,Ewa,PL
        A8,Bob,GB

        """
    private static let phones = """
        account,number,role
        A1,7700900123.0,direct
        A2,612345678.0,direct
        A3,11987654321.0,direct
        A4,8 12 123 45 67,direct
        A5,491729925904,direct
        A6,+229 97 12 34 58,direct
        A7,+48 022 512 0123,direct
        A7,0603 123 456,direct
        A8,'+442079460958,direct
        A8,"01632 960111, 01632 960222",direct
        A8,01632 960333 ::: 01632 960444,direct
        A8,+4416329605,block

        """
    private static let told = [
        "phones.csv:5: number: too-long; kept as entered",
        "phones.csv:6: number: '491729925904' read as +491729925904: could be a national number, "
            + "but begins with its country's code",
        "phones.csv:7: number: '+229 97 12 34 58' read as +22997123458: the numbering plan of its "
            + "country has no such number",
        "phones.csv:8: number: '+48 022 512 0123' read as +48225120123: a prefix that is not "
            + "dialled from abroad was left out",
        "phones.csv:9: number: '0603 123 456' read as +48603123456: no number of its country "
            + "begins with this 0",
        "phones.csv:11: number: '01632 960111, 01632 960222' read as +441632960111: a second "
            + "number stands behind it and is not kept",
        "phones.csv:12: number: '01632 960333 ::: 01632 960444' read as +441632960333: a second "
            + "number stands behind it and is not kept",
    ]

    @Test func whatWasGuessedIsToldAndNothingMoves() throws {
        let folder = try Repository.scratchFolder()
        try Self.customers.write(
            to: folder.appending(path: "customers.csv"), atomically: true, encoding: .utf8)
        try Self.phones.write(
            to: folder.appending(path: "phones.csv"), atomically: true, encoding: .utf8)
        let database = folder.appending(path: "numbers.db").path
        let imported = try Program.run(
            Program.built("screenpop"), ["import", "--database", database, folder.path])
        #expect(imported.status == 0)
        let complaints = imported.complaints.split(whereSeparator: \.isNewline).map(String.init)
        for line in Self.told {
            #expect(complaints.contains { $0.hasSuffix(line) }, "\(line)")
        }
        let rows = imported.output.split(separator: "\n").map { $0.split(separator: " ") }
        let column = try #require(rows.first?.firstIndex(of: "guessed"))
        let counts = rows.filter { $0.first == "phones.csv" || $0.first == "total" }
        #expect(counts.map { $0[column] } == ["6", "6"])
        let server = try RunningServer(database: database) { $0.region = nil }
        defer { server.stop() }
        let conversation = try Conversation(server)
        for (number, account) in [
            ("+447700900123", "A1"), ("+34612345678", "A2"), ("+5511987654321", "A3"),
            ("+491729925904", "A5"), ("+22997123458", "A6"), ("+48225120123", "A7"),
            ("+48603123456", "A7"), ("+442079460958", "A8"), ("+441632960111", "A8"),
            ("+441632960333", "A8"), ("+441632960512", "A8"), ("+2290197123458", "A6"),
            ("+77009001230", nil), ("+6123456780", nil), ("+19876543210", nil),
            ("+8121234567", nil), ("+49491729925904", nil),
        ] {
            let reply = conversation.line("LOOKUP \(number)")
            #expect(reply.value("account") == account, "\(reply)")
        }
        #expect(
            conversation.ask("NUMBERS BAD").dropFirst().first
                == "number account=A4 entered=\"8 12 123 45 67\" reason=\"too-long\"")
    }

    /// What is too short for a number is none that a link may store either.
    @Test func aLinkStoresNoBeginningOfANumber() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let conversation = try Conversation(server)
        #expect(conversation.line("LINK +121255 A1048") == "412 match=none reason=too-short")
        #expect(conversation.line("LINK +1 212 55 A1048") == "412 match=none reason=too-short")
        #expect(conversation.line("LOOKUP +121255") == "404 +121255 match=none")
    }

    /// A plus, a known country code and a length that E.164 allows is the same for everybody.
    @Test(arguments: ["+22997123458", "+22512345677", "+5714242407", "+88812345678"])
    func importLinkAndLookupAgreeOnNumbersOutsideOfAnyPlan(number: String) throws {
        let server = try RunningServer()
        defer { server.stop() }
        let conversation = try Conversation(server)
        let spaced = "\(number.prefix(4)) \(number.dropFirst(4))"
        #expect(conversation.line("LOOKUP \(spaced)") == "404 \(number) match=none")
        #expect(conversation.line("LINK \(spaced) A1048") == "201 link=provisional calls=0")
        for text in [number, spaced] {
            let reply = conversation.line("LOOKUP \(text)")
            #expect(reply.hasPrefix("200 \(number) account=A1048 "), "\(reply)")
        }
        #expect(
            conversation.ask("WHY \(spaced)").contains {
                $0.hasPrefix("read step=rule text=\"") && $0.contains("as written")
                    || $0.contains("of a possible length")
            })
        let isPossible = number == "+5714242407"
        #expect(
            conversation.ask("WHY \(number)").contains {
                $0.hasPrefix("read step=rule text=\"canonical, as it stands")
                    && $0.contains("outside the plan") == !isPossible
            })
    }
}
