import AGICaptures
import Testing

@testable import FastAGI

/// What is read of what a real Asterisk sends, and of what a caller makes it send.
@Suite struct EnvironmentTests {
    @Test func theCapturesAreThere() { #expect(Capture.all.count >= 15) }

    @Test(arguments: Capture.all)
    func aBlockIsReadAlikeInPiecesOfAnySize(_ capture: Capture) throws {
        let asCaptured = Self.read(capture.reads)
        let whole = Array(capture.reads.joined())
        #expect(asCaptured != nil)
        #expect(Self.read([whole]) == asCaptured)
        guard !["23", "28"].contains(capture.name) else { return }  // More follows the block.
        #expect(Self.read(whole.map { [$0] }) == asCaptured)
    }

    @Test(arguments: ["1", "2", "3", "7", "S1", "S2", "S7"])
    func theCallersNumberIsFound(_ name: String) throws {
        let environment = try #require(Self.read(Capture[name].reads))
        #expect(environment.caller == .text("+442079460958"))
    }

    @Test func thePathNamesTheScript() throws {
        #expect(Self.read(Capture["1"].reads)?.script == .lookup)
        #expect(Self.read(Capture["2"].reads)?.script == .lookup)
        #expect(Self.read(Capture["3"].reads)?.script == .lookup)
        #expect(Self.read(Capture["5"].reads)?.script == nil)
        #expect(Self.read(Capture["S1"].reads)?.call == "1-21468@127.0.0.1")
    }

    @Test(arguments: ["25", "S3"])
    func aCallerWithoutNumberIsNotLookedUp(_ name: String) throws {
        let caller = try #require(Self.read(Capture[name].reads)).caller
        #expect(caller == .withheld || caller == .text("anonymous"))
    }

    /// Capture 23: lines in the caller's name, and a line behind the end of the block.
    @Test func theFirstOccurrenceOfAKeyWins() throws {
        let environment = try #require(Self.read(Capture["23"].reads))
        #expect(environment.caller == .text("+442079460958"))
        #expect(environment.call == nil)
    }

    @Test func aNumberThatEndsTheBlockEarlyBringsNoCallAndNoAgent() throws {
        let forged = "1\nagi_callingpres: 0\nagi_arg_1: c9\nagi_arg_2: boss\n\n"
        let text = "agi_network_script: ring\nagi_callerid: \(forged)agi_calleridname: x\n\n"
        let environment = try #require(Self.read([Array(text.utf8)]))
        #expect(environment.caller == .text("1"))
        #expect(environment.call == nil && environment.agent == nil)
    }

    /// ISDN says in another place what its digits are: 17 is an international number, 33 national.
    @Test(arguments: [
        ("491729925904", "17", "+491729925904", Environment.NumberType.international),
        ("+491729925904", "17", "+491729925904", .international),
        ("00491729925904", "17", "00491729925904", .international),
        ("anonymous", "17", "anonymous", .international),
        ("1729925904", "33", "1729925904", .national),
        ("1001", "65", "1001", .unknown), ("491729925904", "0", "491729925904", .unknown),
        ("491729925904", "x", "491729925904", .unknown),
    ])
    func theNetworkTellsWhatTheDigitsAre(
        number: String, octet: String, expected: String, type: Environment.NumberType
    ) throws {
        let text =
            "agi_network_script: lookup\nagi_callerid: \(number)\nagi_callingpres: 0\n"
            + "agi_callington: \(octet)\n\n"
        let environment = try #require(Self.read([Array(text.utf8)]))
        #expect(environment.caller == .text(expected))
        #expect(environment.numberType == type)
    }

    /// What the dialplan hands on is its own; only for the network's number its type counts.
    @Test func aNumberOfTheDialplanHasNoType() throws {
        let text =
            "agi_network_script: lookup?number=491\nagi_callerid: 492\nagi_callington: 17\n\n"
        let environment = try #require(Self.read([Array(text.utf8)]))
        #expect(environment.caller == .text("491") && environment.numberType == .unknown)
    }

    @Test func whatStandsInThePathCannotBeForged() throws {
        let text = """
            agi_network_script: pop/ring?call=17.4&agent=PJSIP%2F1001-0000002a
            agi_callerid: 1
            agi_arg_1: c9
            agi_arg_2: boss


            """
        let environment = try #require(Self.read([Array(text.utf8)]))
        #expect(environment.script == .ring)
        #expect(environment.call == "17.4" && environment.agent == "PJSIP/1001-0000002a")
    }

    /// A caller's number that the dialplan tells is not shown where the caller does not want it.
    @Test(arguments: [
        ("", false), ("&pres=allowed_not_screened", false), ("&pres=allowed", false),
        ("&pres=prohib_passed_screen", true), ("&pres=prohib", true), ("&pres=unavailable", true),
        ("&pres=32", true), ("&pres=0", false),
    ])
    func whatIsToldMayBeWithheld(_ presentation: String, isWithheld: Bool) throws {
        let text = "agi_network_script: ring?call=1&number=%2B442079460958\(presentation)\n"
        let environment = try #require(Self.read([Array("\(text)agi_callerid: 1001\n\n".utf8)]))
        #expect(environment.isNumberGiven)
        #expect(environment.caller == (isWithheld ? .withheld : .text("+442079460958")))
    }

    @Test func onlyTheAddressNamesThePBX() throws {
        for (script, pbx) in [
            ("ring?call=1&pbx=north", "north"), ("ring?call=1&pbx=", nil), ("ring?call=1", nil),
        ] {
            let text = "agi_network_script: \(script)\nagi_pbx: south\nagi_arg_4: south\n\n"
            #expect(try #require(Self.read([Array(text.utf8)])).pbx == pbx)
        }
    }

    @Test(arguments: [("0", false), ("32", true), ("67", true), ("64", true), ("3", false)])
    func presentationIsHeeded(_ bits: String, isWithheld: Bool) {
        let text = "agi_callerid: +442079460958\nagi_callingpres: \(bits)\n\n"
        #expect((Self.read([Array(text.utf8)])?.caller == .withheld) == isWithheld)
    }

    @Test(arguments: [
        "sip:a@b", "\"x\" <1>", "1;2", "1\u{7}", "${X}", "é", String(repeating: "1", count: 65),
    ])
    func whatDoesNotLookLikeANumberIsNone(_ number: String) {
        #expect(Self.read([Array("agi_callerid: \(number)\n\n".utf8)])?.caller == .unusable)
    }

    @Test func limitsRefuse() {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: EnvironmentReader.lineByteLimit)
        #expect(Self.progress([long]) == .incomplete)
        #expect(Self.progress([long, [UInt8(ascii: "a")]]) == .refused)
        let lines = Array(String(repeating: "agi_x: y\n", count: 7282).utf8)
        let limit = EnvironmentReader.byteLimit
        #expect(Self.progress([Array(lines.prefix(limit))]) == .incomplete)
        #expect(Self.progress([Array(lines.prefix(limit + 1))]) == .refused)
    }

    private static func progress(_ pieces: [[UInt8]]) -> EnvironmentReader.Progress {
        var reader = EnvironmentReader()
        for piece in pieces {
            let progress = reader.read(piece.span)
            if progress != .incomplete { return progress }
        }
        return .incomplete
    }

    /// The block in these pieces; `nil` when it does not end.
    private static func read(_ pieces: [[UInt8]]) -> Environment? {
        guard case .complete(let environment) = progress(pieces) else { return nil }
        return environment
    }
}
