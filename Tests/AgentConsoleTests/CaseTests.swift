import ReplyReading
import Synchronization
import Testing

@testable import AgentConsole

/// Numbers of cases, searches, and writing though nobody knows who calls.
@Suite struct CaseTests {
    @Test func aComplaintHasANumberThatCanBeReadOut() {
        let numbers = (0..<200).map { _ in CaseNumber.random() }
        #expect(numbers.allSatisfy { $0.wholeMatch(of: #/[1-9]\d\d-\d{3}-\d{3}/#) != nil })
        #expect(Set(numbers).count > 190)
        var desk = Desk()
        desk.acmeRings()
        desk.press(.letter("o"))
        desk.type("No signal")
        desk.press(.enter)
        desk.reply(to: "COMPLAINT #1 reference=482-913-057", #"201 reference="482-913-057""#)
        #expect(desk.shows("complaint opened; its number for the caller: 482-913-057"))
    }

    /// The number is another customer's already: another one is drawn, and the agent sees the last.
    @Test func aNumberThatIsTakenIsDrawnAgain() {
        let drawn = Mutex(0)
        var desk = Desk(caseNumber: {
            drawn.withLock {
                $0 += 1
                return "100-000-00\($0)"
            }
        })
        desk.acmeRings()
        desk.press(.letter("o"))
        desk.type("No signal")
        desk.press(.enter)
        desk.reply(to: "COMPLAINT #1 reference=100-000-001", "408 taken")
        #expect(desk.waiting.last?.lines.dropFirst() == ["No signal", "."])
        desk.reply(to: "COMPLAINT #1 reference=100-000-002", #"201 reference="100-000-002""#)
        #expect(desk.shows("its number for the caller: 100-000-002"))
    }

    @Test func aSearchIsNoText() {
        var desk = Desk()
        desk.press(.letter("f"))
        desk.type("A10")
        #expect(desk.shows("Enter find") && !desk.shows("store"))
        desk.press(.enter)
        #expect(desk.shows("being looked for"))
        desk.reply(to: "CARD A10", "423 broken off")
        #expect(desk.shows("!! the database took too long") && !desk.shows("NOT STORED"))
        desk.press(.escape)
        #expect(!desk.shows("Keep the text?") && desk.console.forms.isEmpty)
        desk.press(.letter("f"))
        desk.type("A10")
        desk.press(.control("n"))
        #expect(desk.console.forms.isEmpty && desk.console.savedTexts.isEmpty)
    }

    @Test func anUnknownCallerIsWrittenDownFirstAndNamedLater() {
        var desk = Desk()
        desk.strangerRings()
        #expect(desk.shows(" n  write now"))
        desk.press(.letter("n"))
        desk.type("Wants an offer")
        desk.press(.enter)
        #expect(desk.shows("!! say first who calls") && desk.shows("Wants an offer"))
        desk.press(.escape, .letter("k"), .letter("w"))
        desk.type("A1042")
        desk.press(.enter)
        let reply = Reply(text: Desk.card)!
        guard let request = desk.waiting.last else { return }
        desk.take(.replied(id: request.id, reply))
        desk.press(.letter("t"), .enter)
        #expect(desk.waiting.last?.lines[0].hasPrefix("NOTE #1 ") == true)
        #expect(desk.waiting.last?.lines[1] == "Wants an offer")
    }
}
