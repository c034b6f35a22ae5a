import EventLoop
import Foundation
import ReplyReading
import ScreenPopClient
import Testing
import TestSupport

/// A daemon on a database of its own, the telephony system, and the desks of the agents.
final class Workplace {
    /// The customers of the transcripts, imported once.
    private static let base = Result {
        let folder = try Repository.scratchFolder()
        let database = folder.appending(path: "base.db").path
        let transcripts = Repository.root.appending(path: "Protocol/transcripts").path
        try Program.output(of: [
            Program.built("screenpop"), "import", "--database", database, "--region", "GB",
            "\(transcripts)/base",
        ])
        try Program.output(of: ["sqlite3", database, ".read \(transcripts)/after-import.sql"])
        return database
    }

    let database: String
    /// Where the consoles keep texts that are not stored.
    let state: String
    private(set) var port: UInt16 = 0
    private var daemon: Daemon?

    /// - Parameter database: one that nobody else uses; the base of the transcripts otherwise.
    init(database: String? = nil) throws {
        let folder = try Repository.scratchFolder()
        state = folder.appending(path: "state").path
        if let database {
            self.database = database
        } else {
            self.database = folder.appending(path: "base.db").path
            try FileManager.default.copyItem(atPath: Self.base.get(), toPath: self.database)
        }
        try startDaemon()
    }

    /// Starts it, at the port that it had before.
    func startDaemon() throws {
        daemon = try Daemon(["--database", database, "--region", "GB"], port: port)
        port = daemon?.port ?? port
    }

    func stopDaemon() { daemon?.stop() }

    /// Ends it by a signal, and waits for that.
    func endDaemon(_ signal: Int32) {
        daemon?.send(signal)
        _ = daemon?.status()
    }

    /// Waits until what happened to calls is stored.
    func settle() throws {
        let client = try Client(
            .tcp(host: "127.0.0.1", port: port), patience: Program.patience)
        while true {
            let lines = try client.request("STATS").lines
            let calls = try #require(lines.first { $0.word == "calls" })
            if calls.fields["facts_waiting"] == "0" { return }
        }
    }

    /// What the telephony system or a colleague says.
    @discardableResult
    func say(_ request: String) throws -> Reply {
        let client = try Client(
            .tcp(host: "127.0.0.1", port: port), patience: Program.patience)
        return try client.request(request)
    }

    /// A console at a desk, connected.
    func console(
        agent: String = "kim", columns: Int = 80, rows: Int = 24, environment: [String] = [],
        _ arguments: [String] = []
    ) throws -> Terminal {
        let terminal = try Terminal(
            columns: columns, rows: rows, environment: ["XDG_STATE_HOME=\(state)"] + environment,
            ["--agent", agent, "--server", "127.0.0.1:\(port)"] + arguments)
        try terminal.shows("connected to 127.0.0.1:\(port)")
        return terminal
    }

    /// The result of a query, columns with `|` between.
    func query(_ sql: String) throws -> [String] {
        try Program.output(of: ["sqlite3", "-cmd", ".timeout 10000", database, sql])
            .split(separator: "\n").map(String.init)
    }
}
