import Testing

/// The specification, executed: each file of `Protocol/transcripts`, cut in three ways.
@Suite struct TranscriptTests {
    @Test(arguments: Transcript.all, Cutting.allCases)
    func theServiceAnswersAsWritten(_ transcript: Transcript, cutting: Cutting) throws {
        play(transcript, on: try MemoryStage(configure: transcript.configure), cutting)
    }

    @Test(arguments: Transcript.all, Cutting.allCases)
    func theServerAnswersAsWritten(_ transcript: Transcript, cutting: Cutting) throws {
        let server = try RunningServer(configure: { transcript.configure(&$0) })
        defer { server.stop() }
        play(transcript, on: SocketStage(port: server.port), cutting)
    }

    /// Before the index is complete the database answers, and a client notices nothing.
    @Test(arguments: Transcript.all.filter { !$0.sentLines.contains("STATS") })
    func theDatabaseAnswersAlike(_ transcript: Transcript) throws {
        play(
            transcript, on: try MemoryStage(isWarm: false, configure: transcript.configure), .whole)
    }

    @Test func transcriptsExist() {
        #expect(Transcript.all.count >= 10)
    }
}
