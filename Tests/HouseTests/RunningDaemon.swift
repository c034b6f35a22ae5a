import Foundation

/// A real `screenpopd` of its own, on a port that the system chooses.
final class RunningDaemon {
    /// Its words up to now, one line each.
    private(set) var log: [String] = []
    let port: String

    private let process: Process
    private let complaints = Pipe()
    private var unread = Data()

    /// Starts it and waits until it listens.
    ///
    /// - Parameter arguments: besides `--listen`.
    init(_ arguments: [String]) throws {
        process = Program.process(
            Program.built("screenpopd"), arguments + ["--listen", "127.0.0.1:0"])
        process.standardError = complaints
        try process.run()
        var port: String?
        while port == nil, let line = Self.nextLine(complaints, &unread) {
            log.append(line)
            port = line.firstMatch(of: #/address=127\.0\.0\.1:(\d+) .*listening/#)
                .map { String($0.1) }
        }
        guard let port else { throw Failure(log: log) }
        self.port = port
        // The first answer shows that it also listens to signals.
        _ = try Program.run(
            Program.built("screenpop"), ["ping", "--server", "127.0.0.1:\(port)"])
    }

    struct Failure: Error {
        let log: [String]
    }

    /// Makes it read its configuration again, and waits until it says what came of it.
    func reload() -> String {
        kill(process.processIdentifier, SIGHUP)
        while let line = nextLine() {
            if line.contains("configuration") { return line }
        }
        return ""
    }

    /// Ends it.
    ///
    /// - Returns: its exit code.
    func stop() -> Int32 {
        process.terminate()
        while nextLine() != nil {}
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits for its next words; `nil` when it has ended.
    private func nextLine() -> String? {
        guard let line = Self.nextLine(complaints, &unread) else { return nil }
        log.append(line)
        return line
    }

    private static func nextLine(_ pipe: Pipe, _ unread: inout Data) -> String? {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                defer { unread = Data(unread[(end + 1)...]) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let more = pipe.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            unread += more
        }
    }

    deinit {
        if process.isRunning { process.terminate() }
    }
}
