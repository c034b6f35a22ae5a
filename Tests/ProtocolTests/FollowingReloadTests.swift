import Foundation
import TestSupport
import Testing

/// A configuration that follows an Asterisk in another way, while there are calls.
@Suite(.timeLimit(.minutes(5))) struct FollowingReloadTests {
    /// What was a call and is none by the new words is over, as nobody would tell of its end; what
    /// still is one goes on.
    @Test func callsOfAnEndpointThatIsNoTrunkAnyMoreAreOver() throws {
        let asterisk = try PlayedInterface()
        defer { asterisk.stop() }
        let folder = try Repository.scratchFolder()
        let secret = folder.appending(path: "secret")
        let file = folder.appending(path: "screenpopd.toml")
        let write = { (trunks: String) in
            let text = """
                [[pbx]]
                name = "main"
                ami = "127.0.0.1:\(asterisk.port)"
                user = "screenpop"
                secret-file = "\(secret.path)"
                trunks = \(trunks)
                """
            try Data(text.utf8).write(to: file)
        }
        try Data("s3cret\n".utf8).write(to: secret)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: secret.path)
        try write("['left', 'right']")
        asterisk.show(
            ["left", "right"].enumerated().flatMap { number, trunk in
                [
                    .init(name: "PJSIP/\(trunk)-0000000\(number)", id: "\(number).1"),
                    .init(
                        name: "PJSIP/200\(number)-0000001\(number)", id: "\(number).2",
                        linked: "\(number).1", state: 5),
                ]
            })
        let daemon = try Daemon(
            [
                "--config", file.path, "--database", folder.appending(path: "base.db").path,
                "--region", "GB",
            ])
        let console = try SocketClient(port: daemon.port)
        console.send(Array("WATCH *\n".utf8))
        #expect(Self.pops(console, 2) == ["POP 2000", "POP 2001"])
        try write("['left']")
        #expect(try daemon.reload().contains("configuration read again"))
        #expect(Self.pops(console, 1) == ["HANGUP 2001"])
    }

    private static func pops(_ console: SocketClient, _ count: Int) -> [String] {
        var told: [String] = []
        while told.count < count, let line = console.nextLine() {
            if let match = line.firstMatch(of: #/^\* (POP|HANGUP) call=\S+ agent=(\S+)/#) {
                told.append("\(match.1) \(match.2)")
            }
        }
        return told.sorted()
    }
}
