import ReplyReading
import Testing

@testable import AgentConsole

/// What stands where on the screen.
@Suite struct ScreenTests {
    @Test func aCallIsOnTheScreenOfThePicture() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.pass(seconds: 3)
        #expect(
            desk.screen()
                == """
                 screenpop  agent kim  connected to 127.0.0.1:7373                        12:00
                SPEAKING 00:03  +442079460958
                Acme Ltd  A1042  company, active, since 2019-03-04, business;broadband
                12 High Street, EC1A 1BB, London, GB · speaks en · prefers phone
                VALUE 5             COMPLAINTS 2        REFERRALS 3         INTERRUPTIONS 1
                █▀▀ of 5            ▀▀█ in 365 days     ▀▀█ customers       ▀█  in 365 days
                ▀▀█ highest         █▀▀ !! 1 open        ▀█ 1 pending        █  ! 3 h 30 min
                ▀▀▀                 ▀▀▀ for 19 days     ▀▀▀                 ▀▀▀
                OPEN NOW
                 !! complaint  C-501, 19 days  Router "drops" every evening
                 !  overdue    1560.50 GBP  2 invoices since 2026-10-15
                    reminder   23 Nov 09:00 jo  Ask again.
                LAST CONTACTS
                 20 Nov     call      jo      answered
                 19 Nov     note      kim     Has a spare router.
                 18 Nov     chat/in   sam     answered  Opening hours
                NUMBERS
                 +442079460958         direct  switchboard

                CALLS
                >*12:00 SPEAKING   Acme Ltd  +442079460958  00:03

                c contact  n note  o complaint  x close it  r referral  w wrong  h history
                e open a line  f find  Esc away  Tab next call  q quit  ? help
                """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    @Test func besideTheCardThereIsRoomForTheCalls() {
        var desk = Desk()
        desk.acmeRings()
        desk.strangerRings()
        let screen = desk.screen(rows: 40, columns: 140)
        #expect(screen.count == 40)
        let calls = screen.first { $0.contains("CALLS") }
        #expect(calls?.hasPrefix("RINGS 00:00  +442079460958") == true)
        #expect(screen[1].hasPrefix(" RINGS unknown number +441632960999"))
        #expect(screen[1].hasSuffix("Tab shows"))
    }

    @Test func onATerminalWithoutUnicodeEverythingIsASCII() {
        var desk = Desk(isASCII: true)
        let name = Desk.acme.replacing("Acme Ltd", with: "Zoë 日本")
        desk.push("* POP call=c1 agent=kim lookup=200 \(name)")
        let screen = desk.screen()
        #expect(screen.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
        #expect(screen.contains { $0.contains("Zoe ri ben") })
        #expect(screen.contains { $0.hasPrefix("VALUE 5") })
    }

    /// A value by number, the rest by sign and word: nothing is said by colour alone.
    @Test func whatTheColourSaysIsAlsoInTheWords() {
        var desk = Desk()
        desk.acmeRings()
        let canvas = desk.console.screen(rows: 24, columns: 80)
        for row in 0..<canvas.rows {
            let text = canvas.text[row]
            let colours = Set(canvas.row(row).map(\.style.colour))
            guard colours.contains(.red), !(5...7).contains(row) else { continue }
            #expect(text.contains("!!"), "\(text)")
        }
        #expect(desk.shows("!! 1 open") && desk.shows("highest"))
    }

    @Test func outagesUnderWayAreLoud() {
        var desk = Desk()
        let down = Desk.acme.replacing("down=-", with: "down=2026-11-21T09:12:00Z")
        desk.push("* POP call=c1 agent=kim lookup=200 \(down)")
        #expect(desk.shows("!! DOWN NOW"))
        #expect(desk.shows("since 09:12"))
        desk.strangerRings()
        desk.press(.tab)
        #expect(desk.screen()[1].contains("1 complaint OPEN, DOWN NOW"))
    }

    @Test func whoeverObjectsIsNotShownAsUnimportant() {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        let card = Desk.card.map {
            $0.replacing("value=5", with: "value=-")
                .replacing("types=", with: "profiling=objected types=")
        }
        let request = desk.waiting[0]
        desk.take(.replied(id: request.id, .init(text: card)!))
        #expect(desk.shows("objects"))
    }

    @Test(arguments: [("withheld", 410), ("short-code", 411), ("not-a-number", 412)])
    func aCallWithoutANumberOffersToSayWhoItIs(_ reason: String, _ code: Int) {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=\(code) match=none reason=\(reason)")
        #expect(desk.shows(" w  say who it is, for this call"))
        #expect(!desk.shows("link"))
        desk.press(.letter("w"))
        desk.type("A1042")
        desk.press(.enter)
        #expect(desk.sent.last == "CARD A1042")
    }
}
