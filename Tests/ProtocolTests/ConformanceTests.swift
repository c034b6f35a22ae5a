import Foundation
import TestSupport
import Testing

/// `Protocol/conformance` against the real daemon, as the author of another server would run it.
@Suite struct ConformanceTests {
    private static let script = Repository.contract.appending(path: "conformance").path

    @Test(.enabled(if: Program.installed("python3") != nil), .timeLimit(.minutes(30)))
    func theDaemonConforms() throws {
        let outcome = try Self.run([
            "--database", Base.shared.copy(), "--start",
            """
            \(Program.built("screenpopd")) --database {database} --listen 127.0.0.1:{port} \
            --region GB --score-every 0 --snapshot off {access}
            """,
            "127.0.0.1", "\(try Self.freePort())",
        ])
        let count = Transcript.all.count + 1
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaints)")
        #expect(outcome.output.hasSuffix("\(count) of \(count) as written\n"))
    }

    /// A runner that finds nothing proves nothing: this server knows no customers.
    @Test(.enabled(if: Program.installed("python3") != nil), .timeLimit(.minutes(30)))
    func aServerThatDoesOtherwiseIsFound() throws {
        let server = try RunningServer(database: Base.emptyDatabase())
        defer { server.stop() }
        let outcome = try Self.run(
            ["--only", "lookup", "--only", "region", "127.0.0.1", "\(server.port)"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("differs  lookup: lookup.txt:"))
        #expect(outcome.output.contains("  written: 200 +442079460958 account=A1042"))
    }

    private static func run(_ arguments: [String]) throws -> Program.Outcome {
        let python = try #require(Program.installed("python3"))
        return try Program.run(python, [script] + arguments)
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> UInt16 {
        let server = try RunningServer(database: Base.emptyDatabase())
        server.stop()
        return server.port
    }
}
