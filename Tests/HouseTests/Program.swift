import Foundation

/// Other programs, run from the top of the repository.
enum Program {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let complaints: String
    }

    /// The folder with the programs that were built together with these tests.
    static var folder: URL { Bundle.main.bundleURL }

    /// A program of this package.
    static func built(_ name: String) -> String { folder.appending(path: name).path }

    /// A process that is not started yet; a name without a slash is looked for on the `PATH`.
    static func process(_ path: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path.contains("/") ? path : "/usr/bin/env")
        process.arguments = path.contains("/") ? arguments : [path] + arguments
        process.currentDirectoryURL = Repository.root
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs a program to its end, or for 60 seconds; meant for little output.
    ///
    /// - Parameter input: what it reads; its input stays open behind that until it ends.
    static func run(
        _ path: String, _ arguments: [String], input: String? = nil
    ) throws -> Outcome {
        let process = process("timeout", ["60", path] + arguments)
        let (inbound, outbound) = (Pipe(), Pipe())
        let complaints = try Repository.scratchFolder().appending(path: "complaints")
        try Data().write(to: complaints)
        process.standardOutput = outbound
        process.standardError = try FileHandle(forWritingTo: complaints)
        if input != nil { process.standardInput = inbound }
        try process.run()
        try inbound.fileHandleForWriting.write(contentsOf: Data((input ?? "").utf8))
        let output = try outbound.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            complaints: try String(contentsOf: complaints, encoding: .utf8))
    }
}
