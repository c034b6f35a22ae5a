import Foundation
import ManagerStreams
import TestSupport
import Testing

/// `screenpop pbx`: what a telephony engineer sees before the daemon follows anything.
@Suite(.timeLimit(.minutes(30))) struct PBXCommandTests {
    private let folder: URL
    private let asterisk: PlayedInterface

    init() throws {
        folder = try Repository.scratchFolder()
        asterisk = try PlayedInterface()
        try Data("s3cret\n".utf8).write(to: folder.appending(path: "secret"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.appending(path: "secret").path)
        try """
        [[pbx]]
        name = "main"
        ami = "127.0.0.1:\(asterisk.port)"
        user = "screenpop"
        secret-file = "\(folder.path)/secret"
        trunks = ["trunk"]
        agents = { "PJSIP/anna-maria" = "1001" }
        """.write(
            to: folder.appending(path: "screenpopd.toml"), atomically: true, encoding: .utf8)
    }

    private func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(
            Program.built("screenpop"),
            ["pbx"] + arguments + ["--config", folder.appending(path: "screenpopd.toml").path])
    }

    /// Tells of calls as soon as somebody has asked for the list of them.
    private func tell(_ bytes: [UInt8], after action: String) {
        Thread { [asterisk] in
            asterisk.await(action)
            asterisk.say(bytes)
        }.start()
    }

    @Test func checkSaysWhatItMayAskWhomItTakesForWhatAndShowsTheNextCall() throws {
        defer { asterisk.stop() }
        tell(ManagerStream["queue-linear"].bytes, after: "IAXpeerlist")
        let outcome = try run(["check"])
        let said = outcome.output.split(separator: "\n").map { line in
            line.replacing(#/^\S+Z  /#, with: "")
        }
        #expect(
            said == [
                "main at 127.0.0.1:\(asterisk.port)", "connected",
                "signed in as screenpop: 22.10.1",
                "it may ask CoreShowChannels: interruptions are made good",
                "it may not ask Filter: all events of calls are sent, which harms nothing",
                "trunks: PJSIP/trunk", "agents: PJSIP/2001, PJSIP/anna-maria (as 1001)",
                "waiting for a call; Ctrl-C ends",
                "1795697417.10  arrives from +441632960801",
                "1795697417.10  rings at 2001, from +441632960801",
                "1795697417.10  is no more at 2001",
                "1795697417.10  rings at 2002, from +441632960801",
                "1795697417.10  is answered by 2002", "1795697417.10  is over",
            ])
        #expect(outcome.status == 0)
    }

    @Test func checkSaysWhyItCannotSignIn() throws {
        defer { asterisk.stop() }
        asterisk.want(secret: "another")
        let outcome = try run(["check"])
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("it cannot be followed: it refuses the user"))
        #expect(!(outcome.output + outcome.complaints).contains("s3cret"))
    }

    @Test func aRecordingShowsTheSameCallsAndNobodysNumber() throws {
        defer { asterisk.stop() }
        let file = folder.appending(path: "recorded")
        tell(ManagerStream["blind-transfer"].bytes, after: "CoreShowChannels")
        let recorded = try run(["record", "--seconds", "3", file.path])
        #expect(recorded.status == 0, "\(recorded)")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(!text.contains("441632960801") && !text.contains("s3cret"))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let replayed = try Program.run(Program.built("screenpop"), ["pbx", "replay", file.path])
        let changes = replayed.output.split(separator: "\n").dropLast().map { line in
            line.replacing(#/^\S+  /#, with: "").replacing(#/from \+\d+/#, with: "from N")
        }
        #expect(
            changes == [
                "arrives from N", "rings at 2001, from N", "rings at 2002, from N",
                "is answered by 2001", "goes to 2003", "is answered by 2003", "is over",
            ])
        #expect(try run(["record", file.path]).complaints.contains("is there already"))
    }
}
