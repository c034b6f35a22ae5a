import ReplyReading
import ProtocolWords
import Testing

@testable import AgentConsole

/// What the agent writes down, and that none of it is lost.
@Suite struct FormTests {
    private static func speaking() -> Desk {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        return desk
    }

    @Test func aContactIsAQuestionAndItsSolution() {
        var desk = Self.speaking()
        desk.press(.letter("c"))
        #expect(desk.shows("CONTACT with Acme Ltd (A1042)"))
        #expect(desk.shows("Channel <phone>  Direction <in>  Kind <question>  Outcome <solved>"))
        desk.type(#"Why "now"?"#)
        desk.press(.enter)
        desk.type("Because.")
        desk.press(.enter)
        #expect(
            desk.waiting.last?.lines == [
                "CONTACT #1 phone question reference=pop-1-2 agent=kim direction=in "
                    + #"outcome=solved subject="Why \"now\"?" <<"#, "Because.", ".",
            ])
        #expect(desk.shows("being stored"))
        desk.reply(to: "CONTACT", #"201 reference="pop-1-2""#)
        #expect(desk.shows("contact stored") && !desk.shows("CONTACT with"))
        #expect(desk.sent.last == "CARD #1")
    }

    @Test func choicesGoByArrowAndByLetter() {
        var desk = Self.speaking()
        desk.press(.letter("c"))
        desk.type("Is it you?")
        desk.press(.up, .letter("o"), .up, .letter("f"), .backTab, .right, .backTab, .left)
        #expect(desk.shows("Channel <visit>  Direction <out>  Kind <fault>  Outcome <open>"))
        desk.press(.control("s"))
        #expect(desk.waiting.last?.lines.last == ".")
        #expect(desk.waiting.last?.lines.dropFirst().first == "Is it you?")
    }

    @Test func whatIsMissingIsSaidBeforeAnythingIsSent() {
        var desk = Self.speaking()
        desk.press(.letter("c"), .control("s"))
        #expect(desk.shows("!! type the question"))
        desk.type("Why?")
        desk.press(.control("s"))
        #expect(desk.shows("!! type the solution, or set the outcome to open"))
        #expect(desk.waiting.isEmpty)
    }

    @Test func noWordOfATextIsTakenForAnOption() {
        var desk = Self.speaking()
        desk.press(.letter("n"))
        desk.type("at=home << . <<")
        desk.press(.enter)
        #expect(
            desk.waiting.last?.lines
                == ["NOTE #1 reference=pop-1-2 agent=kim <<", "at=home << . <<", "."])
    }

    @Test func aLongTextGoesInLinesThatTheServerTakes() throws {
        var desk = Self.speaking()
        desk.press(.letter("n"))
        let text = (0..<900).map { "wörd\($0)" }.joined(separator: " ") + " ...... end"
        desk.type(text)
        desk.press(.enter)
        let lines = try #require(desk.waiting.last?.lines)
        // A line of a block may be as long as the block: nothing is broken that was one line.
        #expect(lines.dropFirst() == [text, "."])
        #expect(text.utf8.count < Limits.blockBytes)
    }

    @Test func aTextIsLimitedAndSaysSo() {
        var desk = Self.speaking()
        desk.press(.letter("c"))
        desk.type(String(repeating: "é", count: 400))
        #expect(desk.console.openForm?[.question].utf8.count == Form.shortBytes)
        #expect(desk.shows("! the text is full"))
    }

    @Test func aComplaintIsOpenedAndClosed() {
        var desk = Self.speaking()
        desk.press(.letter("o"))
        desk.type("No signal")
        desk.press(.enter)
        desk.reply(
            to: "COMPLAINT #1 reference=482-913-057 agent=kim <<",
            #"201 reference="482-913-057""#)
        #expect(desk.shows("complaint opened"))
        desk.press(.letter("x"))
        #expect(desk.shows("CLOSE COMPLAINT C-501 of Acme Ltd (A1042)"))
        #expect(desk.shows(#"About: Router "drops" every evening"#))
        desk.type("Replaced")
        desk.press(.up, .letter("y"), .control("s"))
        #expect(
            desk.waiting.last?.lines
                == ["COMPLAINT CLOSE C-501 upheld=1 agent=kim <<", "Replaced", "."])
        desk.reply(to: "COMPLAINT CLOSE", #"202 reference="C-501""#)
        #expect(desk.shows("it was closed already"))
    }

    @Test func aReferralNamesSomebodyNewOrACustomer() {
        var desk = Self.speaking()
        desk.press(.letter("r"))
        desk.type(#"Ines "Nina" Ortega"#)
        desk.press(.enter)
        #expect(
            desk.waiting.last?.lines
                == [#"REFERRAL #1 reference=pop-1-2 agent=kim "Ines \"Nina\" Ortega""#])
        desk.reply(to: "REFERRAL", #"201 reference="pop-1-2""#)
        desk.answerCard()
        desk.press(.letter("r"), .up, .right, .down)
        desk.type("A9 9")
        desk.press(.enter)
        #expect(desk.shows("!! this is no account"))
        desk.press(.backspace, .backspace, .enter)
        desk.reply(
            to: "REFERRAL #1 reference=pop-1-5 agent=kim A9", "405 no such customer account=A9")
        #expect(desk.shows("!! no customer has the account A9"))
        #expect(desk.shows("A9"))
    }

    @Test func anUnknownNumberIsLinked() {
        var desk = Desk()
        desk.strangerRings()
        desk.press(.letter("c"))
        #expect(desk.shows("say who calls: Esc, k, then l or w"))
        desk.press(.escape, .letter("l"))
        desk.type("A9999")
        desk.press(.enter)
        desk.reply(to: "LINK +441632960999 A9999 agent=kim", "405 no such customer")
        #expect(desk.shows("!! no such customer") && desk.shows("A9999"))
        for _ in 0..<5 { desk.press(.backspace) }
        desk.type("A1042")
        desk.press(.enter)
        let linked = Desk.acme.replacing("+442079460958", with: "+441632960999")
        desk.push("* UPDATE call=c9 agent=kim lookup=200 link=provisional \(linked)")
        desk.reply(to: "LINK +441632960999 A1042 agent=kim", "201 link=provisional calls=0")
        #expect(desk.shows("provisional until a colleague confirms it"))
        #expect(desk.shows("! provisional link: y confirms, w corrects"))
        desk.press(.letter("y"))
        desk.reply(to: "LINK +441632960999 #1 agent=kim", "202 link=provisional calls=0")
        #expect(desk.shows("a colleague must confirm"))
    }

    @Test func aWrongMatchIsCorrectedForTheCallOrForGood() {
        var desk = Self.speaking()
        desk.press(.letter("w"))
        #expect(desk.shows("NOT Acme Ltd (A1042)? Who is it?"))
        desk.type("A1043")
        desk.press(.up, .right, .down, .enter)
        desk.reply(
            to: "CARD A1043", "210 A1043",
            #"customer id=2 kind=person state=active since=- name="Jane Bloggs""#,
            "figures value=4 complaints=0 open=0 referrals=0 interruptions=0 down=-")
        #expect(desk.shows("Jane Bloggs  A1043") && desk.shows("chosen by you"))
        desk.reply(to: "UNLINK +442079460958 #1 agent=kim", "407 no such link")
        #expect(desk.shows("A1042 has the number in its own list"))
        desk.reply(to: "LINK +442079460958 #2 agent=kim", "431 not stored reason=disk-full")
        #expect(desk.shows("!! NOT STORED: the database says disk-full"))
        #expect(desk.shows("A1043"))
    }

    @Test func aCustomerIsFoundByAccountAndByNumber() {
        var desk = Desk()
        desk.press(.letter("f"))
        desk.type("0044 20 7946 0958")
        desk.press(.enter)
        desk.reply(
            to: "MATCHES 0044 20 7946 0958", "210 +442079460958 customers=1 match=exact",
            "customer \(Desk.acme.dropFirst("number=+442079460958 ".count))")
        desk.answerCard()
        #expect(desk.shows("looked up") && desk.shows("Acme Ltd  A1042"))
        // Digits may be an account, too.
        desk.press(.letter("f"))
        desk.type("1042")
        desk.press(.enter)
        desk.reply(to: "CARD 1042", "405 no such customer")
        desk.reply(to: "MATCHES 1042", "411 match=none reason=extension")
        #expect(desk.shows("!! nobody found"))
    }
}
