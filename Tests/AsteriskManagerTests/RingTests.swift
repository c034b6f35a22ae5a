import Testing

@testable import AsteriskManager

/// Phones that ring, and stop ringing, in ways that no stream has.
@Suite struct RingTests {
    private static let called = "new 1 PJSIP/trunk-00000001 4 +441632960801\n"

    private static func rung(
        _ rest: String, names: PhoneNames = Story.names
    ) -> [String] {
        let lines = Script.lines(called + rest, names: names)
        #expect(lines.first == "ARRIVE a +441632960801")
        return lines.dropFirst().map { $0.replacing(" +441632960801", with: "") }
    }

    @Test func oneQueueAfterTheOtherRingsAnew() {
        let lines = Self.rung(
            """
            new 2/1 PJSIP/2001-00000002 0
            dial 1 2
            end 1 2 NOANSWER
            bye 2 0
            new 3/1 PJSIP/2001-00000003 0
            dial 1 3
            end 1 3 NOANSWER
            bye 3 0
            """)
        #expect(lines == ["RING a 2001", "WITHDRAW a 2001", "RING a 2001", "WITHDRAW a 2001"])
    }

    @Test func whatIsSaidTwiceRingsOnce() {
        let rung = "new 2/1 PJSIP/2001-00000002 0\ndial 1 2\ndial 1 2\n"
        #expect(Self.rung(rung) == ["RING a 2001"])
        let late = rung + "end 1 2 NOANSWER\nend 1 2 NOANSWER\ndial 1 2\nbye 2 0\ndial 1 2"
        #expect(Self.rung(late) == ["RING a 2001", "WITHDRAW a 2001"])
        // An answer is not undone by what is late.
        let answered = rung + "in b 2\nin b 1\nnew 3/1 PJSIP/2002-00000003 0\ndial 1 3"
        #expect(Self.rung(answered) == ["RING a 2001", "ANSWER a 2001"])
    }

    @Test func anAgentWithTwoPhonesIsRungOnce() {
        let both = """
            new 2/1 PJSIP/2001-00000002 0
            new 3/1 SIP/2001-00000003 0
            dial 1 2
            dial 1 3
            end 1 2 BUSY
            bye 2 17

            """
        #expect(Self.rung(both) == ["RING a 2001"])
        #expect(Self.rung(both + "end 1 3 NOANSWER") == ["RING a 2001", "WITHDRAW a 2001"])
    }

    /// Who lifts the phone may hear an announcement first, and hang up.
    @Test func whoLiftsAndIsNeverJoinedHasNotAnswered() {
        let lifted = """
            new 2/1 PJSIP/2001-00000002 0
            new 3/1 PJSIP/2002-00000003 0
            dial 1 2
            dial 1 3
            end 1 2 ANSWER
            end 1 3 CANCEL
            bye 3 26

            """
        #expect(Self.rung(lifted) == ["RING a 2001", "RING a 2002"])
        #expect(Self.rung(lifted + "bye 2 16").last == "WITHDRAW a 2001")
        // The next one is rung; who was passed over has lost it.
        let next = lifted + "bye 2 16\nnew 4/1 PJSIP/2003-00000004 0\ndial 1 4"
        #expect(Self.rung(next).suffix(2) == ["WITHDRAW a 2002", "RING a 2003"])
        // The same one is rung again, and has it on the screen still.
        let again = lifted + "bye 2 16\nnew 4/1 PJSIP/2002-00000004 0\ndial 1 4"
        #expect(Self.rung(again).last == "WITHDRAW a 2001")
    }

    @Test func whatHasStoppedRingingIsTakenOffInTheEnd() {
        var follower = CallFollower(Story.names)
        let script = Script(
            Self.called + "new 2/1 PJSIP/2001-00000002 0\ndial 1 2\nend 1 2 CANCEL\nbye 2 26")
        for message in Story.messages(script.bytes) { _ = follower.take(message) }
        #expect(follower.settle() == [])
        #expect(follower.settle().count == 1)
        #expect(follower.settle() == [] && follower.ringing("1") == [])
    }

    @Test func aCallerWhoGivesUpEndsTheCall() {
        let rings = "new 2/1 PJSIP/2001-00000002 0\ndial 1 2\n"
        let lines = Self.rung(rings + "request 1\nend 1 2 CANCEL\nbye 2 0\nbye 1 0")
        #expect(lines == ["RING a 2001", "HANGUP a"])
        // A caller who presses a key goes on.
        #expect(Self.rung(rings + "end 1 2 CANCEL\nbye 2 0").last == "WITHDRAW a 2001")
    }

    /// A pipe that gets out of the way once both ends are joined.
    @Test func aPipeThatIsOptimisedAwayLeavesTheCallAnswered() {
        let lines = Self.rung(
            """
            new 2/1 Local/2001@queue-00000001;1 0
            new 3/1 Local/2001@queue-00000001;2 4
            dial 1 2
            new 4/1 PJSIP/2001-00000004 0
            dial 3 4
            end 3 4 ANSWER
            in b 4
            in b 3
            end 1 2 ANSWER
            in c 2
            in c 1
            out b 4
            in c 4 for 2
            out c 2
            bye 2 16
            out b 3
            bye 3 16
            bye 4 16
            bye 1 16
            """)
        #expect(lines == ["RING a 2001", "ANSWER a 2001", "HANGUP a"])
    }

    /// An old Asterisk picks a call up by having the channels change their names.
    @Test func aRenamedChannelIsWhoeverItsNameSays() {
        let lines = Self.rung(
            """
            new 2/1 PJSIP/2001-00000002 0
            dial 1 2
            new 3 PJSIP/2003-00000003 4
            name 2 PJSIP/2001-00000002<MASQ>
            name 3 PJSIP/2001-00000002
            name 2 PJSIP/2003-00000003
            in b 2
            in b 1
            bye 1 16
            """)
        #expect(lines == ["RING a 2001", "ANSWER a 2003", "HANGUP a"])
    }

    @Test func aNumberThatIsSaidLaterIsTold() {
        let phone = "new 2/1 PJSIP/2001-00000002 0\ndial 1 2\n"
        #expect(
            Script.lines(
                "new 1 PJSIP/trunk-00000001 4\n\(phone)number 1 +441632960801 0\n"
                    + "number 1 +441632960801 0\nnumber 1 <unknown> 0\n"
                    + "number 1 +441632960801 32\nnumber 1 +441632960801 67")
                == [
                    "ARRIVE a unknown", "RING a 2001 unknown", "ARRIVE a +441632960801",
                    "RING a 2001 +441632960801", "ARRIVE a withheld", "RING a 2001 withheld",
                ])
    }

    @Test func agentsMayBearOtherNamesThanTheirPhones() {
        let names = PhoneNames(
            trunks: ["PJSIP/trunk", "DAHDI/i1"],
            agents: ["PJSIP/anna-maria": "1001", "Local/2002@home": "2002", "2001": "boss"])
        let lines = Self.rung(
            """
            new 2/1 PJSIP/anna-maria-0000002a 0
            new 3/1 PJSIP/anna-lee-0000002b 0
            new 4/1 Local/2002@home-00000001;1 0
            new 5/1 Local/2001@queue-00000001;1 0
            dial 1 2
            dial 1 3
            dial 1 4
            dial 1 5
            end 1 4 ANSWER
            in b 4
            in b 1
            """, names: names)
        #expect(lines == ["RING a 1001", "RING a anna-lee", "RING a 2002", "ANSWER a 2002"])
        #expect(names.kind(of: "DAHDI/i1/01632960801-4") == .trunk)
        #expect(names.kind(of: "SIP/trunk-00000001") != .trunk)
    }
}
