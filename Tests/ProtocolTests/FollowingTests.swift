import AsteriskManager
import EventLoop
import Foundation
import Foundation
import ManagerStreams
import PBXLink
import SecureChannel
import TestSupport
import Testing

/// Calls of an Asterisk whose dialplan says no word to us: what consoles are told over the wire.
@Suite(.timeLimit(.minutes(30))) struct FollowingTests {
    /// What consoles must be told of each recorded stream, as its page says.
    static let stories: [(stream: String, told: [String])] = [
        (
            "queue-ringall",
            ["POP 2001", "POP 2002", "WITHDRAW 2002", "ANSWERED 2001", "HANGUP 2001"]
        ),
        (
            "queue-local-members",
            ["POP 2001", "POP 2002", "WITHDRAW 2002", "ANSWERED 2001", "HANGUP 2001"]
        ),
        (
            "queue-linear",
            ["POP 2001", "WITHDRAW 2001", "POP 2002", "ANSWERED 2002", "HANGUP 2002"]
        ),
        // The recording ends while it rings, and the next one begins with this call.
        ("abandon", ["POP 2001", "POP 2002"]),
        ("agent-ends", ["POP 2001", "ANSWERED 2001", "HANGUP 2001", "POP 2001", "POP 2002"]),
        ("attended-transfer", transferred), ("blind-transfer", transferred),
        (
            "pickup",
            [
                "POP 2001", "POP 2002", "WITHDRAW 2001", "WITHDRAW 2002", "POP 2003",
                "ANSWERED 2003", "HANGUP 2003",
            ]
        ),
        // It begins while 2001 speaks with a caller; a second and a third one come.
        (
            "two-calls",
            [
                "POP 2001", "ANSWERED 2001", "POP 2001", "POP 2002", "POP 2001", "POP 2002",
                "WITHDRAW 2001", "ANSWERED 2002", "HANGUP 2001", "HANGUP 2002", "HANGUP 2002",
            ]
        ),
        ("withheld", ["POP 2001", "POP 2002", "WITHDRAW 2002", "ANSWERED 2001", "HANGUP 2001"]),
        ("internal-call", []),
    ]

    private static let transferred = [
        "POP 2001", "POP 2002", "WITHDRAW 2002", "ANSWERED 2001", "TRANSFER 2001", "POP 2003",
        "ANSWERED 2003", "HANGUP 2003",
    ]

    @Test(arguments: stories)
    func consolesAreToldWhatTheStreamsPageSays(
        _ story: (stream: String, told: [String])
    ) throws {
        let scene = try FollowingScene()
        defer { scene.end() }
        scene.asterisk.say(ManagerStream[story.stream].bytes)
        #expect(scene.told() == story.told)
    }

    @Test func aCallKeepsItsCallerAndBearsThePBXsName() throws {
        let scene = try FollowingScene()
        defer { scene.end() }
        scene.ring(call: "1.1", number: "+442079460958", at: "2001")
        let pop = try #require(scene.console.nextLine())
        #expect(pop.hasPrefix("* POP call=main/1.1 agent=2001 lookup=200 number=+442079460958 "))
        #expect(pop.contains(#"name="Acme Ltd""#))
    }

    /// Asterisk says so only when it is asked; then nothing of the caller is kept.
    @Test func aNumberThatMayNotBeShownIsTakenBack() throws {
        let scene = try FollowingScene()
        defer { scene.end() }
        scene.asterisk.withholdNumbers()
        scene.ring(call: "1.1", number: "+442079460958", at: "2001")
        while let line = scene.console.nextLine(), !line.contains("lookup=410") {}
        scene.hangUp(call: "1.1")
        #expect(scene.told() == ["HANGUP 2001"])
        try scene.awaitStored()
        let card = try scene.ask("CARD A1042")
        #expect(!card.contains { $0.contains(#"reference="main/1.1""#) }, "\(card)")
    }

    /// The words for it are whoever's who looks after the PBX: not in the log only.
    @Test func whoIsRefusedSaysWhyAndDoesNotKnockAgain() throws {
        let asterisk = try PlayedInterface()
        asterisk.want(secret: "another")
        let scene = try FollowingScene(asterisk, isFollowed: false)
        defer { scene.end() }
        let line = try scene.statistics { $0.contains("state=failed") }
        #expect(line.contains(#"reason="it refuses the user: wrong name, wrong secret"#), "\(line)")
        #expect(asterisk.count("Login") == 1)
        #expect(try scene.ask("STATS").contains { $0.hasPrefix("trouble with=pbx ") })
    }

    @Test func whoIsNotThereIsTriedAgain() throws {
        let asterisk = try PlayedInterface()
        let port = asterisk.port
        asterisk.stop()
        let scene = try FollowingScene(asterisk, isFollowed: false)
        defer { scene.end() }
        _ = try scene.statistics { $0.contains(#"reason="no connection: connection refused""#) }
        let back = try PlayedInterface(port: port)
        defer { back.stop() }
        let line = try scene.statistics { $0.contains("state=following") }
        #expect(line.contains(#"asterisk="22.10.1""#) && !line.contains("reason="), "\(line)")
        #expect(try scene.ask("CLIENTS").contains { $0.hasPrefix("pbx name=main ") })
    }

    /// What happened while nobody listened is learnt from the list; a call that is gone is over,
    /// one that is there goes on without a second pop.
    @Test func aBreakIsMadeGood() throws {
        let scene = try FollowingScene()
        defer { scene.end() }
        scene.ring(call: "1.1", number: "+442079460958", at: "2001")
        scene.ring(call: "2.1", number: "+441632960101", at: "2002")
        #expect(scene.told(until: 2) == ["POP 2001", "POP 2002"])
        // Meanwhile the first has ended, and 2002 has answered the second.
        scene.asterisk.show([
            .init(name: "PJSIP/trunk-000002", id: "2.1", number: "+441632960101", bridge: "b"),
            .init(name: "PJSIP/2002-00000021", id: "2.12002", linked: "2.1", bridge: "b"),
        ])
        scene.asterisk.breakOff()
        scene.asterisk.await("CoreShowChannels", times: 2)
        #expect(Set(scene.told(until: 2)) == ["HANGUP 2001", "ANSWERED 2002"])
    }

    /// The same for a new daemon at the same database.
    @Test func aNewDaemonGoesOnWhereTheOldOneEnded() throws {
        let asterisk = try PlayedInterface()
        let first = try FollowingScene(asterisk)
        first.ring(call: "1.1", number: "+442079460958", at: "2001")
        first.ring(call: "2.1", number: "+441632960101", at: "2002")
        #expect(first.told(until: 2) == ["POP 2001", "POP 2002"])
        try first.awaitStored()
        first.server.stop()
        asterisk.show([
            .init(name: "PJSIP/trunk-000001", id: "1.1", number: "+442079460958", bridge: "b"),
            .init(name: "PJSIP/2003-00000021", id: "1.2", linked: "1.1", bridge: "b"),
        ])
        let second = try FollowingScene(asterisk, database: first.server.database)
        defer { second.end() }
        #expect(try second.screens() == ["POP 2003", "ANSWERED 2003"])
    }

    /// Whichever of the two is first.
    @Test(arguments: [false, true])
    func whatTheDialplanAnnouncesIsTheSameCall(isDialplanFirst: Bool) throws {
        let scene = try FollowingScene()
        defer { scene.end() }
        let announce = {
            let reply = try scene.ask("RING 1.1 +442079460958 2001")
            #expect(reply.first?.hasPrefix("200 +442079460958 ") == true)
        }
        if isDialplanFirst { try announce() }
        scene.ring(call: "1.1", number: "+442079460958", at: "2001")
        if !isDialplanFirst {
            #expect(scene.told(until: 1) == ["POP 2001"])
            try announce()
        }
        scene.answer(call: "1.1", at: "2001")
        scene.hangUp(call: "1.1")
        let told = ["POP 2001", "ANSWERED 2001", "HANGUP 2001"]
        #expect(scene.told() == (isDialplanFirst ? told : Array(told.dropFirst())))
        #expect(try scene.ask("STATS").contains { $0.hasPrefix("calls live=1 ") })
    }

    /// Two PBXs that count alike, and a dialplan that does not say whose call it means.
    @Test func whereSeveralAreFollowedNobodyIsShownAnothersCaller() throws {
        let north = try PlayedInterface()
        let scene = try FollowingScene(beside: north)
        defer {
            scene.end()
            north.stop()
        }
        scene.ring(call: "1.1", number: "+442079460958", at: "2001")
        let first = try #require(scene.console.nextLine())
        #expect(first.contains("call=main/1.1 agent=2001 lookup=200 number=+442079460958 "))
        scene.speaker = north
        scene.ring(call: "1.1", number: "+441632960999", at: "3001")
        let second = try #require(scene.console.nextLine())
        #expect(second.contains("call=north/1.1 agent=3001 lookup=404 number=+441632960999 "))
        _ = try scene.ask("RING 1.1 +441632960101 4001")
        let third = try #require(scene.console.nextLine())
        #expect(third.contains("call=1.1 agent=4001 ") && third.contains("+441632960101"))
        // None of the three has changed another one's.
        let screens = try scene.screens()
        #expect(Set(screens) == ["POP 2001", "POP 3001", "POP 4001"] && screens.count == 3)
    }

    /// A reload is the word of somebody who has put something right.
    @Test func aReloadKnocksAgainAtOnce() throws {
        let asterisk = try PlayedInterface()
        defer { asterisk.stop() }
        asterisk.want(secret: "another")
        let folder = try Repository.scratchFolder()
        let (secret, file) = (folder.path + "/secret", folder.path + "/screenpopd.toml")
        #expect(
            FileManager.default.createFile(
                atPath: secret, contents: Data("s3cret".utf8),
                attributes: [.posixPermissions: 0o600]))
        try """
        [[pbx]]
        name = "main"
        ami = "127.0.0.1:\(asterisk.port)"
        user = "screenpop"
        secret-file = "\(secret)"
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let daemon = try Daemon(database: folder.path + "/customers.db", ["--config", file])
        #expect(daemon.nextLine(with: "no trunks are named") != nil)
        #expect(daemon.nextLine(with: "it refuses the user") != nil)
        asterisk.want(secret: "s3cret")
        _ = try daemon.reload()
        #expect(daemon.nextLine(with: "following a PBX") != nil)
    }

    @Test func anEncryptedInterfaceIsFollowed() throws {
        let certificates = try Certificates()
        try certificates.make("pbx", for: "DNS:localhost,IP:127.0.0.1", by: nil)
        let asterisk = try PlayedInterface(
            certificate: (certificates.path("pbx.pem"), certificates.path("pbx.key")))
        let scene = try FollowingScene(
            asterisk, trusting: .file(path: certificates.path("pbx.pem")))
        defer { scene.end() }
        scene.asterisk.say(ManagerStream["queue-linear"].bytes)
        #expect(scene.told() == Self.stories[2].told)
    }

    @Test func aStrangersCertificateIsRefused() throws {
        let certificates = try Certificates()
        for name in ["pbx", "stranger"] {
            try certificates.make(name, for: "IP:127.0.0.1", by: nil)
        }
        let asterisk = try PlayedInterface(
            certificate: (certificates.path("stranger.pem"), certificates.path("stranger.key")))
        let scene = try FollowingScene(
            asterisk, trusting: .file(path: certificates.path("pbx.pem")), isFollowed: false)
        defer { scene.end() }
        let line = try scene.statistics { $0.contains("reason=") }
        #expect(line.contains("its certificate is signed by itself"), "\(line)")
        #expect(asterisk.count("Login") == 0)
    }

    /// However much one read brings, others get their turn in between; and nothing is left out
    /// that stood before the end of the connection.
    @Test func aReadFullOfMessagesIsTakenALittleAtATime() throws {
        let asterisk = try PlayedInterface()
        let loop = try Loop()
        let link = try PBXLink(
            FollowingScene.settings(.plain(.tcp(host: "127.0.0.1", port: asterisk.port))), on: loop)
        let count = 50_000
        var taken = (all: 0, inTurn: 0, most: 0)
        let turns = try SlicedWork(on: loop) {
            taken.most = max(taken.most, taken.inTurn)
            taken.inTurn = 0
            return true
        }
        link.onMessage = { message in
            guard message.event == "a" else { return }
            taken.all += 1
            taken.inTurn += 1
        }
        link.onEvent = { event in
            if case .isCurrent = event {
                turns.start()
                Thread {
                    asterisk.say(Array(String(repeating: "Event: a\r\n\r\n", count: count).utf8))
                    asterisk.breakOff()
                }.start()
            }
            if case .lost = event { loop.stop() }
        }
        link.start()
        loop.run()
        link.close()
        turns.close()
        asterisk.stop()
        #expect(taken.all == count)
        #expect(taken.most < 2000, "\(taken.most) in one turn")
    }

    /// A storm of what nobody wants, a line without an end, and then a call: it pops.
    @Test func nothingThatIsSentHurts() throws {
        let scene = try FollowingScene()
        defer { scene.end() }
        let unwanted = "Event: VarSet\r\nChannel: PJSIP/trunk-1\r\nVariable: A\r\nValue: b\r\n\r\n"
        let storm = Array(String(repeating: unwanted, count: 20_000).utf8)
        scene.asterisk.say(storm)
        scene.asterisk.say([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))
        scene.asterisk.say(Array("\r\n\r\nEvent\r\n:\r\n\r\n\0\u{1}\r\n\r\n".utf8))
        scene.ring(call: "1.1", number: "+442079460958", at: "2001")
        #expect(scene.told(until: 1) == ["POP 2001"])
        #expect(try scene.statistics { _ in true }.contains("skipped=1"))
    }
}
