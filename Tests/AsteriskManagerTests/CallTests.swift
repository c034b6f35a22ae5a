import Testing

@testable import AsteriskManager

/// What happens to calls that no stream has: who is told what.
@Suite struct CallTests {
    /// A caller at a trunk, answered by 2001.
    private static let answered = """
        new 1 PJSIP/trunk-00000001 4 +441632960801
        new 2/1 PJSIP/2001-00000002 0
        dial 1 2
        end 1 2 ANSWER
        in b 2
        in b 1

        """
    private static let begun = [
        "ARRIVE a +441632960801", "RING a 2001 +441632960801", "ANSWER a 2001",
    ]

    private static func after(_ rest: String) -> [String] {
        let lines = Script.lines(answered + rest)
        #expect(lines.prefix(begun.count) == begun[...])
        return Array(lines.dropFirst(begun.count))
    }

    @Test func aCallThatReachesNobodyComesAndGoes() {
        let lines = Script.lines("new 1 PJSIP/trunk-00000001 4 +441632960801\nbye 1 16")
        #expect(lines == ["ARRIVE a +441632960801", "HANGUP a"])
    }

    @Test func aConferenceIsOnEverySpeakersScreenUntilTheyLeave() {
        let lines = Self.after(
            """
            new 3 PJSIP/2002-00000003 4
            in b 3
            out b 2
            bye 2 16
            out b 3
            bye 3 16
            bye 1 16
            """)
        #expect(lines == ["ANSWER a 2002", "WITHDRAW a 2001", "HANGUP a"])
    }

    /// The agent asks a colleague by a feature of Asterisk's: the colleague's phone belongs to the
    /// caller's call, but it is the agent who has it rung.
    @Test func askingAColleagueIsNoTransferUntilTheCallerIsThere() {
        let asking = """
            new 3/1 Local/2003@phones-00000001;1 0
            new 4/1 Local/2003@phones-00000001;2 4
            out b 2
            in c 2
            new 5/1 PJSIP/2003-00000005 0
            dial 4 5
            end 4 5 ANSWER
            in c 3
            in d 5
            in d 4

            """
        #expect(Self.after(asking) == [])
        #expect(
            Self.after(asking + "out c 2\nbye 2 16\nout b 1\nin c 1\nbye 1 16")
                == ["TRANSFER a 2003", "ANSWER a 2003", "HANGUP a"])
    }

    /// The agent hangs up while the colleague's phone rings: it rings for the caller from then on.
    @Test func aCallHandedOverWhileItRingsRingsForTheCaller() {
        let lines = Self.after(
            """
            new 3 PJSIP/2001-00000003 4
            new 4/3 PJSIP/2003-00000004 0
            dial 3 4
            new 5/1 Local/_attended@transfer-00000001;1 0
            new 6/1 Local/_attended@transfer-00000001;2 0
            in b 5 for 2
            hand 2 3
            bye 2 16
            bye 3 16
            end 6 4 ANSWER
            in c 4
            in c 6
            bye 1 16
            """)
        #expect(lines == ["TRANSFER a 2003", "ANSWER a 2003", "HANGUP a"])
    }

    /// Who comes in somebody's place does so before that one has left.
    @Test func whoTakesAnothersPlaceTakesTheCall() {
        let lines = Self.after(
            "new 3 PJSIP/2003-00000003 4\nin b 3 for 2\nout b 2\nbye 2 16\nbye 1 16")
        #expect(lines == ["TRANSFER a 2003", "ANSWER a 2003", "HANGUP a"])
    }

    @Test func aParkedCallStaysWhereItWasUntilSomebodyTakesIt() {
        let parked = """
            out b 2
            out b 1
            bye 2 16
            wait lot 1
            new 8 PJSIP/2004-00000008 6
            wait lot 8

            """
        #expect(Self.after(parked) == [])
        let taken = parked + "new 3 PJSIP/2002-00000003 4\nin c 3\nout lot 1\nin c 1\nbye 1 16"
        #expect(Self.after(taken) == ["TRANSFER a 2002", "ANSWER a 2002", "HANGUP a"])
        let again = parked + "new 3 PJSIP/2001-00000003 4\nin c 3\nout lot 1\nin c 1\nbye 1 16"
        #expect(Self.after(again) == ["HANGUP a"])
    }

    @Test func whoHandsACallToTheOutsideHasItNoMore() {
        let lines = Self.after(
            """
            out b 2
            out b 1
            bye 2 16
            new 3/1 PJSIP/trunk-00000003 0
            dial 1 3
            end 1 3 ANSWER
            in c 3
            in c 1
            bye 3 16
            bye 1 16
            """)
        #expect(lines == ["WITHDRAW a 2001", "HANGUP a"])
    }

    /// A phone that diverts to a mobile rings no more, and the mobile is nobody's name.
    @Test func aDivertedCallIsNotAnsweredByTheTrunk() {
        let lines = Script.lines(
            """
            new 1 PJSIP/trunk-00000001 4 +441632960801
            new 2/1 PJSIP/2001-00000002 0
            dial 1 2
            end 1 2 BUSY
            bye 2 16
            new 3/1 Local/07700900123@out-00000001;1 0
            new 4/1 Local/07700900123@out-00000001;2 4
            dial 1 3
            new 5/1 PJSIP/trunk-00000005 0
            dial 4 5
            end 4 5 ANSWER
            in c 5
            in c 4
            end 1 3 ANSWER
            in d 3
            in d 1
            bye 1 16
            """)
        #expect(
            lines == [
                "ARRIVE a +441632960801", "RING a 2001 +441632960801", "WITHDRAW a 2001",
                "HANGUP a",
            ])
    }

    @Test(arguments: [
        // An agent calls out, and speaks.
        "new 1 PJSIP/2001-00000001 4 2001\nnew 2/1 PJSIP/trunk-00000002 0\ndial 1 2\n"
            + "end 1 2 ANSWER\nin b 2\nin b 1\nbye 2 16\nbye 1 16",
        // A program makes a call: out by the trunk, then to an agent.
        "new 1 PJSIP/trunk-00000001 0\nnew 2/1 PJSIP/2001-00000002 0\ndial 1 2\nin b 2\nin b 1",
        // An agent's phone is rung first, then the customer's.
        "new 1 Local/01632960801@out-00000001;1 0\nnew 2/1 Local/01632960801@out-00000001;2 4\n"
            + "new 3/1 PJSIP/2001-00000003 0\ndial 1 3\nnew 4/1 PJSIP/trunk-00000004 0\ndial 2 4",
        // What is no phone and no trunk.
        "new 1 Message/ast_msg_queue 6\nnew 2 ConfBridgeRecorder/x-1 6\nin b 1\nin b 2\nnew 3 x 6",
    ])
    func whatIsNoCustomersCallIsNotTold(_ script: String) {
        #expect(Script.lines(script) == [])
    }

    @Test func twoCallersInOneTalkAreTwoCalls() {
        let lines = Self.after(
            "new 7 PJSIP/trunk-00000007 4 +441632960802\nin b 7\nbye 1 16\nbye 7 16")
        #expect(
            lines == ["ARRIVE b +441632960802", "ANSWER b 2001", "HANGUP a", "HANGUP b"])
    }
}
