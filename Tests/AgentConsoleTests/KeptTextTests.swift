import ReplyReading
import Testing

@testable import AgentConsole

/// Typed text survives everything but the agent's own word.
@Suite struct KeptTextTests {
    private static func typing() -> Desk {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.press(.letter("n"))
        desk.type("Wants a call on Monday")
        return desk
    }

    @Test func anotherCallDoesNotStealTheForm() {
        var desk = Self.typing()
        desk.strangerRings()
        #expect(desk.bells == 2 && desk.screen()[1].contains("Ctrl-N shows"))
        #expect(desk.shows("NOTE about Acme Ltd (A1042)") && desk.shows("Wants a call on Monday"))
        desk.push("* HANGUP call=c1 agent=kim")
        desk.push("* ANSWERED call=c9 agent=kim")
        #expect(desk.shows("NOTE about Acme Ltd (A1042)"))
        desk.press(.control("n"))
        #expect(desk.shows("SPEAKING 00:00  +441632960999"))
        #expect(desk.screen()[0].contains("t: 1 kept"))
        desk.press(.letter("t"))
        #expect(desk.shows("NOTE about Acme Ltd (A1042)") && desk.shows("Wants a call on Monday"))
        desk.press(.enter)
        desk.reply(to: "NOTE #1", #"201 reference="pop-1-2""#)
        // Behind the form: the call that was taken meanwhile.
        #expect(desk.shows("SPEAKING 00:00  +441632960999"))
    }

    @Test func theFormStaysWhenItsCallIsWithdrawn() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("n"))
        desk.type("abc")
        desk.push("* WITHDRAW call=c1 agent=kim by=lee")
        desk.strangerRings()
        #expect(desk.shows("NOTE about Acme Ltd (A1042)") && desk.shows("abc"))
    }

    @Test func escapeAsks() {
        var desk = Self.typing()
        desk.press(.escape)
        #expect(desk.shows("Keep the text?"))
        desk.press(.escape)
        #expect(desk.shows("Wants a call on Monday") && !desk.shows("Keep the text?"))
        desk.press(.escape, .letter("k"))
        #expect(!desk.shows("Wants a call") && desk.shows("text kept"))
        desk.press(.letter("n"))
        #expect(desk.shows("Wants a call on Monday"))
        desk.press(.escape, .letter("d"))
        #expect(!desk.shows("Wants a call") && desk.console.forms.isEmpty)
        desk.press(.letter("u"))
        #expect(desk.shows("Wants a call on Monday"))
    }

    @Test func aRefusedWriteKeepsTheFormOpenAndItsReference() {
        var desk = Self.typing()
        desk.press(.enter)
        desk.reply(to: "NOTE #1 reference=pop-1-2", "431 not stored reason=locked")
        #expect(desk.shows("!! NOT STORED: the database says locked"))
        desk.type("!")
        #expect(desk.shows("Wants a call on Monday!"))
        desk.press(.enter)
        desk.reply(to: "NOTE #1 reference=pop-1-2", #"202 reference="pop-1-2""#)
        #expect(desk.shows("note stored"))
    }

    @Test func withoutAConnectionTheTextWaits() {
        var desk = Self.typing()
        desk.take(.disconnected(problem: "no server", seconds: 1))
        desk.type(", early")
        desk.press(.enter)
        #expect(desk.shows("not connected: stored as soon as the server is back"))
        // The agent goes on meanwhile.
        desk.press(.escape)
        #expect(desk.screen()[0].contains("t: 1 kept"))
        desk.take(.connected(calls: 0))
        desk.reply(to: "NOTE #1", #"201 reference="pop-1-2""#)
        #expect(desk.shows("note stored") && desk.console.forms.isEmpty)
    }

    @Test func aTextThatIsRefusedWhileAsideComesBack() {
        var desk = Self.typing()
        desk.press(.enter, .escape)
        desk.reply(to: "NOTE #1", "508 too long")
        #expect(desk.shows("!! NOT STORED: the text is too long; t takes the text up again"))
        desk.press(.letter("t"))
        #expect(desk.shows("Wants a call on Monday") && desk.shows("!! NOT STORED: the text is"))
    }

    @Test func quittingAsksWhileATextIsNotStored() {
        var desk = Self.typing()
        desk.press(.escape, .letter("k"), .letter("q"))
        #expect(desk.shows("1 text is not stored. Quit and lose that?") && !desk.hasQuit)
        desk.press(.letter("n"))
        #expect(!desk.hasQuit)
        desk.press(.letter("q"), .letter("y"))
        #expect(desk.hasQuit)
    }

    @Test func oneStrayLetterDoesNotQuit() {
        var desk = Desk()
        desk.press(.letter("q"))
        #expect(desk.shows("Quit?") && !desk.hasQuit)
        desk.press(.letter("u"), .control("c"), .letter("i"), .letter("q"), .letter("y"))
        #expect(desk.hasQuit)
    }

    @Test func theHistoryGivesWayToTheCallThatIsTaken() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("h"))
        #expect(desk.shows("HISTORY of Acme Ltd (A1042), on its way"))
        desk.reply(
            to: "HISTORY #1 500", "210 A1042 entries=1",
            #"invoice at=2026-11-20T10:30:00Z reference="R-1" outcome="unpaid" subject="9.00""#)
        #expect(desk.shows(">20 Nov     invoice   -       unpaid  9.00"))
        desk.strangerRings()
        desk.push("* ANSWERED call=c9 agent=kim")
        #expect(desk.shows("SPEAKING 00:00  +441632960999") && !desk.shows("HISTORY"))
    }

    @Test func pastedLineEndsDoNotStoreAndCommandsAreNotPasted() {
        var desk = Self.typing()
        desk.press(.pasteBegins, .enter, .letter("x"), .tab, .pasteEnds)
        #expect(
            desk.console.openForm?[.text] == "Wants a call on Monday\nx " && desk.waiting.isEmpty)
        desk.press(.escape, .pasteBegins, .letter("d"), .pasteEnds)
        #expect(desk.console.forms.count == 1)
        desk.press(.letter("k"), .pasteBegins, .letter("q"), .letter("c"), .pasteEnds)
        #expect(!desk.hasQuit && desk.console.openForm == nil)
    }

    @Test func anotherConsoleTakesTheTextsUp() {
        var desk = Self.typing()
        desk.press(.escape, .letter("k"), .letter("c"), .up, .letter("p"), .down)
        desk.type("Q")
        let saved = desk.console.savedTexts
        #expect(saved.count == 2)
        var console = desk.console
        console.forms = []
        console.calls = CallList()
        console.restore(saved)
        #expect(console.savedTexts == saved)
        _ = console.take(.key(.letter("t")))
        _ = console.take(.key(.letter("2")))
        let screen = console.screen(rows: 24, columns: 80).text.joined(separator: "\n")
        #expect(screen.contains("CONTACT with Acme Ltd (A1042)") && screen.contains("passed-on"))
    }

    @Test func thereIsRoomForManyTextsAndNotForMore() {
        var desk = Desk()
        for number in 0...Console.formLimit {
            desk.acmeRings(call: "c\(number)")
            desk.push("* ANSWERED call=c\(number) agent=kim")
            desk.press(.letter("n"))
            guard number < Console.formLimit else { continue }
            desk.type("x")
            desk.press(.escape, .letter("k"))
            desk.push("* HANGUP call=c\(number) agent=kim")
        }
        #expect(desk.console.forms.count == Console.formLimit)
        #expect(desk.shows("20 texts wait already"))
    }
}
