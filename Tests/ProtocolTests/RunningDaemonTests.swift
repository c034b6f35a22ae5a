import EventLoop
import Foundation
import Testing

/// The suite can attach to a daemon that runs already: see `Protocol/transcripts/README.md`.
@Suite struct RunningDaemonTests {
    private static let address = ProcessInfo.processInfo.environment["TEST_ADDRESS"]

    /// Transcripts that depend on the daemon's clock or on what it did before.
    private static let notPlayed = ["card", "format", "stats", "pipelining", "clients", "note"]

    @Test(
        .enabled(if: address != nil),
        arguments: Transcript.all.filter { !notPlayed.contains($0.name) && !$0.hasAccess },
        Cutting.allCases)
    func theDaemonAnswersAsWritten(_ transcript: Transcript, cutting: Cutting) throws {
        let endpoint = try Endpoint(parsing: Self.address ?? "")
        guard case .tcp(let host, let port) = endpoint else {
            Issue.record("\(endpoint) is no TCP address")
            return
        }
        play(transcript, on: SocketStage(host: host, port: port), cutting)
    }
}
