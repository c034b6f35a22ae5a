import Testing

@testable import FastAGI

/// What is asked in one line, as a dialplan does by `CURL`.
@Suite struct QuestionTests {
    private static func read(_ line: String) throws -> Environment {
        var reader = EnvironmentReader()
        guard case .complete(let environment) = reader.read(Array("\(line)\n".utf8).span) else {
            throw Incomplete()
        }
        return environment
    }

    private struct Incomplete: Error {}

    @Test func aLineSaysWhatABlockSays() throws {
        let asked = try Self.read(
            "ring call=17.4 agent=PJSIP/1001-0000002a pbx=north pres=allowed plan=17 number=44207\r"
        )
        #expect(asked.script == .ring && asked.isOneLine && asked.isNumberGiven)
        #expect(asked.call == "17.4" && asked.agent == "PJSIP/1001-0000002a")
        #expect(asked.pbx == "north" && asked.channel == nil)
        #expect(asked.caller == .text("+44207") && asked.numberType == .international)
    }

    @Test(arguments: Environment.Script.allCases)
    func everyScriptMayBeAskedSo(_ script: Environment.Script) throws {
        #expect(try Self.read("\(script.rawValue) call=1 agent=2").script == script)
        #expect(try Self.read(script.rawValue).script == script)
    }

    /// A caller chooses the number, so nothing in it is anything else.
    @Test(arguments: [
        "1 agent=boss", "1&agent=boss", " call=9", "1 pbx=south pres=allowed", "number=1 call=9",
    ])
    func theNumberIsTheRestOfTheLine(_ number: String) throws {
        let asked = try Self.read("lookup call=17.4 pres=prohib number=\(number)")
        #expect(asked.call == "17.4" && asked.agent == nil && asked.pbx == nil)
        #expect(asked.caller == .withheld)
        #expect(try Self.read("lookup number=\(number)").call == nil)
    }

    @Test func theFirstOfAWordCounts() throws {
        let asked = try Self.read("hangup call=17.4 call=17.5 agent= x = agent=1001")
        #expect(asked.call == "17.4" && asked.agent == "1001")
    }

    /// The first line decides; what looks like a block behind it is none.
    @Test(arguments: [
        "GET / HTTP/1.1", "POST /ring HTTP/1.1\r", "", "\r", "Host: agi_network",
        "\u{16}\u{3}\u{1}",
        " lookup", "lookup?call=1", "AGI_network: yes",
    ])
    func whateverElseBeginsIsNoScript(_ line: String) throws {
        let asked = try Self.read("\(line)\nagi_network_script: ring?call=1&agent=2\n\n")
        #expect(asked.script == nil && asked.call == nil && asked.isOneLine)
    }

    @Test(arguments: [
        ("17.4", "17.4", false), ("17.5", "17.4", true), ("17.5", "", false),
    ])
    func aLegThatIsNotTheCallersIsTold(uniqueID: String, call: String, isOther: Bool) throws {
        var reader = EnvironmentReader()
        let text = "agi_network_script: ring?call=\(call)\nagi_uniqueid: \(uniqueID)\n\n"
        guard case .complete(let asked) = reader.read(Array(text.utf8).span) else {
            throw Incomplete()
        }
        #expect(asked.isOtherLeg == isOther)
    }
}
