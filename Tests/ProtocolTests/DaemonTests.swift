import CustomerStore
import Foundation
import ScreenPopServer
import Testing
import TestSupport

/// What an administrator sees of the real program.
@Suite(.serialized) struct DaemonTests {
    @Test func aDatabaseThatCannotBeUsedIsNamedAndTheExitCodeIs2() throws {
        let folder = try Repository.scratchFolder()
        let letter = folder.appending(path: "letter.txt")
        try Data(repeating: UInt8(ascii: "x"), count: 5000).write(to: letter)
        for path in [letter.path, folder.appending(path: "no/such.db").path, folder.path] {
            let outcome = try Program.run(
                Program.built("screenpopd"), ["--database", path, "--listen", "127.0.0.1:0"])
            #expect(outcome.status == 2)
            #expect(outcome.complaints.contains(path))
        }
    }

    @Test func aWrongConfigurationIsExplained() throws {
        let folder = try Repository.scratchFolder()
        let database = folder.appending(path: "d.db").path
        let file = folder.appending(path: "c.toml")
        try "colour = \"red\"\n".write(to: file, atomically: true, encoding: .utf8)
        for (arguments, said) in [
            ([], "--database"), (["--database", database, "--region", "XX"], "\"XX\""),
            (["--database", database, "--config", file.path], "colour"),
            (["--database", database, "--listen", "0.0.0.0:0"], "a list of those who may come"),
            (["--database", database, "--listen", "pbx.example:1"], "pbx.example"),
        ] {
            let outcome = try Program.run(Program.built("screenpopd"), arguments)
            #expect(outcome.status == 2)
            #expect(outcome.complaints.contains(said), "\(outcome.complaints)")
        }
    }

    @Test func flagsWinOverTheEnvironmentAndThatOverTheFile() throws {
        let folder = try Repository.scratchFolder()
        let file = folder.appending(path: "c.toml")
        try "region = \"FR\"\n".write(to: file, atomically: true, encoding: .utf8)
        let database = ["--database", folder.appending(path: "d.db").path]
        let config = database + ["--config", file.path]
        let environment = ["SCREENPOP_REGION": "DE"]
        for (arguments, environment, number) in [
            (config, [:], "+33123456789"), (config, environment, "+49123456789"),
            (config + ["--region", "GB"], environment, "+44123456789"),
        ] {
            let daemon = try Daemon(arguments, environment: environment)
            #expect(try daemon.ask("LOOKUP 0123456789") == "404 \(number) match=none")
        }
    }

    /// What can fail comes first: nothing of a configuration is taken that cannot be taken whole.
    @Test func aReloadThatFailsChangesNothing() throws {
        let folder = try Repository.scratchFolder()
        let file = folder.appending(path: "c.toml")
        func write(_ text: String) throws {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        try write("region = \"GB\"\n")
        let daemon = try Daemon(
            ["--database", folder.appending(path: "d.db").path, "--config", file.path])
        try write("region = \"FR\"\none-shot = [\"unix:/no/such/folder/socket\"]\n")
        #expect(try daemon.reload().contains("stays as it was"), "\(daemon.log)")
        #expect(try daemon.ask("LOOKUP 0123456789") == "404 +44123456789 match=none")
        try write("region = \"FR\"\n")
        #expect(try daemon.reload().contains("configuration read again"), "\(daemon.log)")
        #expect(try daemon.ask("LOOKUP 0123456789") == "404 +33123456789 match=none")
    }

    /// Each form of each setting reaches the daemon; what it makes of it, `--check` tells.
    @Test func checkSaysWhatIsGivenAndWhereOrWhatIsWrong() throws {
        let folder = try Repository.scratchFolder()
        let (database, file) = (folder.appending(path: "d.db").path, folder.appending(path: "c"))
        try "region = \"FR\"\n".write(to: file, atomically: true, encoding: .utf8)
        let flags = ["--database", database, "--config", file.path, "--check"]
        let said = try Program.run(
            Program.built("screenpopd"), flags + ["--scoring-thresholds-growth", "-1,0,0.5,1"])
        #expect(said.status == 0)
        #expect(
            said.output == """
                database = "\(database)"  # --database
                # config = "\(file.path)"  # --config
                region = "FR"  # \(file.path): region
                scoring.thresholds.growth = [-1, 0, 0.5, 1]  # --scoring-thresholds-growth

                """)
        #expect(!FileManager.default.fileExists(atPath: database))
        for (flag, value, complaint) in [
            ("region", "XX", "\"XX\" is no country"), ("numbers", "x", "\"x\" is no number format"),
            ("log-level", "loud", "\"loud\" is no log level"),
            ("fastagi", "pbx:1", "\"pbx\" is no IP"),
            ("listen", "[::1]", "\"[::1]\" is no address"), ("one-shot", "a:1", "\"a\" is no IP"),
            ("snapshot", database, "the snapshot and the database are two files"),
            ("score-every", "9000", "9000 is no interval"), ("area-codes", "x", "at most"),
            ("access-code", "x", "\"x\" is no access code"),
            ("stored-access-code", "12345", "\"12345\" is no access code"),
            ("memory-limit", "64M", "\"64M\" is no limit"), ("memory-limit", "1T", "is no limit"),
            ("extension-digits", "7", "7 is out of range"),
            ("neighbours", "XX", "\"XX\" is no country"),
            ("suffix-digits", "5", "write 0 or from 7 to 10; 5 would find strangers or nobody"),
            ("withheld", (0..<2000).map { "w\($0)" }.joined(separator: ","), "with the usual ones"),
        ] {
            let outcome = try Program.run(
                Program.built("screenpopd"), flags + ["--\(flag)", value])
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.complaints.contains("--\(flag): "), "\(outcome.complaints)")
            #expect(outcome.complaints.contains(complaint), "\(outcome.complaints)")
        }
    }

    @Test func aHangUpSignalMakesItReadItsConfigurationAgain() throws {
        let folder = try Repository.scratchFolder()
        let file = folder.appending(path: "c.toml")
        try "region = \"FR\"\n".write(to: file, atomically: true, encoding: .utf8)
        let daemon = try Daemon([
            "--database", folder.appending(path: "d.db").path, "--config", file.path,
        ])
        #expect(try daemon.ask("LOOKUP 0123456789") == "404 +33123456789 match=none")
        try "region = \"DE\"\n".write(to: file, atomically: true, encoding: .utf8)
        daemon.send(SIGHUP)
        // The signal and the next request reach the loop in no fixed order.
        var answer: String?
        for _ in 0..<200 where answer != "404 +49123456789 match=none" {
            answer = try daemon.ask("LOOKUP 0123456789")
        }
        #expect(answer == "404 +49123456789 match=none")
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func stoppingUnderLoadAnswersWhatWasRead(signal: Int32) throws {
        let daemon = try Daemon(["--database", Base.shared.copy()])
        let clients = try (0..<8).map { _ in try SocketClient(port: daemon.port) }
        // More than the sockets' buffers hold, so that the server is in the middle of it.
        for client in clients {
            for start in stride(from: 0, to: 20_000, by: 100) {
                let lines = (start..<start + 100).map { "LOOKUP +4490000\(10_000 + $0)\r\n" }
                let bytes = Array(lines.joined().utf8)
                if client.sendWithoutWaiting(bytes) < bytes.count { break }
            }
        }
        #expect(clients[0].nextLine() == "404 +449000010000 match=none")
        daemon.send(signal)
        for (index, client) in clients.enumerated() {
            var next = index == 0 ? 10_001 : 10_000
            while let line = client.nextLine() {
                guard line != "506 the last line has no line ending and was not carried out"
                else { continue }
                #expect(line == "404 +4490000\(next) match=none")
                next += 1
            }
            #expect(client.isAtEnd())
            client.endInput()
        }
        #expect(daemon.status() == 0)
    }

    @Test func fiveThousandConnectionsAreServedAtOnce() throws {
        OpenFileLimit.raise()
        let daemon = try Daemon(["--database", Base.shared.copy()])
        let clients = try (0..<5000).map { _ in try SocketClient(port: daemon.port) }
        for client in clients { client.send(Array("PING\r\n".utf8)) }
        for client in clients { #expect(client.nextLine() == "200 pong") }
    }

    @Test func allSocketsListenAtOnce() throws {
        let path = try Repository.scratchFolder().appending(path: "s").path
        let daemon = try Daemon([
            "--database", Base.shared.copy(), "--listen", "unix:\(path)", "--listen", "[::1]:0",
        ])
        let client = try Program.run(
            Program.built("screenpop"), ["ping", "--server", "unix:\(path)"])
        #expect(client.output == "200 pong\n")
        daemon.send(SIGTERM)
        #expect(daemon.status() == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
