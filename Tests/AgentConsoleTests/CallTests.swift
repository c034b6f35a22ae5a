import Testing

@testable import AgentConsole

/// Calls come, are taken, go to others, and end.
@Suite struct CallTests {
    @Test func aCallRingsOnceAndStaysAsLongAsTheAgentNeedsIt() {
        var desk = Desk()
        desk.acmeRings()
        #expect(desk.bells == 1 && desk.shows("RINGS 00:00  +442079460958"))
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.pass(seconds: 65)
        #expect(desk.shows("SPEAKING 01:05"))
        desk.push("* HANGUP call=c1 agent=kim")
        desk.pass(seconds: 600)
        #expect(desk.shows("ended after 01:05") && desk.shows("Acme Ltd  A1042"))
        desk.strangerRings()
        #expect(desk.bells == 2 && desk.shows("Acme Ltd  A1042") && desk.shows("Tab shows"))
        desk.push("* ANSWERED call=c9 agent=kim")
        #expect(desk.shows("SPEAKING 00:00  +441632960999"))
    }

    @Test func theCardIsPutAwayByHand() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.press(.escape)
        #expect(desk.shows("the call is not over"))
        desk.push("* HANGUP call=c1 agent=kim")
        #expect(!desk.shows("the call is not over"))
        desk.press(.escape)
        #expect(desk.shows("No call."))
        #expect(desk.shows("ended      Acme Ltd"))
        desk.press(.enter)
        #expect(desk.shows("Acme Ltd  A1042"))
    }

    @Test func aCallThatSomebodyElseTakesMakesRoom() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* WITHDRAW call=c1 agent=kim by=lee")
        #expect(desk.shows("taken by lee"))
        desk.strangerRings()
        #expect(desk.shows("RINGS 00:00  +441632960999"))
        #expect(desk.console.shownID == "c9")
    }

    /// A queue goes on to the next agent: nobody has taken the call.
    @Test func aCallThatRingsNoMoreMakesRoomToo() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* WITHDRAW call=c1 agent=kim")
        #expect(desk.shows("rings no more"))
        desk.strangerRings()
        #expect(desk.console.shownID == "c9")
        desk.push("* ANSWERED call=c9 agent=kim")
        desk.pass(seconds: 30)
        desk.push("* WITHDRAW call=c9 agent=kim")
        #expect(desk.shows("left after 00:30"))
    }

    /// Durations are those of the call, not of the console.
    @Test func aCallThatBeganBeforeCountsFromThere() {
        var desk = Desk()
        desk.push(
            "* POP call=c1 agent=kim began=2026-11-21T11:56:00Z lookup=200 \(Desk.acme)")
        #expect(desk.shows("RINGS 04:00  +442079460958"))
        desk.push("* ANSWERED call=c1 agent=kim at=2026-11-21T11:57:30Z")
        #expect(desk.shows("SPEAKING 02:30"))
        desk.push("* HANGUP call=c1 agent=kim at=2026-11-21T11:59:30Z")
        #expect(desk.shows("ended after 02:00"))
        // The clock of a server that is ahead makes no duration below nothing.
        desk.push("* POP call=c2 agent=kim began=2026-11-21T12:01:00Z lookup=200 \(Desk.acme)")
        #expect(desk.console.calls["c2"]?.rangAt == Desk.start)
    }

    @Test func whatIsHandedOverSaysFromWhom() {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim from=lee lookup=200 \(Desk.acme)")
        #expect(desk.shows("RINGS from lee"))
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.push("* TRANSFER call=c1 agent=kim to=sam")
        #expect(desk.shows("passed to sam"))
        desk.push("* POP call=c1 agent=kim from=sam lookup=200 \(Desk.acme)")
        #expect(desk.shows("RINGS from sam") && desk.bells == 2)
    }

    @Test func anUpdateIsOnTheScreenBeforeTheCardIs() {
        var desk = Desk()
        desk.acmeRings()
        let changed = Desk.acme.replacing("open=1", with: "open=3")
        desk.push("* UPDATE call=c1 agent=kim lookup=200 \(changed)")
        #expect(desk.shows("!! 3 open"))
        #expect(desk.sent.filter { $0 == "CARD #1" }.count == 2)
        // A second one while the card is on its way: it is asked for once more behind it.
        desk.push("* UPDATE call=c1 agent=kim lookup=200 \(changed)")
        #expect(desk.waiting.count == 1)
        desk.answerCard()
        #expect(desk.waiting.map(\.lines) == [["CARD #1"]])
    }

    @Test func theCardIsAskedForAgainNowAndThen() {
        var desk = Desk()
        desk.acmeRings()
        desk.pass(seconds: Console.refreshSeconds)
        #expect(desk.waiting.map(\.lines) == [["CARD #1"]])
    }

    @Test func aBusyServerIsAskedAgain() {
        var desk = Desk()
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        desk.reply(to: "CARD #1", "420 busy")
        #expect(desk.waiting.isEmpty)
        desk.pass(seconds: 1)
        #expect(desk.waiting.map(\.lines) == [["CARD #1"]])
    }

    @Test func whoSharesANumberIsChosenByDigit() {
        var desk = Desk()
        desk.push(
            "* POP call=c1 agent=kim lookup=200 number=+441632960101 customers=2 value=4 "
                + "complaints=- referrals=0 interruptions=0 match=shared")
        #expect(desk.sent == ["MATCHES +441632960101"])
        desk.reply(
            to: "MATCHES", "210 +441632960101 customers=2 match=exact",
            "customer account=A1043 value=4 complaints=0 open=0 kind=person state=active id=2 "
                + #"name="Jane Bloggs""#,
            "customer account=A1044 value=4 complaints=1 open=0 kind=person state=active id=3 "
                + #"name="Joe Bloggs""#)
        #expect(desk.shows("2 customers share this number"))
        #expect(desk.shows(" 2  Joe Bloggs (A1044)"))
        desk.press(.letter("n"))
        #expect(desk.shows("choose the customer: Esc, k, then the digit"))
        desk.press(.escape, .letter("9"), .letter("2"))
        #expect(desk.sent.last == "CARD #3")
        #expect(desk.shows("Joe Bloggs  A1044"))
        // The wrong one: back to the list.
        desk.press(.letter("w"))
        #expect(desk.shows(" 1  Jane Bloggs (A1043)"))
    }

    @Test func nobodyElsesCallsAndUnknownPushesAreNotShown() {
        var desk = Desk()
        desk.push("* POP call=c1 agent=lee lookup=404 number=+441632960999 match=none")
        desk.push("* FANFARE call=c1 agent=kim")
        desk.push("* ANSWERED call=c7 agent=kim")
        desk.push("* HANGUP call=c7 agent=kim")
        #expect(desk.shows("none yet"))
    }

    @Test func theListForgetsTheOldestButNothingThatIsNeeded() {
        var desk = Desk()
        desk.acmeRings(call: "kept")
        desk.press(.letter("n"))
        desk.type("x")
        desk.push("* HANGUP call=kept agent=kim")
        for number in 0..<200 {
            desk.strangerRings(call: "c\(number)")
            desk.push("* HANGUP call=c\(number) agent=kim")
        }
        #expect(desk.console.calls.calls.count == CallList.limit)
        #expect(desk.console.calls["kept"] != nil)
    }
}

/// The connection breaks and comes back.
@Suite struct ConnectionTests {
    @Test func aBrokenConnectionIsSaidLoudlyAndItsReturnToo() {
        var desk = Desk()
        desk.take(.disconnected(problem: "no server", seconds: 4))
        #expect(desk.screen()[0].contains("!! NOT CONNECTED, again in 4 s: no server"))
        desk.pass(seconds: 1)
        #expect(desk.screen()[0].contains("again in 3 s"))
        desk.take(.connecting)
        desk.take(.connected(calls: 0))
        #expect(desk.screen()[0].contains("connected to 127.0.0.1:7373"))
        #expect(desk.shows("connected again"))
    }

    @Test func callsAreTakenUpWithoutRingingAgain() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.strangerRings()
        desk.take(.disconnected(problem: "no server", seconds: 1))
        desk.pass(seconds: 5)
        desk.take(.connected(calls: 2))
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.push("* POP call=new agent=kim lookup=410 match=withheld")
        // The stranger was not named again: that call is over.
        #expect(desk.bells == 3)
        #expect(desk.console.calls["c9"]?.stage == .ended)
        #expect(desk.console.calls["c1"]?.stage == .answered)
        #expect(desk.shows("a call has ended meanwhile"))
        #expect(desk.shows("SPEAKING 00:05"))
    }

    /// The server has started again and cannot look anybody up yet: nothing is forgotten here.
    @Test func aServerThatStartsTakesNoNameAway() {
        var desk = Desk()
        desk.acmeRings()
        desk.push("* ANSWERED call=c1 agent=kim")
        desk.pass(seconds: 60)
        desk.take(.disconnected(problem: "no server", seconds: 1))
        desk.pass(seconds: 5)
        desk.take(.connected(calls: 1))
        desk.push(
            "* POP call=c1 agent=kim began=2026-11-21T12:00:00Z lookup=430 number=+442079460958")
        desk.push("* ANSWERED call=c1 agent=kim at=2026-11-21T12:00:00Z")
        #expect(desk.shows("SPEAKING 01:05") && desk.shows("Acme Ltd  A1042"))
        #expect(desk.bells == 1)
    }

    @Test func aCallThatEndedMeanwhileIsNotRinging() {
        var desk = Desk()
        desk.acmeRings()
        desk.take(.disconnected(problem: "no server", seconds: 1))
        desk.take(.connected(calls: 1))
        desk.push("* POP call=c1 agent=kim lookup=200 \(Desk.acme)")
        desk.push("* HANGUP call=c1 agent=kim")
        #expect(desk.console.calls["c1"]?.stage == .ended)
        #expect(desk.bells == 1)
    }
}
