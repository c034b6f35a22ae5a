import GRDB
import ProtocolWords
import ScreenPopServer
import Testing

/// What becomes of calls in the history and on the card.
@Suite struct CallHistoryTests {
    private static func say(_ lines: [String], to stage: MemoryStage) -> [String] {
        for line in lines { stage.send(Array("\(line)\n".utf8), from: "pbx") }
        return stage.allLines(for: "pbx")
    }

    /// The lines about calls that a customer's history or card has.
    private static func calls(
        _ request: String, of stage: MemoryStage, after: [String] = []
    ) -> [String] {
        _ = say(after, to: stage)
        return say([request], to: stage).filter { $0.hasPrefix("call ") }
            .map { $0.replacing("at=2026-11-21T12:00:00Z ", with: "") }
    }

    /// Last week's call had this name, too: Bob's is in his history, and Ann's stays in hers.
    @Test func aNameThatComesAgainIsAnotherCall() throws {
        let stage = try MemoryStage()
        _ = Self.say(["RING 525 +442079460958 kim", "ANSWER 525 kim", "HANGUP 525"], to: stage)
        stage.pass(seconds: Limits.wrapUpSeconds)
        _ = Self.say(["RING 525 07700 900123 lee", "ANSWER 525 lee", "HANGUP 525"], to: stage)
        #expect(
            Self.calls("HISTORY A1043 1", of: stage)
                == [#"call reference="525" agent="lee" outcome="answered""#])
        #expect(
            Self.calls("HISTORY A1042 1", of: stage)
                == [#"call reference="525" agent="kim" outcome="answered""#])
    }

    @Test func eachLegHasItsLine() throws {
        let stage = try MemoryStage()
        let said = Self.say(
            [
                "RING 7 +442079460958 kim", "ANSWER 7 kim", "HANGUP 7",
                "RING 7 +442079460958 lee", "ANSWER 7 lee", "HANGUP 7",
            ], to: stage)
        #expect(said.last == "200 call=7 stage=ended agent=lee")
        #expect(
            Self.calls("HISTORY A1042 2", of: stage).sorted() == [
                #"call reference="7" agent="kim" outcome="answered""#,
                #"call reference="7" agent="lee" outcome="answered""#,
            ])
    }

    @Test func aNumberThatIsKnownLaterIsInTheHistory() throws {
        let stage = try MemoryStage()
        _ = Self.say(
            [
                "RING c12 anonymous 1001", "RING c12 020 7946 0958 1002", "ANSWER c12 1002",
                "HANGUP c12",
            ], to: stage)
        #expect(
            Self.calls("HISTORY A1042 1", of: stage)
                == [#"call reference="c12" agent="1002" outcome="answered""#])
    }

    /// Who calls is known in the middle of the call, and told wrongly for a moment.
    @Test func aLinkMadeDuringTheCallIsInTheHistory() throws {
        let stage = try MemoryStage()
        _ = Self.say(["RING n +441632960999 kim", "ANSWER n kim"], to: stage)
        let said = Self.say(
            [
                "LINK +441632960999 A1042 agent=kim", "UNLINK +441632960999 A1042 agent=kim",
                "LINK +441632960999 A1043 agent=kim", "HANGUP n",
            ], to: stage)
        #expect(said[0] == "201 link=provisional calls=0", "\(said)")
        #expect(
            Self.calls("HISTORY A1043 1", of: stage)
                == [#"call reference="n" agent="kim" outcome="answered""#])
        let others = Self.calls("HISTORY A1042 20", of: stage)
        #expect(!others.contains { $0.contains(#"reference="n""#) }, "\(others)")
    }

    @Test func aConferenceNamesBothAndATransferTheLast() throws {
        let stage = try MemoryStage()
        _ = Self.say(
            [
                "RING a +442079460958 kim", "ANSWER a kim", "ANSWER a \"Anna Schmidt\"",
                "WITHDRAW a kim", "HANGUP a", "RING b 07700 900123 kim", "ANSWER b kim",
                "TRANSFER b lee", "ANSWER b lee", "HANGUP b",
            ], to: stage)
        #expect(
            Self.calls("HISTORY A1042 1", of: stage)
                == [#"call reference="a" agent="kim, Anna Schmidt" outcome="answered""#])
        #expect(
            Self.calls("HISTORY A1043 1", of: stage)
                == [#"call reference="b" agent="lee" outcome="answered""#])
    }

    /// Attempts do not push what people have said off the card.
    @Test func attemptsAreOneLineWithACount() throws {
        let stage = try MemoryStage()
        let notes = Self.say(["CARD A1042"], to: stage).filter { $0.hasPrefix("note ") }
        #expect(!notes.isEmpty)
        for call in 0..<7 {
            _ = Self.say(["RING t\(call) +442079460958 kim", "HANGUP t\(call)"], to: stage)
        }
        _ = Self.say(["RING now +442079460958 kim"], to: stage)
        let card = Self.say(["CARD A1042"], to: stage)
        let attempts = card.filter { $0.hasPrefix("call ") && $0.contains("not-answered") }
        #expect(attempts.count == 1, "\(card)")
        #expect(
            attempts.first?.hasPrefix("call at=2026-11-21T12:00:00Z reference=\"t") == true)
        #expect(attempts.first?.hasSuffix(#"outcome="not-answered" attempts=7"#) == true)
        #expect(Set(notes).isSubset(of: card), "\(card)")
        #expect(Self.calls("HISTORY A1042 20", of: stage).count >= 8)
        stage.send(Array("FORMAT json\nCARD A1042\n".utf8), from: "other")
        let json = stage.allLines(for: "other")
        #expect(json.last?.contains(#""outcome":"not-answered","attempts":7"#) == true)
    }
}
