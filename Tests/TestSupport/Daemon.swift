import Foundation

/// The real program, started with what a test wants and ended by its pid.
public final class Daemon {
    /// It ended before it listened.
    public struct DidNotStart: Error { public let log: String }

    public let port: UInt16
    private let process = Process()
    private let said: SaidLines

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - arguments: beside `--listen`.
    ///   - port: a free one when nothing is said.
    ///   - environment: beside the tests' own.
    ///   - mask: the mask for new files that it begins with, in octal; otherwise the tests' own.
    public init(
        _ arguments: [String], port wanted: UInt16 = 0, environment: [String: String] = [:],
        mask: String? = nil
    ) throws {
        let flags = ["--listen", "127.0.0.1:\(wanted)"] + arguments
        let program = Program.built("screenpopd")
        let masked = mask.map { ["-c", "umask \($0); exec \"$0\" \"$@\"", program] }
        process.executableURL = URL(filePath: masked == nil ? program : "/bin/sh")
        process.arguments = (masked ?? []) + flags
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = Repository.root
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardError = output
        try process.run()
        said = SaidLines(output.fileHandleForReading)
        var port: UInt16?
        while port == nil {
            guard let line = said.next() else { throw DidNotStart(log: said.text) }
            port = line.firstMatch(of: #/address=127\.0\.0\.1:(\d+) .*listening/#)
                .flatMap { UInt16($0.1) }
        }
        self.port = port!
    }

    /// - Parameter database: one that no other daemon uses.
    public convenience init(database: String, _ arguments: [String] = []) throws {
        try self.init(["--database", database] + arguments)
    }

    deinit { end() }

    /// What it has said so far.
    public var log: String { said.text }

    /// Whether its log has these words, or has them soon: what it says takes a moment to come.
    public func hasSaid(_ words: String) -> Bool {
        log.contains(words) || nextLine(with: words) != nil
    }

    /// Waits for a line of its log with these words, behind those waited for before.
    ///
    /// - Returns: `nil` when it has ended or says nothing such within `Program.patience`.
    public func nextLine(with words: String) -> String? {
        let end = DispatchTime.now() + .seconds(Int(Program.patience.components.seconds))
        while let line = said.next(before: end) {
            if line.contains(words) { return line }
        }
        return nil
    }

    public var processID: Int32 { process.processIdentifier }

    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    ///
    /// - Returns: its exit code.
    public func status() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it as an administrator does.
    ///
    /// - Returns: its exit code.
    @discardableResult
    public func stop() -> Int32 {
        if process.isRunning { process.terminate() }
        return status()
    }

    /// Makes it read its configuration again, and waits until it says what came of it.
    public func reload() throws -> String {
        // The first answer shows that it also listens to signals.
        let ping = try Program.run(
            Program.built("screenpop"), ["ping", "--server", "127.0.0.1:\(port)"])
        // It may be in trouble all the same.
        guard ping.status != 2 else { throw Program.Failure(ping) }
        send(SIGHUP)
        return nextLine(with: "configuration") ?? ""
    }

    /// `kill -9`, and waits for the end.
    public func end() {
        guard process.isRunning else { return }
        send(SIGKILL)
        process.waitUntilExit()
    }

    /// The same at a moment to come, unless it ends before.
    public func end(afterMicroseconds delay: Int) {
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        _ = ended.wait(timeout: .now() + .microseconds(delay))
        process.terminationHandler = nil
        end()
    }
}
