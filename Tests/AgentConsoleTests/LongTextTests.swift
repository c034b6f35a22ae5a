import ReplyReading
import Testing

@testable import AgentConsole

/// Texts that are pasted, and texts that are read in full.
@Suite struct LongTextTests {
    private static func noting() -> Desk {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("n"))
        return desk
    }

    @Test(arguments: [true, false])
    func everyLineOfAPasteIsKept(_ isMarked: Bool) {
        var desk = Self.noting()
        desk.paste("Dear all,\r\n\r\n  first\tthing:\r.dots\nlast\n", isMarked: isMarked)
        #expect(desk.shows("Dear all,") && desk.shows("  first thing:"))
        #expect(desk.waiting.isEmpty)
        desk.press(.control("s"))
        #expect(
            desk.waiting.last?.lines.dropFirst()
                == ["Dear all,", "", "  first thing:", "..dots", "last", "."])
    }

    @Test func aPasteIntoAShortFieldGoesOnInTheLongOne() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("c"))
        desk.paste("Why?\nIt rings\nand rings.\n")
        #expect(desk.console.openForm?[.question] == "Why?")
        #expect(desk.console.openForm?[.text] == "It rings\nand rings.\n")
        desk.paste("\nMore")
        #expect(desk.console.openForm?[.text] == "It rings\nand rings.\n\nMore")
    }

    /// On a terminal that does not mark pastes, keys that were pressed fast stay keys.
    @Test func keysThatComeTogetherAreStillKeys() {
        var desk = Desk()
        desk.acmeRings()
        desk.paste("cWhy?\nBecause.", isMarked: false)
        #expect(desk.console.openForm?[.question] == "Why?")
        #expect(desk.console.openForm?[.text] == "Because.")
        desk.take(.keys([.up, .up, .letter("o"), .control("s")], isPaste: false))
        #expect(desk.waiting.last?.lines[0].contains("outcome=open") == true)
        desk = Self.noting()
        desk.take(
            .keys([.letter("x"), .enter], isPaste: KeyBurst.isPaste([.letter("x"), .enter])))
        #expect(desk.waiting.last?.lines == ["NOTE #1 reference=pop-1-2 agent=kim <<", "x", "."])
    }

    @Test func whatDoesNotFitIsSaid() {
        var desk = Self.noting()
        desk.paste(String(repeating: "a", count: Form.textBytes + 7))
        #expect(desk.shows("!! 7 characters did not fit"))
        #expect(desk.console.openForm?[.text].utf8.count == Form.textBytes)
    }

    @Test func aPasteWhereNoTextIsOpenIsNoCommand() {
        var desk = Desk()
        desk.paste("qy")
        #expect(!desk.hasQuit && desk.shows("pasted text is not taken here"))
    }

    /// Sixteen times the text takes about sixteen times as long, not 256 times.
    @Test(.timeLimit(.minutes(30))) func aPasteTakesTimeThatGrowsWithItsLengthAlone() {
        func seconds(_ count: Int) -> Double {
            (0..<5).map { _ in
                var desk = Self.noting()
                let text = String(repeating: "wörd and ", count: count / 10)
                let start = ContinuousClock.now
                desk.paste(text)
                _ = desk.screen()
                return (ContinuousClock.now - start) / .seconds(1)
            }.min() ?? 0
        }
        let (short, long) = (seconds(700), seconds(11_200))
        #expect(long < 80 * short, "\(short) s, then \(long) s")
    }

    /// Typed letter by letter in the middle of a long text, too.
    @Test func theCursorStandsInTheMiddleOfALongText() {
        var desk = Self.noting()
        desk.paste("one\ntwo\nthree")
        desk.press(.home)
        desk.paste("zero\n")
        #expect(desk.console.openForm?[.text] == "zero\none\ntwo\nthree")
        desk.press(.end, .control("w"), .backspace, .letter("!"))
        #expect(desk.console.openForm?[.text] == "zero\none\ntwo!")
    }

    @Test func anEntryOpensInFull() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("h"))
        #expect(desk.sent.last == "HISTORY #1 500")
        desk.reply(
            to: "HISTORY #1 500", "210 A1042 entries=2",
            #"note at=2026-11-20T10:30:00Z reference="N 9" agent="jo" detail="One two""#,
            #"invoice at=2026-09-01T00:00:00Z reference="F-1" outcome="unpaid" subject="1.00""#)
        #expect(desk.shows("HISTORY of Acme Ltd (A1042), 2 entries"))
        desk.press(.enter)
        #expect(desk.shows("! the whole text is on its way") && desk.shows("One two"))
        desk.reply(
            to: #"HISTORY #1 reference="N 9""#, "210 A1042 entries=1",
            #"note at=2026-11-20T10:30:00Z reference="N 9" agent="jo" detail="One two""#,
            #"text of=detail more=1 text="One ""#, #"text of=detail more=0 text="two""#,
            #"text of=detail more=0 text="""#, #"text of=detail more=0 text="- three""#)
        #expect(desk.shows("  One two") && desk.shows("  - three"))
        #expect(!desk.shows("on its way"))
        desk.press(.escape, .down)
        #expect(desk.shows(">01 Sep     invoice"))
        desk.press(.escape)
        #expect(desk.shows("OPEN NOW"))
    }

    @Test func aTextThatIsCutSaysSo() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("e"))
        // Customer, address, preference: the complaint is the fourth line.
        desk.press(.down, .down, .down, .enter)
        desk.reply(
            to: "HISTORY #1 reference=C-501", "210 A1042 entries=1",
            #"complaint at=2026-11-02T10:15:00Z reference="C-501" outcome="open" subject="Router""#,
            #"text of=subject more=0 text="Router""#, "cut of=subject bytes=70000")
        #expect(desk.shows("! only the beginning: the whole has 70000 bytes"))
    }

    @Test func whatTheServerDoesNotTellIsNotCalledWhole() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("e"), .down, .down, .down, .enter)
        desk.reply(to: "HISTORY #1 reference=C-501", "423 broken off")
        #expect(desk.shows("! this may be only the beginning: the database took too long"))
        desk.press(.escape, .escape, .letter("h"))
        desk.reply(to: "HISTORY #1 500", "423 broken off")
        #expect(desk.shows("not shown: the database took too long"))
        #expect(!desk.shows("0 entries"))
    }

    @Test func everythingOnTheCardOpens() throws {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("e"))
        let lines = try #require(desk.console.cards["#1"]?.listing.lines)
        #expect(lines.count == 10)
        for line in lines {
            desk.press(.enter)
            guard case .opened(let opened, _) = desk.console.overlay else {
                Issue.record("\(line) does not open")
                return
            }
            #expect(opened.line == line)
            desk.press(.escape, .down)
        }
    }

    @Test func aHistoryOfMoreThanWasAskedForSaysSo() {
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("h"))
        let lines = (0..<500).map {
            "note at=2026-11-20T10:30:00Z reference=\"N-\($0)\" detail=\"x\""
        }
        guard let request = desk.waiting.last else { return }
        desk.take(.replied(id: request.id, Reply(text: ["210 A1042 entries=500"] + lines)!))
        #expect(desk.shows("the latest 500, there may be more"))
        desk.press(.end)
        #expect(desk.shows(">"))
    }
}
