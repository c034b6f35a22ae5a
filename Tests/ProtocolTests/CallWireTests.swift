import FrontDesk
import ProtocolWords
import TestSupport
import Testing
import TextDoor

/// Names, limits and slices of calls, at the wire.
@Suite(.timeLimit(.minutes(30))) struct CallWireTests {
    /// Rows of `Protocol/agents.tsv`: what is said, and who that is; `nil`: nobody.
    private static func agents() throws -> [(said: String, agent: String?)] {
        try Repository.table("Protocol/agents.tsv").map { row in
            guard row.count == 3, !row[2].isEmpty else {
                throw Transcript.FormatError("agents.tsv: \(row)")
            }
            return (row[0], row[1] == "-" ? nil : row[1])
        }
    }

    /// In quotation marks where it is more than a word, as requests and replies have it.
    private static func written(_ name: String, isReply: Bool = false) -> String {
        let isWord = name.utf8.allSatisfy { $0 > 0x20 && (!isReply || $0 < 0x7F) }
        return isWord ? name : "\"\(name)\""
    }

    private static func said(_ line: String, _ stage: MemoryStage) -> String {
        stage.send(Array("\(line)\n".utf8), from: "pbx")
        return stage.nextLine(for: "pbx") ?? "no line"
    }

    /// One rule, whatever the request.
    @Test func whoeverIsNamedIsTheSameEverywhere() throws {
        let stage = try MemoryStage()
        for (number, row) in try Self.agents().enumerated() {
            let said = Self.written(row.said)
            guard let agent = row.agent else {
                for request in ["RING x 999 \(said)", "ANSWER x \(said)", "WATCH \(said)"]
                where request != "WATCH *" {
                    #expect(Self.said(request, stage).hasPrefix("503 "), "\(request)")
                }
                continue
            }
            let (call, name) = ("c\(number)", Self.written(agent, isReply: true))
            let console = "console\(number)"
            stage.send(Array("WATCH \(Self.written(agent))\n".utf8), from: console)
            for request in [
                "RING \(call) 999 \(said)", "WITHDRAW \(call) \(said)", "TRANSFER \(call) \(said)",
                "ANSWER \(call) \(said)",
            ] {
                let reply = Self.said(request, stage)
                #expect(reply.first == "2" || reply.hasPrefix("411"), "\(request): \(reply)")
            }
            let seen = stage.allLines(for: console)
            let pop =
                "* POP call=\(call) agent=\(name) lookup=411 match=none"
                + " reason=short-code received=\"999\""
            #expect(
                seen == [
                    "200 calls=0", pop, "* WITHDRAW call=\(call) agent=\(name)", pop,
                    "* ANSWERED call=\(call) agent=\(name)",
                ], "\(row)")
            stage.send(Array("WATCH \(said)\n".utf8), from: console)
            #expect(stage.allLines(for: console).first == "200 calls=1", "\(row)")
            stage.send(Array("WATCH -\n".utf8), from: console)
            _ = Self.said("HANGUP \(call)", stage)
            // Others of this name come with a clean screen.
            stage.pass(seconds: Limits.wrapUpSeconds)
        }
    }

    /// People speak: nobody's screen is cleared for a call that may be none.
    @Test func aCallTooManyIsRefusedByNameAndCounted() throws {
        let stage = try MemoryStage()
        stage.send(Array("WATCH kim\n".utf8), from: "kim")
        _ = Self.said("RING real 020 7946 0958 kim", stage)
        let lines = (1..<Limits.calls).map { "RING c\($0) 999 a\($0)\n" }
        stage.send(Array(lines.joined().utf8), from: "many")
        #expect(stage.allLines(for: "many").count == Limits.calls - 1)
        #expect(
            Self.said("RING one-more 999 kim", stage)
                == "411 match=none reason=short-code pops=0 why=calls")
        #expect(Self.said("ANSWER one-more kim", stage) == "409 no such call")
        #expect(Self.said("ANSWER real kim", stage) == "200 call=real stage=answered agent=kim")
        let seen = stage.allLines(for: "kim")
        #expect(seen.count == 3 && seen[2] == "* ANSWERED call=real agent=kim", "\(seen)")
        stage.send(Array("FORMAT json\nSTATS\n".utf8), from: "me")
        _ = stage.nextLine(for: "me")
        #expect(stage.nextLine(for: "me")?.contains(#""lost":1"#) == true)
        // One that has ended makes room.
        _ = Self.said("HANGUP c1", stage)
        #expect(
            Self.said("RING one-more 999 kim", stage) == "411 match=none reason=short-code")
    }

    @Test func anAgentTooManyIsSaid() throws {
        let stage = try MemoryStage()
        for agent in 0..<Limits.agentsPerCall { _ = Self.said("RING c 999 a\(agent)", stage) }
        #expect(
            Self.said("RING c 999 late", stage)
                == "411 match=none reason=short-code pops=0 why=agents")
        #expect(Self.said("ANSWER c late", stage) == "200 call=c stage=answered agent=late")
    }

    /// What is done for many calls is done one by one, with others in between.
    @Test func aChangedFactAndAPBXThatEndsGoOnInSlices() throws {
        let count = 300
        let stage = try MemoryStage()
        stage.send(Array("WATCH *\n".utf8), from: "wall")
        for call in 0..<count { _ = Self.said("RING c\(call) 07700 900123 kim", stage) }
        #expect(stage.allLines(for: "wall").count == count + 1)
        _ = stage.client("other")
        stage.client("pbx").receive(Array("HANGUP *\nPING\n".utf8))
        var slices = 0
        while stage.desk.tidyCalls() {
            slices += 1
            let told = stage.allLines(for: "wall").count
            #expect(told <= 1)
            // Others are served meanwhile, and who waits for the end is not.
            if slices == 10 {
                stage.client("other").receive(Array("LOOKUP +441632960999\n".utf8))
                stage.door.endTurn()
                #expect(stage.nextLine(for: "other") == "404 +441632960999 match=none")
                #expect(stage.nextLine(for: "pbx") == nil)
            }
        }
        #expect(slices >= count)
        #expect(stage.allLines(for: "pbx") == ["200 calls=\(count)", "200 pong"])
    }

    /// Another customer's fact concerns none of them.
    @Test func everyCallOfACustomerFollowsAFact() throws {
        let stage = try MemoryStage()
        stage.send(Array("WATCH *\n".utf8), from: "wall")
        let count = 250
        for call in 0..<count { _ = Self.said("RING c\(call) 07700 900123 a\(call)", stage) }
        _ = stage.allLines(for: "wall")
        #expect(Self.said("COMPLAINT A1043 Slow.", stage).hasPrefix("201 "))
        let told = stage.allLines(for: "wall")
        #expect(told.count == count && told.allSatisfy { $0.contains(" open=1 ") }, "\(told)")
        #expect(Self.said("COMPLAINT A1042 Slow.", stage).hasPrefix("201 "))
        #expect(stage.allLines(for: "wall") == [])
    }

    /// A full name that would be too long is refused, not cut.
    @Test func aNameThatIsTooLongWithThePBXsIsRefused() throws {
        let stage = try MemoryStage()
        let name = String(repeating: "x", count: Limits.callBytes - 5)
        #expect(Self.said("PBX north", stage) == "200 pbx=north")
        #expect(Self.said("RING \(name) 999 kim", stage).hasPrefix("503 "))
        #expect(Self.said("RING \(name.dropLast()) 999 kim", stage).hasPrefix("411 "))
        #expect(Self.said("HANGUP \(name.dropLast())", stage).contains(" call=north/xxx"))
    }
}
