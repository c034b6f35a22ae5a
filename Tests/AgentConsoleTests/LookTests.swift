import ProtocolWords
import ReplyReading
import Testing

@testable import AgentConsole

/// What an agent must see, whatever else is there.
@Suite struct LookTests {
    private static func ring(_ desk: inout Desk, _ calls: ClosedRange<Int>) {
        for number in calls {
            desk.push(
                "* POP call=r\(number) agent=kim lookup=404 "
                    + "number=+4416329600\(9 + number) match=none")
        }
    }

    @Test func callsThatRingStayInSight() {
        var desk = Desk()
        for number in 1...12 {
            desk.push("* POP call=o\(number) agent=kim lookup=404 number=+44163296\(1000 + number)")
            desk.push("* HANGUP call=o\(number) agent=kim")
        }
        desk.press(.escape)
        for _ in 0..<9 { desk.press(.down) }
        Self.ring(&desk, 1...2)
        let rings = desk.screen().filter { $0.contains("RINGS") && $0.contains("+441632960") }
        #expect(rings.count >= 2, "\(desk.screen().joined(separator: "\n"))")
        // More than there is room for are counted.
        Self.ring(&desk, 3...30)
        #expect(desk.shows(" more ring"))
    }

    @Test func inTheWrapUpANewCallerIsInTheListToo() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        for number in 2...6 {
            desk.push("* POP call=c\(number) agent=kim lookup=410 match=withheld")
            desk.push("* HANGUP call=c\(number) agent=kim")
        }
        desk.push("* HANGUP call=c1 agent=kim")
        desk.strangerRings()
        #expect(desk.screen().filter { $0.contains("+441632960999") }.count == 2)
    }

    @Test func whoSpeaksIsNamedWhereTheAgentWrites() throws {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("n"))
        desk.strangerRings()
        let bar = try #require(desk.screen().first { $0.hasPrefix(" NOTE about Acme") })
        #expect(bar.contains("unknown number rings"))
        desk.push("* ANSWERED call=c9 agent=kim")
        let screen = desk.screen()
        #expect(screen[1].hasPrefix(" SPEAKING unknown number +441632960999"))
        #expect(screen.contains { $0.contains("NOTE about") && $0.contains("you speak with unk") })
    }

    @Test(arguments: [
        ("complaints=2", "open=2", "2024-05-01", "all open"),
        ("complaints=3", "open=2", "2024-05-01", "year + open"),
        ("complaints=3", "open=2", "2026-05-01", "in 365 days"),
        ("complaints=3", "open=0", "-", "in 365 days"),
    ])
    func complaintsSayWhyTheyCount(
        _ complaints: String, _ open: String, _ oldest: String, _ words: String
    ) {
        var desk = Desk()
        let figures = [("complaints=2", complaints), ("open=1", open)]
        func changed(_ line: String) -> String {
            figures.reduce(line) { $0.replacing($1.0, with: $1.1) }
                .replacing("2026-11-02T10:15:00Z referrals", with: "\(day) referrals")
        }
        let day = oldest == "-" ? "-" : "\(oldest)T10:15:00Z"
        desk.push("* POP call=c1 agent=kim lookup=200 \(changed(Desk.acme))")
        let request = desk.waiting[0]
        desk.take(.replied(id: request.id, Reply(text: Desk.card.map(changed))!))
        let row = desk.screen().first { $0.contains(" of 5 ") } ?? ""
        #expect(row.contains(words), "\(row)")
    }

    @Test func everySharerIsReachedAndAThirdPartySaysSo() {
        var desk = Desk()
        desk.push(
            "* POP call=c1 agent=kim lookup=200 number=+441632960101 customers=25 match=shared")
        let lines = (1...25).map { number in
            "customer account=B\(number) value=3 complaints=0 referrals=0 interruptions=0 "
                + "open=0 down=- state=active kind=person id=\(number) "
                + "role=\(number == 20 ? "third-party" : "shared") name=\"Name \(number)\""
        }
        let request = desk.waiting[0]
        desk.take(
            .replied(
                id: request.id, Reply(text: ["210 +441632960101 customers=25"] + lines)!))
        #expect(desk.shows("1 to 9 of 25") && !desk.shows("third party"))
        #expect(desk.shows("differs"))
        desk.push("* POP call=c2 agent=kim lookup=200 \(Desk.acme)")
        desk.push("* POP call=c3 agent=kim lookup=410")
        #expect(desk.shows("RINGS") && desk.shows(" 1  Name 1 ") && desk.shows(" 9  Name 9 "))
        desk.press(.pageDown, .pageDown)
        #expect(desk.shows("19 to 25 of 25") && desk.shows(" 7  Name 25 (B25)"))
        #expect(desk.shows(" 2  Name 20 (B20)  person, active  ! a third party's number"))
        desk.press(.letter("7"))
        #expect(desk.sent.last == "CARD #25")
    }

    /// `value=-` of a shared number says either.
    @Test func thatNobodyIsRatedIsNoDifference() {
        var desk = Desk()
        desk.push(
            "* POP call=c1 agent=kim lookup=200 number=+441632960101 customers=2 value=- "
                + "match=shared")
        #expect(desk.shows("not known yet"))
        let lines = ["customer account=B1 value=- id=1", "customer account=B2 value=- id=2"]
        let reply = Reply(text: ["210 +441632960101 customers=2"] + lines)!
        desk.take(.replied(id: desk.waiting[0].id, reply))
        #expect(desk.shows("not rated") && !desk.shows("differs"))
    }

    @Test func attemptsAreOneLine() throws {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        let attempts = (1...4).map {
            "call at=2026-11-21T11:0\($0):00Z reference=\"9\($0)\" outcome=\"not-answered\""
        }
        let counted = attempts[0].replacing("reference", with: "attempts=5 reference")
        let request = desk.waiting[0]
        desk.take(
            .replied(
                id: request.id,
                Reply(text: Desk.card.filter { !$0.hasPrefix("call") } + attempts + [counted])!))
        #expect(desk.screen().filter { $0.contains("call      -") }.count == 1)
        #expect(desk.shows("9 attempts, nobody spoke with them"))
    }

    /// A bill's day is the same in every zone.
    @Test(arguments: [-5, 0, 13])
    func aDayDoesNotMove(_ hours: Int) {
        var desk = Desk(offset: hours * 3600)
        desk.acmeRings()
        desk.press(.letter("h"))
        desk.reply(
            to: "HISTORY #1", "210 A1042 entries=2",
            #"invoice at=2026-09-01T00:00:00Z reference="F-1" outcome="unpaid" subject="1.00""#,
            #"referral at=- reference="R-9" outcome="pending" subject="Sam""#)
        #expect(desk.shows("01 Sep     invoice") && desk.shows(" -          referral"))
    }

    @Test func aLongNameGivesWay() {
        var desk = Desk()
        let name = String(repeating: "Gesellschaft für ", count: 7)
        desk.push(
            "* POP call=c1 agent=kim lookup=200 "
                + Desk.acme.replacing("Acme Ltd", with: name))
        let request = desk.waiting[0]
        let card = Desk.card.map { $0.replacing("Acme Ltd", with: name) }
        desk.take(.replied(id: request.id, Reply(text: card)!))
        let title = desk.screen()[2]
        #expect(title.contains("…  A1042  company, active, since 2019-03-04, business;broadband"))
        #expect(desk.screen().contains { $0.contains("RINGS") && $0.hasSuffix("+442079460958") })
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.strangerRings()
        desk.press(.tab)
        let banner = desk.screen()[1]
        #expect(banner.contains("+442079460958  value 5, 1 complaint OPEN"))
    }

    @Test func withoutUnicodeNamesAreInTheLettersOfASCII() {
        var desk = Desk(isASCII: true)
        let name = Desk.acme.replacing("Acme Ltd", with: "Ayşe Weiß · Łódź 北京")
        desk.push("* POP call=c1 agent=kim lookup=200 \(name)")
        let screen = desk.screen()
        #expect(screen.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
        #expect(screen.contains { $0.contains("Ayse Weiss - Lodz bei jing") })
        desk.press(.letter("n"))
        desk.type("Größe")
        #expect(desk.shows("Grosse"))
        #expect(desk.console.screen(rows: 24, columns: 80).cursor?.column == 5 + 6)
    }

    /// For who reads with ears: at every size, the numbers are there as digits.
    @Test(arguments: [(24, 80), (30, 100), (50, 200), (15, 70)], [true, false])
    func figuresAreTextFirst(_ size: (Int, Int), _ isASCII: Bool) {
        var desk = Desk(isASCII: isASCII)
        desk.acmeRings()
        let text = desk.screen(rows: size.0, columns: size.1).joined(separator: "\n").lowercased()
        for words in ["value 5", "complaints 2", "referrals 3", "interruptions 1"] {
            #expect(text.contains(words), "\(words)")
        }
        if isASCII { #expect(!text.contains("|_") && !text.contains("_|")) }
    }

    @Test func whatIsDecomposedIsShownComposed() {
        #expect(DisplayWidth.showable("\u{1112}\u{1161}\u{11AB}e\u{301}") == ["한", "é"])
        let scalars = DisplayWidth.showable("\u{1112}\u{1161}\u{11AB}e\u{301}")
            .map { $0.unicodeScalars.count }
        #expect(scalars == [1, 1])
        var input = TextInput(byteLimit: 100)
        for scalar in "\u{1112}\u{1161}\u{11AB}".unicodeScalars { input.insert(scalar) }
        #expect(input.characters.map { $0.unicodeScalars.count } == [1])
        #expect(input.byteCount == 3)
    }

    @Test(arguments: [(24, 80), (30, 100), (40, 120), (50, 200)])
    func allKeysOfTheCardAreShown(_ size: (Int, Int)) {
        var desk = Desk()
        desk.acmeRings()
        let screen = desk.screen(rows: size.0, columns: size.1)
        let keys = screen.suffix(2).joined(separator: " ")
        for key in [
            "c contact", "n note", "o complaint", "x close it", "r referral", "w wrong",
            "h history", "e open a line", "f find", "Esc away", "Tab next call", "q quit", "? help",
        ] {
            #expect(keys.contains(key), "\(key)")
        }
    }

    @Test(arguments: [Key.letter("?"), .letter("c"), .letter("f"), .letter("h"), .letter("e")])
    func noLineOfKeysIsCut(_ key: Key) {
        var desk = Desk()
        desk.acmeRings()
        desk.press(key)
        let screen = desk.screen()
        let lines = key == .letter("?") ? screen[...] : screen.suffix(2)
        #expect(!lines.contains { $0.contains("…") }, "\(screen.joined(separator: "\n"))")
    }

    @Test func unknownIsNotNothing() {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        let request = desk.waiting[0]
        let card = Desk.card.filter { $0.hasPrefix("210") || $0.hasPrefix("customer") }
        let figures = "figures value=- complaints=- open=- referrals=- interruptions=- down=-"
        desk.take(.replied(id: request.id, Reply(text: card + [figures])!))
        #expect(desk.shows("OPEN NOW nothing that is known"))
    }

    /// Every code that a request may get has words, and no number of a code is shown.
    @Test(arguments: ReplyCode.allCases.filter { $0.rawValue >= 400 && !$0.isFarewell })
    func everyCodeHasWords(_ code: ReplyCode) {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        desk.press(.letter("n"))
        desk.type("Text")
        desk.press(.control("s"))
        desk.reply(to: "NOTE", "\(code.rawValue) \(code.text) reason=locked")
        #expect(desk.console.forms.count == 1)
        #expect(desk.shows("!! NOT STORED: "), "\(desk.screen())")
        #expect(!desk.screen().dropFirst().contains { $0.contains(" \(code.rawValue)") })
        guard !code.isForNow else { return }
        desk.press(.escape, .letter("k"))
        desk.reply(to: "CARD", "\(code.rawValue) \(code.text)")
        #expect(desk.shows("!! no card: "))
    }

    @Test func aCallMayBeNamedWithADash() {
        var desk = Desk()
        desk.push("* POP call=- agent=kim lookup=404 number=+441632960999 match=none")
        desk.push("* ANSWERED call=- agent=kim")
        #expect(desk.shows("SPEAKING"))
    }

    @Test func aWithheldNumberIsNoWayToBeFound() {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=410 match=withheld")
        #expect(!desk.shows("found by"))
        desk.push(
            "* POP call=c2 agent=kim lookup=412 match=none reason=too-short received=\"0121 4\"")
        desk.press(.tab)
        #expect(desk.shows("0121 4") && desk.shows("too-short"))
    }
}
