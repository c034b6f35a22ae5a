import Foundation
import Testing

/// Other programs, and how long a test waits for what should take milliseconds.
enum Program {
    static let patience = Duration.seconds(30)

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// For a program that leaves a server behind, such as tmux.
    ///
    /// Foundation notices the end of a process by a socket that the process holds, and the server
    /// would hold it on; its number is above 1024 while other tests have thousands of connections.
    /// And it starts processes with signals blocked, which the server would hand on.
    static let detaching = [
        "python3", "-c",
        "import os, signal, sys; os.closerange(3, 1 << 20); "
            + "signal.pthread_sigmask(signal.SIG_SETMASK, []); "
            + "os.execvp(sys.argv[1], sys.argv[1:])",
    ]

    struct Failure: Error {
        let words: String
    }

    /// A program of this package, built together with these tests.
    static func built(_ name: String) -> String {
        Bundle.main.bundleURL.appending(path: name).path
    }

    /// Runs a program to its end; meant for little output.
    @discardableResult
    static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "60"] + arguments
        // Into files: a server that a program starts could keep a pipe open for ever.
        let folder = try scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, complaints) = (folder.appending(path: "out"), folder.appending(path: "err"))
        for file in [output, complaints] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaints)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let said = try Data(contentsOf: output)
        let complained = try Data(contentsOf: complaints)
        guard process.terminationStatus == 0 else {
            throw Failure(
                words: "\(arguments): \(String(decoding: complained + said, as: UTF8.self))")
        }
        return String(decoding: said, as: UTF8.self)
    }

    /// A new folder; the system clears it away some day.
    static func scratchFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "screenpop-console-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
