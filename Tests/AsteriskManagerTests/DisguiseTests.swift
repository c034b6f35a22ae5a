import Customers
import Foundation
import ManagerStreams
import Testing

@testable import AsteriskManager

/// Recordings that may be shown to others.
@Suite struct DisguiseTests {
    /// The streams' house with people in it, whose names and numbers are to be found nowhere.
    private static let secrets = [
        "+442079460123", "+442079460124", "00442079460123", "Anna", "anna", "Müller", "Example",
        "provider", "from-anna", "pbx-berlin", "4711081512",
    ]
    private static let names = PhoneNames(
        trunks: ["PJSIP/provider.example"], agents: ["PJSIP/anna-müller": "1001"])

    private static func house(_ stream: ManagerStream) -> [UInt8] {
        let text = String(decoding: stream.bytes, as: UTF8.self)
            .replacingOccurrences(of: "+441632960801", with: secrets[0])
            .replacingOccurrences(of: "+441632960802", with: secrets[1])
            .replacingOccurrences(of: "PJSIP/trunk-", with: "PJSIP/provider.example-")
            .replacingOccurrences(of: "PJSIP/2001-", with: "PJSIP/anna-müller-")
            .replacingOccurrences(of: "Agent 2001", with: "Anna Müller <Example Ltd>")
            .replacingOccurrences(of: "from-queue", with: "from-anna")
            .replacingOccurrences(of: "AccountCode: ", with: "AccountCode: 4711081512")
            .replacingOccurrences(of: "Uniqueid: 1795", with: "Uniqueid: pbx-berlin-1795")
            .replacingOccurrences(of: "Linkedid: 1795", with: "Linkedid: pbx-berlin-1795")
        return Array(text.utf8)
    }

    private static func recorded(_ bytes: [UInt8]) -> [UInt8] {
        var disguise = StreamDisguise(names)
        return disguise.preamble
            + Story.messages(bytes).flatMap { disguise.disguise($0) }
    }

    @Test(arguments: ManagerStream.calls)
    func noNameAndNoNumberIsLeft(_ stream: ManagerStream) {
        let bytes = Self.house(stream)
        #expect(Self.found(in: bytes).count >= 6, "the house has people in it")
        #expect(Self.found(in: Self.recorded(bytes)) == [])
    }

    private static func found(in bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return secrets.filter { text.contains($0.lowercased()) }
    }

    /// The story is the same, with other names.
    @Test(arguments: ManagerStream.calls)
    func aRecordingTellsTheSameStory(_ stream: ManagerStream) throws {
        let bytes = Self.house(stream)
        let recorded = Self.recorded(bytes)
        let messages = Story.messages(recorded)
        let names = try #require(messages.first.flatMap { PhoneNames(recorded: $0) })
        #expect(names == StreamDisguise(Self.names).names)
        let told = Story.lines([recorded], names: names)
        var disguise = StreamDisguise(Self.names)
        for message in Story.messages(bytes) { _ = disguise.disguise(message) }
        let expected = Story.lines([bytes], names: Self.names).map { line in
            Self.secrets.prefix(2).reduce(line) {
                $0.replacingOccurrences(of: $1, with: disguise.madeUp.number($1))
            }
        }
        #expect(told == expected)
    }

    /// Lists of channels are played, too, and the names at the beginning are taken.
    @Test func aRecordingIsPlayedWithItsLists() {
        let call = "new 1 PJSIP/provider.example-00000001 4 +442079460123"
        let list = Talk.channel("2").replacing("trunk", with: "provider.example")
            .replacing("CallerIDNum: 1", with: "CallerIDNum: +442079460124")
        let end = "Event: CoreShowChannelsComplete\r\n\r\n"
        let recorded = Self.recorded(Script(call).bytes + Array((list + end).utf8))
        var replay = StreamReplay()
        var story = Story()
        for message in Story.messages(recorded) { story.tell(replay.take(message)) }
        #expect(story.lines == ["ARRIVE a +441632960000", "ARRIVE b +441632960001", "HANGUP a"])
        #expect(replay.follower.liveCalls == ["2"])
    }

    @Test func theSameNumberBecomesTheSameOfItsLengthAndShape() {
        var names = MadeUpNames(trunks: [])
        let said = [
            "+442079460123", "0044 20 7946 0123", "(020) 7946-0123", "020-79460124", "2079460",
            "+12025550123", "123456", "12345678901234567890",
        ]
        let madeUp = said.map { names.number($0) }
        #expect(said.map { names.number($0) } == madeUp)
        #expect(Set(madeUp).count == said.count)
        #expect(madeUp[0] == "+441632960000" && madeUp[1] == "0044 16 3296 0001")
        for (before, after) in zip(said, madeUp) {
            #expect(before.count == after.count && before != after)
            #expect(Self.shape(before) == Self.shape(after))
        }
    }

    private static func shape(_ number: String) -> String {
        String(number.map { $0.isNumber ? "9" : $0 })
    }

    @Test(arguments: ["2001", "*82001", "", "s", "<unknown>", "anonymous", "unknown"])
    func whatIsNobodysSecretStays(_ said: String) {
        var names = MadeUpNames(trunks: [])
        #expect(names.number(said) == said)
    }

    @Test func thousandsOfNumbersStayDifferent() {
        var names = MadeUpNames(trunks: [])
        let madeUp = Set((0..<20_000).map { names.number("+4420\(10_000_000 + $0)") })
        #expect(madeUp.count == 20_000 && madeUp.allSatisfy { $0.utf8.count == 13 })
    }

    /// What a caller forges, or a module adds, is not on the list of what is kept.
    @Test(arguments: [
        "SecretCallerIDNum: 1", "Secret: Anna", "Variable: ANNA", "Cause: Anna 2079460123",
        "AppData: +442079460123", "ChannelState: 442079460123", "Anna Müller", "Exten: Anna",
        "Channel: Anna/Anna/2079460123", "Uniqueid: anna.2079460123", "DestChannel: Anna Müller",
        "Application: \(String(repeating: "Anna ", count: 20))",
    ])
    func whatIsNotKnownIsLeftOut(_ line: String) {
        var disguise = StreamDisguise(Self.names)
        let bytes = Story.messages(Array("Event: A\r\n\(line)\r\n\r\n".utf8))
            .flatMap { disguise.disguise($0) }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        #expect(text.hasPrefix("event: a\r\n") && text.hasSuffix("\r\n\r\n"))
        #expect(!text.contains("2079460123") && !text.contains("secret"))
        #expect(!text.contains("anna"))
    }
}
