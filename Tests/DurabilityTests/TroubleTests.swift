import Customers
import EventLoop
import Foundation
import GRDB
import ReplyReading
import ScreenPopClient
import StoreScene
import Testing
import TestSupport

/// Each trouble is said when it begins and when it ends, `ping` tells it to a script, and lookups
/// go on.
@Suite struct TroubleTests {
    private static let day = CalendarDay("2026-11-21")!
    private static let number = "+442079460958"

    private static func base() throws -> String {
        let path = try Scratch.sample(customers: 100, seed: 4, day: day)
        try DatabaseQueue(path: path).write {
            try $0.execute(
                sql: """
                    INSERT INTO customers (account, name, email)
                        VALUES ('SECRET', 'Nobody Elses Business', 'secret@example.org');
                    INSERT INTO phones (customer_id, entered, number)
                        SELECT id, '\(number)', 442079460958 FROM customers
                        WHERE account = 'SECRET'
                    """)
        }
        return path
    }

    private static func ping(_ daemon: Daemon) throws -> Program.Outcome {
        try Program.run(
            Program.built("screenpop"), ["ping", "--server", "127.0.0.1:\(daemon.port)"])
    }

    /// Asks again after each line of the log about a trouble, until `ping` ends so.
    private static func expect(
        _ daemon: Daemon, pingEndsWith status: Int32,
        _ sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Program.Outcome {
        var outcome = try ping(daemon)
        while outcome.status != status, daemon.nextLine(with: "trouble ") != nil {
            outcome = try ping(daemon)
        }
        #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
        return outcome
    }

    private static func expectEnded(_ daemon: Daemon, _ kind: String) throws {
        while !lines(daemon, "trouble ends").contains(where: { $0.contains("trouble=\(kind)") }),
            daemon.nextLine(with: "trouble ends") != nil
        {}
        #expect(
            lines(daemon, "trouble begins").filter { $0.contains("trouble=\(kind)") }.count == 1)
        #expect(
            lines(daemon, "trouble ends").filter { $0.contains("trouble=\(kind)") }.count == 1)
    }

    private static func lines(_ daemon: Daemon, _ words: String) -> [Substring] {
        daemon.log.split(separator: "\n").filter { $0.contains(words) }
    }

    @Test func aDatabaseThatIsGoneAndBack() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path)
        let client = try daemon.client()
        #expect(try Self.ping(daemon).status == 0)
        try FileManagerMoves.move(path, path + ".away")
        let outcome = try Self.expect(daemon, pingEndsWith: 3)
        #expect(outcome.complaints.contains("trouble with database: \(path): the database is gone"))
        #expect(try client.request("LOOKUP \(Self.number)").code == 200)
        #expect(try client.request("CARD SECRET").code == 430)
        #expect(try client.request("NOTE SECRET x").code == 431)
        try FileManagerMoves.move(path + ".away", path)
        _ = try Self.expect(daemon, pingEndsWith: 0)
        try Self.expectEnded(daemon, "database")
        #expect(try client.request("CARD SECRET").code == 210)
        #expect(try client.request("VERIFY").fields["differences"] == "0")
    }

    /// A copy of something else over the file that is open.
    @Test func aFileThatIsDamagedUnderTheDaemon() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path)
        let client = try daemon.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 1 << 20))
        let wal = try FileHandle(forWritingTo: URL(filePath: path + "-wal"))
        try wal.truncate(atOffset: 0)
        let begun = ContinuousClock.now
        _ = try client.request("CARD SECRET")
        _ = try client.request("VERIFY")
        #expect(try client.request("LOOKUP \(Self.number)").code == 200)
        #expect(ContinuousClock.now - begun < .seconds(10))
        _ = try Self.expect(daemon, pingEndsWith: 3)
        #expect(Self.lines(daemon, "trouble begins").contains { $0.contains("trouble=database") })
        #expect(try client.request("HISTORY SECRET").code == 430)
        let stats = try client.request("STATS").lines
        #expect(stats.first { $0.word == "database" }?.fields["state"] == "unavailable")
        let stopping = ContinuousClock.now
        #expect(daemon.stop() == 0)
        #expect(ContinuousClock.now - stopping < .seconds(5))
    }

    @Test func aColumnThatIsGone() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path)
        let client = try daemon.client()
        try DatabaseQueue(path: path).write {
            try $0.execute(sql: "ALTER TABLE customers DROP COLUMN email")
        }
        #expect(try client.request("CARD SECRET").code == 430)
        #expect(try client.request("LOOKUP \(Self.number)").code == 200)
        _ = try Self.expect(daemon, pingEndsWith: 3)
        let outcome = try Self.expect(daemon, pingEndsWith: 4)
        #expect(outcome.complaints.contains("column customers.email"))
        #expect(!daemon.log.contains("Elses") && !daemon.log.contains("example.org"))
        #expect(daemon.stop() == 0)
        let again = try Daemon(database: path)
        #expect(try again.client().request("CARD SECRET").code == 210)
        #expect(try again.client().request("VERIFY").fields["differences"] == "0")
        #expect(again.hasSaid("column customers.email"))
        #expect(try Self.ping(again).status == 0)
    }

    @Test func rowsThatNobodyCanRead() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path)
        _ = try daemon.client().request("VERIFY")
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try other.inDatabase {
            try $0.execute(
                sql: """
                    PRAGMA ignore_check_constraints = ON;
                    INSERT INTO customers (id, account, name) VALUES (-5, 'BELOW', 'Elses Own');
                    """)
        }
        let outcome = try Self.expect(daemon, pingEndsWith: 4)
        #expect(outcome.complaints.contains("1 of customers"), "\(outcome)")
        #expect(try daemon.client().request("CARD BELOW").code == 405)
        #expect(!daemon.log.contains("Elses"))
        try other.write { try $0.execute(sql: "DELETE FROM customers WHERE id = -5") }
        _ = try Self.expect(daemon, pingEndsWith: 0)
        try Self.expectEnded(daemon, "rows")
    }

    /// What happens to calls while the database takes nothing is in the history when it does again.
    @Test func factsAboutCallsWaitForTheDatabase() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path)
        let client = try daemon.client()
        #expect(try client.request("VERIFY").fields["differences"] == "0")
        try FileManagerMoves.move(path, path + ".away")
        _ = try Self.expect(daemon, pingEndsWith: 3)
        for call in 1...20 {
            #expect(try client.request("RING call-\(call) \(Self.number) 1001").code == 200)
            _ = try client.request("HANGUP call-\(call)")
        }
        _ = try Self.expect(daemon, pingEndsWith: 3)
        try FileManagerMoves.move(path + ".away", path)
        _ = try Self.expect(daemon, pingEndsWith: 0)
        let end = ContinuousClock.now + Program.patience
        func calls(_ field: String) throws -> String? {
            try client.request("STATS").lines.first { $0.word == "calls" }?.fields[field]
        }
        while try calls("facts_waiting") != "0", ContinuousClock.now < end {}
        #expect(try calls("facts_waiting") == "0")
        #expect(try calls("facts_lost") == "0")
        let stored = try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM calls WHERE ended_at IS NOT NULL")
        }
        #expect(stored == 20)
    }

    /// A limit on the size of files, which ends a process that does not expect it.
    @Test func aFileThatMayNotGrow() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path, ["--snapshot", "off"])
        let client = try daemon.client()
        _ = try client.request("VERIFY")
        try Program.output(of: ["prlimit", "--pid", "\(daemon.processID)", "--fsize=2000000:"])
        let text = String(repeating: "x", count: 900)
        var codes: Set<UInt16> = []
        for _ in 1...4000 {
            let code = try client.request("NOTE SECRET \(text)").code
            codes.insert(code)
            if code == 431 { break }
        }
        #expect(codes.contains(431))
        func isSaid() -> Bool {
            Self.lines(daemon, "trouble begins").contains { $0.contains("trouble=writes") }
        }
        // The line goes its own way, beside the reply.
        while !isSaid(), daemon.nextLine(with: "trouble begins") != nil {}
        #expect(isSaid())
        #expect(try client.request("LOOKUP \(Self.number)").code == 200)
        try Program.output(
            of: ["prlimit", "--pid", "\(daemon.processID)", "--fsize=unlimited:"])
        _ = try Self.expect(daemon, pingEndsWith: 0)
        #expect(try client.request("NOTE SECRET again").code == 201)
    }

    /// It may start later: the unit tries again.
    @Test func aDiskThatTakesNothingAtTheStart() throws {
        let path = try Scratch.folder() + "/new.db"
        let outcome = try Program.run(
            "prlimit",
            [
                "--fsize=20000", Program.built("screenpopd"), "--listen", "127.0.0.1:0",
                "--database", path,
            ])
        #expect(outcome.status == 75)
        #expect(outcome.complaints.contains("\(path): the disk"), "\(outcome)")
        _ = try Daemon(database: path)
    }

    @Test func aSecondDaemonAtTheSameDatabaseIsRefused() throws {
        let path = try Self.base()
        let daemon = try Daemon(database: path)
        let second = try Program.run(
            Program.built("screenpopd"), ["--listen", "127.0.0.1:0", "--database", path])
        #expect(second.status == 75)
        #expect(second.complaints.contains("another screenpopd serves this database"))
        #expect(try Self.ping(daemon).status == 0)
        daemon.end()
        _ = try Daemon(database: path)
    }

    /// Nobody takes the lines of its log any more.
    @Test func aLogThatNobodyReads() throws {
        let folder = try Scratch.folder()
        let process = Process()
        process.executableURL = URL(filePath: Program.built("screenpopd"))
        process.arguments = [
            "--listen", "unix:\(folder)/socket", "--database", try Self.base(),
            "--log-level", "trace",
        ]
        let full = Pipe()
        let end = full.fileHandleForWriting
        let flags = fcntl(end.fileDescriptor, F_GETFL)
        _ = fcntl(end.fileDescriptor, F_SETFL, flags | O_NONBLOCK)
        while (try? end.write(contentsOf: Data(repeating: 0x2E, count: 1))) != nil {}
        _ = fcntl(end.fileDescriptor, F_SETFL, flags)
        process.standardError = end
        try process.run()
        defer { process.terminate() }
        let patience = ContinuousClock.now + Program.patience
        var code: UInt16?
        while code == nil, ContinuousClock.now < patience {
            code = try? Client(Endpoint(parsing: "unix:\(folder)/socket"))
                .request("LOOKUP \(Self.number)").code
        }
        #expect(code == 200)
    }

    @Test func anAddressInUseMayBeFreeLater() throws {
        let daemon = try Daemon(database: Self.base())
        let second = try Program.run(
            Program.built("screenpopd"),
            ["--listen", "127.0.0.1:\(daemon.port)", "--database", Self.base()])
        #expect(second.status == 75)
        #expect(second.complaints.contains("EADDRINUSE"))
    }
}
