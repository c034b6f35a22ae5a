import Testing

/// Where a transcript is played: a service in memory, a server of this process, any server.
protocol Stage: AnyObject {
    /// Sends bytes; the client connects when it first does anything.
    func send(_ bytes: [UInt8], from client: String)
    /// The client ends its side.
    func endInput(of client: String)
    /// The next line without its ending; `nil` when the connection has ended or none came.
    func nextLine(for client: String) -> String?
    /// Whether the server has ended the connection and everything was read.
    func isClosed(_ client: String) -> Bool
}

/// How the bytes of a transcript are cut.
enum Cutting: CaseIterable, Sendable {
    /// One write for each line of the file.
    case whole
    /// One write for all that a client sends until it ends or another client speaks.
    case merged
    /// One write for each byte.
    case bytewise
}

/// Plays `transcript` and compares what comes back.
func play(_ transcript: Transcript, on stage: some Stage, _ cutting: Cutting) {
    var hasEnded: Set<String> = []
    for (place, event) in transcript.events.enumerated() {
        let at = "\(transcript.name):\(event.line)"
        switch event.step {
        case .sends(let bytes):
            switch cutting {
            case .whole: stage.send(bytes, from: event.client)
            case .bytewise: for byte in bytes { stage.send([byte], from: event.client) }
            case .merged:
                if !transcript.isContinuation(place) {
                    stage.send(transcript.run(from: place), from: event.client)
                }
            }
        case .receives(let expected):
            let line = stage.nextLine(for: event.client)
            #expect(line.map(expected.matches) == true, "\(at): \(line ?? "no line")")
        case .halfCloses:
            stage.endInput(of: event.client)
            hasEnded.insert(event.client)
        case .isClosed:
            #expect(stage.isClosed(event.client), "\(at): still open")
            hasEnded.insert(event.client)
        }
    }
    for client in transcript.clients {
        if !hasEnded.contains(client) { stage.endInput(of: client) }
        #expect(stage.nextLine(for: client) == nil, "\(transcript.name): a line nobody expected")
    }
}

extension Transcript {
    /// Whether what is sent at `place` belongs to the write of an earlier step.
    func isContinuation(_ place: Int) -> Bool {
        for event in events[..<place].reversed() {
            guard event.client == events[place].client else { return false }
            switch event.step {
            case .sends: return true
            case .receives: continue
            case .halfCloses, .isClosed: return false
            }
        }
        return false
    }

    /// All that the client sends from `place` on in one write.
    func run(from place: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for event in events[place...] {
            guard event.client == events[place].client else { break }
            switch event.step {
            case .sends(let more): bytes += more
            case .receives: continue
            case .halfCloses, .isClosed: return bytes
            }
        }
        return bytes
    }
}
