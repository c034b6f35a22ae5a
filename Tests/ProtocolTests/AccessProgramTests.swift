import Foundation
import Glibc
import TestSupport
import Testing

/// The list, the daemon that goes by it, and clients that sign in: the real programs.
@Suite(.serialized, .timeLimit(.minutes(10))) struct AccessProgramTests {
    private static func screenpop(_ words: [String]) throws -> Program.Outcome {
        try Program.run(Program.built("screenpop"), words)
    }

    private struct Scene {
        let folder: URL
        let list: String
        let database: String

        init() throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "screenpop-access-\(UUID().uuidString)")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            list = folder.appending(path: "etc/access.toml").path
            database = try Base.shared.copy()
        }

        /// Runs `screenpop access` and keeps the token that it prints.
        ///
        /// - Returns: where the token is; `nil`: it printed none.
        func access(_ words: String) throws -> String? {
            let words = words.split(separator: " ").map(String.init)
            let outcome = try AccessProgramTests.screenpop(["access"] + words + ["--file", list])
            #expect(outcome.status == 0, "\(outcome)")
            guard outcome.output.hasPrefix("spt_") else { return nil }
            let path = folder.appending(path: UUID().uuidString).path
            let token = Data(outcome.output.utf8)
            let isThere = FileManager.default.createFile(
                atPath: path, contents: token, attributes: [.posixPermissions: 0o600])
            #expect(isThere)
            return path
        }
    }

    private static func ask(
        _ daemon: Daemon, _ words: String, _ name: String? = nil, _ token: String? = nil
    ) throws -> Program.Outcome {
        var line = words.split(separator: " ").map(String.init)
        line += ["--server", "127.0.0.1:\(daemon.port)"]
        if let name, let token { line += ["--client", name, "--token-file", token] }
        return try screenpop(line)
    }

    @Test func aClientIsAddedRotatedAndRemoved() throws {
        let scene = try Scene()
        let jo = try #require(try scene.access("add jo --role agent --agents 1001 --no-account"))
        let root = try #require(try scene.access("add root --role admin"))
        let daemon = try Daemon(database: scene.database, ["--access", scene.list])
        let card = "card A1042"
        #expect(try Self.ask(daemon, card).status == 2)
        #expect(try Self.ask(daemon, card, "jo", jo).output.hasPrefix("A1042"))
        let wrong = try Self.ask(daemon, card, "root", jo)
        #expect(wrong.status == 2 && wrong.complaints.contains("434 wrong name or token"))
        // Two are valid while one takes the other's place.
        let new = try #require(try scene.access("rotate jo"))
        #expect(try daemon.reload().contains("read again"))
        for token in [jo, new] { #expect(try Self.ask(daemon, card, "jo", token).status == 0) }
        #expect(try scene.access("rotate jo --finish") == nil)
        #expect(try daemon.reload().contains("read again"))
        #expect(try Self.ask(daemon, card, "jo", jo).status == 2)
        #expect(try Self.ask(daemon, card, "jo", new).status == 0)
        #expect(try scene.access("remove jo") == nil)
        #expect(try daemon.reload().contains("read again"))
        #expect(try Self.ask(daemon, card, "jo", new).status == 2)
        #expect(try Self.ask(daemon, card, "root", root).status == 0)
        daemon.stop()
        for file in [jo, new, root] {
            let token = try String(contentsOfFile: file, encoding: .utf8).dropLast()
            #expect(!daemon.log.contains(token), "a token is in the log")
        }
    }

    @Test func theListIsTold() throws {
        let scene = try Scene()
        _ = try scene.access("add pbx1 --role telephony --from 10.0.1.5 --names")
        let jo = try #require(try scene.access("add jo --role agent --agents 1001,1002 --unmask"))
        let daemon = try Daemon(database: scene.database, ["--access", scene.list])
        #expect(try Self.ask(daemon, "card A1042", "jo", jo).status == 0)
        #expect(daemon.stop() == 0)
        let told = try Self.screenpop([
            "access", "list", "--json", "--file", scene.list, "--database", scene.database,
        ])
        let lines = try told.output.split(separator: "\n").map { line in
            try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(lines.map { $0["name"] as? String } == ["jo", "pbx1"])
        #expect(lines.map { $0["role"] as? String } == ["agent", "telephony"])
        #expect(lines[0]["agents"] as? [String] == ["1001", "1002"])
        #expect(lines[1]["from"] as? [String] == ["10.0.1.5/32"])
        #expect(lines[1]["last"] as? String == "never")
        #expect((lines[0]["last"] as? String)?.hasPrefix("20") == true)
    }

    /// A token in an argument would stand in the list of processes; one that others may read is
    /// lost.
    @Test func aTokenIsAFileOfItsOwner() throws {
        let scene = try Scene()
        let jo = try #require(try scene.access("add jo --role agent --agents 1001"))
        let daemon = try Daemon(database: scene.database, ["--access", scene.list])
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: jo)
        let outcome = try Self.ask(daemon, "card A1042", "jo", jo)
        #expect(outcome.status == 2 && outcome.complaints.contains("others may read the token"))
        #expect(try Self.ask(daemon, "card A1042", "jo", "/nowhere").status == 2)
        let alone = try Self.screenpop(["card", "A1042", "--client", "jo"])
        #expect(alone.status == 2 && alone.complaints.contains("go together"))
    }

    /// Every user may try where users are asked who they are, and only there.
    @Test func aUnixSocketIsForEverybodyWhoIsAsked() throws {
        let scene = try Scene()
        let socket = scene.folder.appending(path: "socket").path
        _ = try scene.access("add own --role supervisor --uid \(getuid())")
        let daemon = try Daemon(
            database: scene.database, ["--access", scene.list, "--listen", "unix:\(socket)"])
        let mode = try FileManager.default.attributesOfItem(atPath: socket)[.posixPermissions]
        #expect(mode as? Int == 0o666)
        // Known by the kernel's word: no token.
        for (command, status) in [("card A1042", 0), ("verify", 2)] as [(String, Int32)] {
            let words = command.split(separator: " ").map(String.init)
            let outcome = try Self.screenpop(words + ["--server", "unix:\(socket)"])
            #expect(outcome.status == status, "\(outcome)")
        }
        #expect(daemon.stop() == 0)
        let alone = try Daemon(database: scene.database, ["--listen", "unix:\(socket)"])
        let own = try FileManager.default.attributesOfItem(atPath: socket)[.posixPermissions]
        #expect((own as? Int ?? 0o777) & 0o007 == 0)
        #expect(alone.stop() == 0)
    }

    /// Where the kernel writes cores into the folder of the process.
    private static let writesCores =
        (try? String(contentsOfFile: "/proc/sys/kernel/core_pattern", encoding: .utf8))
        .map { !$0.hasPrefix("|") && !$0.contains("/") } ?? false

    private static func cores() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
            .filter { $0.hasPrefix("core") }
    }

    @Test(.enabled(if: writesCores, "the kernel hands cores to a program of its own"))
    func noCoreIsWritten() throws {
        var limit = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
        guard unsafe setrlimit(__rlimit_resource_t(4), &limit) == 0 else { return }
        let scene = try Scene()
        _ = try scene.access("add jo --role agent --agents 1001")
        let daemon = try Daemon(database: scene.database, ["--access", scene.list])
        let before = try Self.cores()
        // One that nobody catches.
        daemon.send(SIGSYS)
        #expect(daemon.status() == SIGSYS)
        #expect(try Self.cores() == before)
    }
}
