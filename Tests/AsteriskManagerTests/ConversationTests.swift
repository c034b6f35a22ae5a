import ManagerStreams
import Testing

@testable import AsteriskManager

/// Signing in, asking, and what is made of answers that are none.
@Suite struct ConversationTests {
    @Test func itSignsInAndAsksForWhatItNeeds() {
        var talk = Talk()
        #expect(
            talk.hear(Talk.greeting) == ["Login Username=pop Secret=s3 Events=call,system"])
        let asked = talk.answer("Success", "Message: Authentication accepted")
        #expect(asked.count == 3)
        #expect(asked[0].hasPrefix("Filter Operation=Add Filter=^Event: (Newchannel|"))
        #expect(asked[1...] == ["CoreSettings", "CoreShowChannels"])
        #expect(talk.answer("Success") == [])
        #expect(talk.answer("Success", "AsteriskVersion: 22.10.1") == ["signed in 22.10.1"])
        #expect(talk.answer("Success", "EventList: start") == [])
        #expect(talk.hear("Event: CoreShowChannelsComplete\r\n\r\n") == ["current"])
        #expect(talk.hear(Talk.call) == ["changes 1", Talk.mayBeShown])
    }

    /// Whether a number may be shown no event of an arriving call says.
    @Test func aNumberThatMayNotBeShownIsTakenBack() {
        var talk = Talk.following()
        #expect(talk.hear(Talk.call) == ["changes 1", Talk.mayBeShown])
        #expect(talk.answer("Success", "Value: prohib_passed_screen") == ["changes 1"])
        #expect(talk.conversation.follower.calls["17.1"]?.caller == .withheld)
        #expect(talk.hear(Talk.call.replacing("17.1", with: "17.2")).count == 2)
        #expect(talk.answer("Success", "Value: allowed_passed_screen") == [])
        #expect(talk.conversation.follower.calls["17.2"]?.caller == .number("+441632960801"))
        // Whoever may not ask does not go on asking.
        #expect(talk.hear(Talk.call.replacing("17.1", with: "17.3")).count == 2)
        #expect(talk.answer("Error", "Message: Permission denied") == [])
        #expect(talk.hear(Talk.call.replacing("17.1", with: "17.4")) == ["changes 1"])
    }

    /// An Asterisk that is slow to answer, or does not at all, is not asked ever more.
    @Test func fewCallersAreAskedAboutAtOnceAndTheOthersInTurn() {
        var talk = Talk.following()
        let limit = ManagerConversation.presentationLimit
        for number in 0..<limit { #expect(talk.hear(Self.call(number)).count == 2) }
        for number in limit..<limit + 3 { #expect(talk.hear(Self.call(number)) == ["changes 1"]) }
        // Who has gone is not asked about.
        _ = talk.hear("Event: Hangup\r\nUniqueid: 18.\(limit)\r\n\r\n")
        #expect(
            talk.answer("Success", "Value: allowed_passed_screen")
                == ["Getvar Channel=PJSIP/trunk-\(limit + 1) Variable=CALLERID(num-pres)"])
        #expect(talk.answer("Success", "Value: prohib_passed_screen").count == 2)
        #expect(talk.conversation.follower.calls["18.1"]?.caller == .withheld)
        #expect(talk.answer("Error", "Message: No such channel") == [])
    }

    @Test func callsThatComeAndGoLeaveNothingToAsk() {
        var talk = Talk.following()
        var asked = 0
        for number in 0..<CallFollower.channelLimit + 100 {
            asked += talk.hear(Self.call(number)).count { $0.hasPrefix("Getvar") }
            _ = talk.hear("Event: Hangup\r\nUniqueid: 18.\(number)\r\n\r\n")
        }
        #expect(asked == ManagerConversation.presentationLimit)
        // One that comes then is asked about in its turn.
        _ = talk.hear(Self.call(99_999))
        #expect(
            talk.answer("Success", "Value: allowed")
                == ["Getvar Channel=PJSIP/trunk-99999 Variable=CALLERID(num-pres)"])
    }

    private static func call(_ number: Int) -> String {
        Talk.call.replacing("17.1", with: "18.\(number)")
            .replacing("trunk-00000001", with: "trunk-\(number)")
    }

    /// As recorded: the answer bears no name.
    @Test func theRecordedSignInIsUnderstood() {
        var talk = Talk()
        let steps = talk.hear(String(decoding: ManagerStream.login.bytes, as: UTF8.self))
        #expect(steps.count == 4)
        #expect(steps.last == "CoreShowChannels")
    }

    @Test func whatIsRefusedIsSaidClearly() {
        var talk = Talk()
        _ = talk.hear(Talk.greeting)
        #expect(talk.answer("Error", "Message: Authentication failed") == ["refused isDenied"])
        #expect(talk.hear(Talk.call) == [] && talk.tick() == [])
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH_9.2p1\r\n", "refused isNoManager"),
        ("Response: Success\r\n\r\n", "refused isNoManager"),
        ("Asterisk Call Manager/1.3\r\n", #"refused isTooOld("1.3")"#),
        ("Asterisk Call Manager/x\r\n", #"refused isTooOld("x")"#),
    ])
    func whoSpeaksSomethingElseIsLeftAlone(greeting: String, step: String) {
        var talk = Talk()
        #expect(talk.hear(greeting) == [step])
    }

    /// Rights for lists are needed; those for filters and versions only help.
    @Test func itGoesOnWithoutAFilterButNotWithoutAList() {
        var talk = Talk.signedIn()
        #expect(talk.answer("Error", "Message: Permission denied") == ["unfiltered"])
        #expect(talk.answer("Error", "Message: Permission denied") == ["signed in manager 11.0.0"])
        #expect(talk.answer("Error", "Message: Permission denied") == ["refused mayNotList"])
    }

    @Test func silenceIsALostConnection() {
        var talk = Talk.following()
        #expect(talk.tick() == ["Ping"])
        #expect(talk.answer("Success", "Ping: Pong") == [])
        #expect(talk.tick() == ["Ping"])
        #expect(talk.tick() == [])
        #expect(talk.tick() == ["lost isSilent"])
        #expect(talk.tick() == [])
    }

    @Test func whoNeverAnswersTheSignInIsLost() {
        var talk = Talk()
        _ = talk.hear(Talk.greeting)
        #expect(talk.tick() == [] && talk.tick() == [])
        #expect(talk.tick() == ["lost isSilent"])
    }

    @Test func theListIsAskedForEveryMinute() {
        var talk = Talk.following(asksForNumbers: false)
        for _ in 0..<3 {
            #expect(talk.tick() == ["Ping"])
            _ = talk.answer("Success")
        }
        #expect(talk.tick() == ["Ping", "CoreShowChannels"])
        _ = talk.answer("Success")
        _ = talk.answer("Success", "EventList: start")
        #expect(talk.list([Talk.channel("1.7")]) == ["changes 1"])
    }

    /// Calls come, the list knows them, and no event has ever told of one.
    @Test func aUserWhoMayNotReadCallsIsToldSo() {
        var talk = Talk.following(asksForNumbers: false)
        #expect(talk.listNow([]) == [])
        #expect(talk.listNow([Talk.channel("1.7")]) == ["changes 1"])
        #expect(
            talk.listNow([Talk.channel("1.7"), Talk.channel("1.8")])
                == ["changes 1", "refused mayNotRead"])
    }

    @Test func whoMayReadCallsIsNotTakenForDeaf() {
        var talk = Talk.following(asksForNumbers: false)
        for number in 0..<5 {
            _ = talk.hear(Talk.call)
            #expect(talk.listNow([Talk.channel("1.\(number)")]).last != "refused mayNotRead")
        }
    }

    @Test func anAsteriskThatEndsTakesItsCallsWithIt() {
        var talk = Talk.following(asksForNumbers: false)
        #expect(talk.hear(Talk.call) == ["changes 1"])
        let last = talk.hear("Event: Shutdown\r\nShutdown: Cleanly\r\nRestart: False\r\n\r\n")
        #expect(last == ["changes 1", "lost isShutDown"])
        #expect(talk.conversation.follower.liveCalls == [])
    }

    /// What was known goes on; the new list has the last word.
    @Test func aNewConnectionBeginsAnew() {
        var talk = Talk.following(asksForNumbers: false)
        #expect(talk.hear(Talk.call) == ["changes 1"])
        talk.conversation.beginAgain()
        #expect(talk.hear(Talk.greeting).count == 1)
        _ = talk.answer("Success")
        _ = talk.answer("Success")
        _ = talk.answer("Success", "AsteriskVersion: 22")
        #expect(talk.conversation.follower.liveCalls == ["17.1"])
        _ = talk.answer("Success", "EventList: start")
        #expect(talk.list([]) == ["changes 1", "current"])
        #expect(talk.conversation.follower.liveCalls == [])
    }

    @Test func noValueCanAddAHeader() {
        let action = ManagerAction("Login", id: "1", [("Secret", "a\r\nAction: Command\n\n")])
        #expect(
            String(decoding: action.bytes, as: UTF8.self)
                == "Action: Login\r\nActionID: 1\r\nSecret: aAction: Command\r\n\r\n")
    }
}
