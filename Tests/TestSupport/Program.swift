import Foundation

/// Other programs, run from the top of the repository.
public enum Program {
    /// How a program ended and what it said.
    public struct Outcome: Sendable {
        public let status: Int32
        public let output: String
        public let complaints: String
    }

    /// A program that did not do what a test needs.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }

        public init(_ outcome: Outcome) {
            description = "status \(outcome.status): \(outcome.complaints)\(outcome.output)"
        }
    }

    /// How long a test waits for what should take milliseconds.
    public static let patience = Duration.seconds(30)

    /// How long a program may run.
    private static let limitSeconds = 300

    /// A program of this package, built together with these tests.
    public static func built(_ name: String) -> String {
        Bundle.main.bundleURL.appending(path: name).path
    }

    /// - Returns: `nil` when the program is not installed.
    public static func installed(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program to its end, or for five minutes.
    ///
    /// - Parameters:
    ///   - path: a name without a slash is looked for on the `PATH`.
    ///   - input: what it reads from its standard input; nothing when nothing is said.
    ///   - closesInput: whether its input ends behind that; otherwise when the program ends.
    public static func run(
        _ path: String, _ arguments: [String] = [], input: String? = nil, closesInput: Bool = true
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "\(limitSeconds)", path] + arguments
        process.currentDirectoryURL = Repository.root
        // Into files: no pipe fills up while another is read, and a server that the program
        // starts cannot keep one open for ever.
        let folder = try Repository.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, complaints) = (folder.appending(path: "out"), folder.appending(path: "err"))
        for file in [output, complaints] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaints)
        let inbound = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : inbound
        try process.run()
        if let input {
            try inbound.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            if closesInput { try inbound.fileHandleForWriting.close() }
        }
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            complaints: String(decoding: try Data(contentsOf: complaints), as: UTF8.self))
    }

    /// What a program says that must end well.
    @discardableResult
    public static func output(of words: [String]) throws -> String {
        let outcome = try run(words[0], Array(words.dropFirst()))
        guard outcome.status == 0 else { throw Failure("\(words): \(Failure(outcome))") }
        return outcome.output
    }
}
