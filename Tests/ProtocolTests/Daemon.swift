import Foundation

/// The real program, started with what a test wants and ended by its pid.
final class Daemon {
    struct DidNotStart: Error { let log: String }

    let port: UInt16
    private let process: Process
    private let log: URL

    /// - Parameters:
    ///   - arguments: beside `--listen` on a free port.
    ///   - environment: beside the tests' own.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let folder = try Repository.scratchFolder()
        log = folder.appending(path: "log")
        try Data().write(to: log)
        process = Process()
        process.executableURL = URL(filePath: Program.built("screenpopd"))
        process.arguments = ["--listen", "127.0.0.1:0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardError = output
        try process.run()
        var said = ""
        var port: UInt16?
        while port == nil {
            let bytes = output.fileHandleForReading.availableData
            if bytes.isEmpty { throw DidNotStart(log: said) }
            said += String(decoding: bytes, as: UTF8.self)
            port = said.firstMatch(of: /address=127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.1) }
        }
        self.port = port!
        keep(output.fileHandleForReading)
    }

    /// On a thread of its own: a `readabilityHandler` that ends itself at times crashes.
    private func keep(_ output: FileHandle) {
        Thread.detachNewThread { [log] in
            guard let file = try? FileHandle(forWritingTo: log) else { return }
            while case let bytes = output.availableData, !bytes.isEmpty {
                try? file.write(contentsOf: bytes)
            }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    func status() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Sends one line on a connection of its own.
    func ask(_ line: String) throws -> String? {
        let client = try SocketClient(port: port)
        client.send(Array("\(line)\r\n".utf8))
        return client.nextLine()
    }
}
