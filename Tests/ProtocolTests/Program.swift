import Foundation

/// Other programs, run to their end.
enum Program {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let complaints: String
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ outcome: Outcome) {
            description = "status \(outcome.status): \(outcome.complaints)\(outcome.output)"
        }
    }

    /// A program of this package, beside the tests' own.
    static func built(_ name: String) -> String {
        let folder = Bundle.main.executableURL!.deletingLastPathComponent()
        return folder.appending(path: name).path
    }

    /// - Returns: `nil` when the program is not installed.
    static func installed(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program and waits for it.
    ///
    /// - Parameters:
    ///   - input: what it reads from its standard input.
    ///   - closesInput: whether its input ends behind that; otherwise when the program ends.
    static func run(
        _ path: String, _ arguments: [String], input: String = "", closesInput: Bool = true
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let (inbound, outbound, complaints) = (Pipe(), Pipe(), try complaintFile())
        process.standardInput = inbound
        process.standardOutput = outbound
        process.standardError = complaints.handle
        try process.run()
        try inbound.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        if closesInput { try inbound.fileHandleForWriting.close() }
        let output = try outbound.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            complaints: try String(contentsOf: complaints.url, encoding: .utf8))
    }

    /// Standard error goes to a file, so that no pipe can fill up while the other is read.
    private static func complaintFile() throws -> (url: URL, handle: FileHandle) {
        let url = try Repository.scratchFolder().appending(path: "stderr")
        try Data().write(to: url)
        return (url, try FileHandle(forWritingTo: url))
    }
}
